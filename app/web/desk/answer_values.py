"""What an officer types into the answer forms, read back: rupiah, numbers and dates of documents, files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from app.auth.sessions import require_officer
from app.web.kit.form_values import cleaned, number_in
from models.applications.operations.judging import MOST_PHOTOS
from models.documents.intake import MAX_BYTES
from models.documents.operations import store_document
from models.documents.queries import DocumentRow, own_documents
from models.kit.errors import InvalidInput, Problem, ProblemCode, Refusal
from models.kit.ids import parse_id
from models.kit.text import N_

FINDING = "finding."
"""Text boxes named `finding.answers.width` say what has to be corrected there."""

_RUPIAH = re.compile(r"(?:rp\.?)?([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,15})(?:,00|,-|,--)?", re.IGNORECASE)
_SECONDS = re.compile(r"(?<=T[0-9]{2}:[0-9]{2}):[0-9]{2}(\.[0-9]+)?$")
_MOMENT = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}),? +([0-9]{1,2})[.:]([0-9]{2})")

NOT_RUPIAH = N_("Tulis rupiah bulat, misalnya 1250000 atau Rp1.250.000. Tulis 0 bila tidak ada.")
NOT_A_MOMENT = N_("Tulis tanggal dan jam, misalnya 25-11-2026 09.00.")
NO_ROOM = N_("Paling banyak {limit} foto. Tidak ikut tersimpan: {names}.")
NOT_A_PICTURE = N_("Kirim foto, bukan jenis berkas lain.")


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """Number and date of a document, as they were typed."""

    number: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What an officer had typed when an answer was not taken: never the passphrase."""

    action: str = ""
    reason: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """By decision: the page has a box for each."""
    findings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    choice: str = ""
    purpose: str = ""
    times: Sequence[str] = ()
    amount: str = ""
    reference: DocumentReference = DocumentReference()
    paper: DocumentReference = DocumentReference()
    photos: Sequence[DocumentRow] = ()
    scan: DocumentRow | None = None
    key: str = ""
    seen: int | None = None
    payment: UUID | None = None
    problems: Sequence[Problem] = ()

    @property
    def has_answer(self) -> bool:
        """Whether any of an answer was written."""
        written = (*self.reasons.values(), *self.findings.values(), self.amount, self.reference.number)
        return any(text.strip() for text in written)

    def reason_for(self, decision: str) -> str:
        """What stands in the box of a decision."""
        return self.reasons.get(decision) or (self.reason if self.action == decision else "")


async def read_answer_form(request: Request) -> AnswerForm:
    """What came with the form; files are taken in at once, so that a fault elsewhere does not lose them."""
    form = request.state.form
    photos, faults = await _files(request, "photos", pictures=True)
    scans, more = await _files(request, "scan", pictures=False)
    return AnswerForm(
        action=_text(form, "decision"),
        reason=_text(form, f"reason.{_text(form, 'decision').lower()}") or _text(form, "reason"),
        reasons={one: _text(form, f"reason.{one.lower()}") for one in ("APPROVE", "REFUSE")},
        findings=findings_in(form.multi_items()),
        amount=_text(form, "amount"),
        reference=DocumentReference(_text(form, "reference.number"), _text(form, "reference.date")),
        paper=DocumentReference(_text(form, "paper.number"), _text(form, "paper.date")),
        photos=photos,
        scan=scans[-1] if scans else None,
        key=_text(form, "key"),
        seen=number_in(form, "seen"),
        payment=parse_id("payment", _text(form, "payment")),
        problems=[*faults, *more],
    )


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return cleaned(value) if isinstance(value, str) else ""


def findings_in(texts: Iterable[tuple[str, object]]) -> Mapping[tuple[str, str], str]:
    """What was written at each place, in the order of the form; empty boxes are left out."""
    found = {}
    for name, text in texts:
        part, _, key = name.removeprefix(FINDING).partition(".")
        if name.startswith(FINDING) and isinstance(text, str) and cleaned(text).strip():
            found[part, key] = cleaned(text)
    return found


async def _files(request: Request, name: str, *, pictures: bool) -> tuple[list[DocumentRow], list[Problem]]:
    """The officer's files under this name: those taken in before, then the new ones; and what is wrong with any."""
    by, form = require_officer(request).actor, request.state.form
    known = [parse_id("document", str(text)) for text in form.getlist(f"{name}.stored")]
    wanted: list[UUID] = [id for id in known if id is not None]
    own = await own_documents(wanted, by=by) if wanted else {}
    rows, problems = [own[id] for id in wanted if id in own], list[Problem]()
    for file in form.getlist(name):
        if not isinstance(file, UploadFile) or not file.filename:
            continue
        try:
            content = await file.read(MAX_BYTES + 1)
            row = await store_document(
                file.filename, content, by=by, at=request.state.at, regency=request.app.state.regency
            )
        except Refusal as refusal:
            problems += [replace(problem, path=(name,)) for problem in refusal.problems]
            continue
        if pictures and not row.media_type.startswith("image/"):
            problems.append(Problem(ProblemCode.UNSUPPORTED_TYPE, (name,), NOT_A_PICTURE))
        else:
            rows.append(row)
    if left := ", ".join(row.name for row in rows[MOST_PHOTOS:]):
        facts = {"limit": MOST_PHOTOS, "names": left}
        problems.append(Problem(ProblemCode.TOO_LARGE, (name,), NO_ROOM, facts))
    return rows[:MOST_PHOTOS], problems


def read_rupiah(text: str) -> int | None:
    """Whole rupiah from `Rp1.250.000`, `1250000`, `1.250.000,00` or `1.250.000,-`; None for anything else."""
    match = _RUPIAH.fullmatch(re.sub(r"\s", "", text))
    return int(match[1].replace(".", "")) if match else None


def rupiah_in(text: str) -> int:
    """The same; raises InvalidInput at `amount`."""
    amount = read_rupiah(text)
    if amount is None:
        code = ProblemCode.INVALID if text.strip() else ProblemCode.REQUIRED
        raise InvalidInput(Problem(code, ("amount",), NOT_RUPIAH))
    return amount


def moment_in(text: str, zone: ZoneInfo, *path: str) -> datetime:
    """A day and an hour by the regency's clock; raises InvalidInput at `path`."""
    text = text.strip()
    match = _MOMENT.fullmatch(text)
    try:
        if match:
            day, month, year, hour, minute = (int(part) for part in match.groups())
            return datetime(year, month, day, hour, minute, tzinfo=zone)
        return datetime.strptime(_SECONDS.sub("", text), "%Y-%m-%dT%H:%M").replace(tzinfo=zone)
    except ValueError:
        raise InvalidInput(Problem(ProblemCode.INVALID, path, NOT_A_MOMENT)) from None
