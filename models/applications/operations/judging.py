"""Everything that can be wrong with an officer's answer, told at once."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from models.applications import tables
from models.applications.access import looks
from models.applications.errors import LastDayOver
from models.applications.operations.answering import LONGEST_REASON, Finding, TaskAnswer
from models.applications.positions import Position, TaskPosition
from models.applications.queries.last_day import last_day_over
from models.applications.states import Decision
from models.documents.queries import own_documents
from models.kit.actor import Actor
from models.kit.errors import Problem, ProblemCode
from models.kit.reading import UNSTORABLE, is_storable
from models.kit.text import N_
from models.services.definition import Definition, Elsewhere, StepKind
from models.services.presenting import day_in_words

MOST_FINDINGS = 50
LONGEST_MESSAGE = 500
LONGEST_NUMBER = 100
MOST_RUPIAH = 1_000_000_000_000
MOST_PHOTOS = 10


async def faults_of(
    answer: TaskAnswer,
    task: tables.Task,
    definition: Definition,
    position: Position,
    *,
    by: Actor,
    at: datetime,
    today: date,
) -> list[Problem]:
    """All faults at once of an answer `as_kept`; `today` by the regency's clock: nothing is dated later."""
    problems = _faults_of_reason(answer, StepKind(task.kind))
    problems += _faults_of_confirming(answer, StepKind(task.kind))
    if task.kind == StepKind.VISIT:
        problems += _faults_of_visit(answer, position.tasks[task.step], at)
    problems += await _faults_of_last_day(answer, task, definition, today)
    problems += _faults_of_amount(answer, task.step, definition)
    problems += _faults_of_references(answer, task.step, definition, today)
    problems += await _faults_of_papers(answer, by=by)
    problems += _faults_of_findings(answer, task.step, definition)
    return problems or _old_findings(answer, task.step, position)


def _faults_of_reason(answer: TaskAnswer, kind: StepKind) -> list[Problem]:
    problems = []
    if answer.decision is Decision.APPROVE and kind is StepKind.SIGN:
        message = N_("Tugas ini disetujui dengan menandatangani dokumennya.")
        problems.append(Problem(ProblemCode.NOT_ALLOWED, ("decision",), message))
    if answer.decision is Decision.REFUSE and not answer.reason:
        problems.append(Problem(ProblemCode.REQUIRED, ("reason",), N_("Tulis alasan penolakan.")))
    if len(answer.reason or "") > LONGEST_REASON:
        message = N_("Tulis paling banyak {limit} huruf.")
        problems.append(Problem(ProblemCode.TOO_LARGE, ("reason",), message, {"limit": LONGEST_REASON}))
    if not is_storable(answer.reason or ""):
        problems.append(Problem(ProblemCode.INVALID, ("reason",), UNSTORABLE))
    return problems


def _faults_of_confirming(answer: TaskAnswer, kind: StepKind) -> list[Problem]:
    """Whoever is owed a payment finds it or does not; the application is not theirs to return or to refuse."""
    if kind is not StepKind.PAY_STATE or answer.decision is Decision.APPROVE:
        return []
    message = N_("Langkah ini hanya mengonfirmasi pembayaran, atau menyatakannya belum ditemukan.")
    return [Problem(ProblemCode.NOT_ALLOWED, ("decision",), message)]


def has_met(task: TaskPosition, at: datetime) -> bool:
    """Whether a time for the visit was agreed on and has come."""
    return task.visit_at is not None and datetime.fromisoformat(task.visit_at) <= at


def _faults_of_visit(answer: TaskAnswer, task: TaskPosition, at: datetime) -> list[Problem]:
    """Who approves says what was seen, and why they came where nothing was agreed; a paper decision says it itself."""
    if answer.decision is not Decision.APPROVE or answer.paper or answer.reason:
        return []
    if not has_met(task, at):
        message = N_(
            "Belum ada waktu kunjungan yang disepakati dan sudah tiba. Tulis hasilnya, dan alasannya."
        )
        return [Problem(ProblemCode.REQUIRED, ("reason",), message)]
    if not answer.photos:
        message = N_("Tulis hasil kunjungan, atau lampirkan fotonya.")
        return [Problem(ProblemCode.REQUIRED, ("reason",), message)]
    return []


async def _faults_of_last_day(
    answer: TaskAnswer, task: tables.Task, definition: Definition, today: date
) -> list[Problem]:
    """Nobody grants what has expired."""
    if answer.decision is not Decision.APPROVE or task.kind != StepKind.DECIDE:
        return []
    day = await last_day_over(task.application_id, definition, today=today)
    return list(LastDayOver("decision", day=day_in_words(day)).problems) if day else []


def _faults_of_amount(answer: TaskAnswer, step: str, definition: Definition) -> list[Problem]:
    if answer.amount is None:
        return []
    if answer.decision is not Decision.APPROVE or not definition.sets_amount(step):
        message = N_("Langkah ini tidak menetapkan jumlah yang harus dibayar.")
        return [Problem(ProblemCode.NOT_ALLOWED, ("amount",), message)]
    if not 0 <= answer.amount <= MOST_RUPIAH:
        return [Problem(ProblemCode.INVALID, ("amount",), N_("Tulis rupiah bulat, 0 atau lebih."))]
    return []


def _faults_of_references(
    answer: TaskAnswer, step: str, definition: Definition, today: date
) -> list[Problem]:
    problems = []
    records = definition.elsewhere is not None and definition.last_step.key == step
    if answer.decision is Decision.APPROVE and records and answer.reference is None:
        message = N_("Tulis nomor dan tanggal yang terbit di {system}.")
        facts = {"system": definition.elsewhere.system if definition.elsewhere else ""}
        problems.append(Problem(ProblemCode.REQUIRED, ("reference",), message, facts))
    if answer.reference is not None and not records:
        message = N_("Langkah ini tidak mencatat nomor dari sistem lain.")
        problems.append(Problem(ProblemCode.NOT_ALLOWED, ("reference",), message))
    for name, given in (("reference", answer.reference), ("paper", answer.paper)):
        if given is not None and not _is_number(given.number):
            message = N_("Tulis nomornya, paling banyak {limit} huruf.")
            problems.append(
                Problem(ProblemCode.INVALID, (name, "number"), message, {"limit": LONGEST_NUMBER})
            )
        elif name == "reference" and given is not None and definition.elsewhere is not None:
            problems += _misshapen_number(given.number, definition.elsewhere)
        if given is not None and given.date > today:
            problems.append(Problem(ProblemCode.INVALID, (name, "date"), N_("Tanggal ini belum tiba.")))
    if answer.paper is not None and answer.paper.document_id is None:
        message = N_("Unggah pindaian surat keputusannya.")
        problems.append(Problem(ProblemCode.REQUIRED, ("paper", "documentId"), message))
    return problems


def _misshapen_number(number: str, elsewhere: Elsewhere) -> list[Problem]:
    pattern = elsewhere.number_pattern
    if pattern is None or re.search(pattern, number):
        return []
    message = N_("Ini bukan {name} dari {system}. Bentuknya: {hint}.")
    facts = {"name": elsewhere.number, "system": elsewhere.system, "hint": elsewhere.number_hint}
    return [Problem(ProblemCode.INVALID, ("reference", "number"), message, facts)]


def _is_number(text: str) -> bool:
    return 1 <= len(text) <= LONGEST_NUMBER and text.isprintable() and is_storable(text)


async def _faults_of_papers(answer: TaskAnswer, *, by: Actor) -> list[Problem]:
    if len(answer.photos) > MOST_PHOTOS:
        message = N_("Paling banyak {limit} foto.")
        return [Problem(ProblemCode.TOO_LARGE, ("photos",), message, {"limit": MOST_PHOTOS})]
    places = {id: ("photos", str(index)) for index, id in enumerate(answer.photos)}
    if answer.paper is not None and answer.paper.document_id is not None:
        places[answer.paper.document_id] = ("paper", "documentId")
    if not places:
        return []
    own = await own_documents(list(places), by=by)
    message = N_("Berkas ini tidak ditemukan. Unggah sekali lagi.")
    return [Problem(ProblemCode.NOT_FOUND, path, message) for id, path in places.items() if id not in own]


def _faults_of_findings(answer: TaskAnswer, step: str, definition: Definition) -> list[Problem]:
    if answer.decision is not Decision.RETURN:
        message = N_("Catatan perbaikan hanya untuk pengembalian.")
        return [Problem(ProblemCode.INVALID, ("findings",), message)] if answer.findings else []
    if not answer.findings:
        message = N_("Tunjukkan sedikitnya satu bagian yang perlu diperbaiki.")
        return [Problem(ProblemCode.REQUIRED, ("findings",), message)]
    if len(answer.findings) > MOST_FINDINGS:
        message = N_("Paling banyak {limit} catatan.")
        return [Problem(ProblemCode.TOO_LARGE, ("findings",), message, {"limit": MOST_FINDINGS})]
    problems = []
    for index, finding in enumerate(answer.findings):
        path = ("findings", str(index), "path")
        problems += [Problem(code, path, text) for code, text in _fault_of_place(finding, step, definition)]
        if not 1 <= len(finding.message) <= LONGEST_MESSAGE or not is_storable(finding.message):
            message = N_("Tulis apa yang perlu diperbaiki, paling banyak {limit} huruf.")
            path = ("findings", str(index), "message")
            problems.append(Problem(ProblemCode.INVALID, path, message, {"limit": LONGEST_MESSAGE}))
    return problems


def _fault_of_place(finding: Finding, step: str, definition: Definition) -> Iterator[tuple[ProblemCode, str]]:
    """A step finds fault only with what it looks at; the rest is for other agencies."""
    places = {("answers", name) for name in definition.fields}
    places |= {("documents", requirement.key) for requirement in definition.documents}
    if finding.path not in places:
        yield ProblemCode.INVALID, N_("Bagian ini tidak ada di formulir.")
    elif not looks(definition, definition.step(step), finding.path[0], finding.path[1]):
        yield ProblemCode.NOT_ALLOWED, N_("Bagian ini diperiksa instansi lain.")


def _old_findings(answer: TaskAnswer, step: str, position: Position) -> list[Problem]:
    """One return tells everything: after it only what was changed since, or left unanswered, may be found wanting."""
    changed = position.tasks[step].may_return
    if changed is None:
        return []
    message = N_(
        "Langkah ini sudah pernah mengembalikan berkas; hanya yang diubah pemohon, atau catatan yang belum"
        " dijawabnya, yang dapat dicatat."
    )
    return [
        Problem(ProblemCode.NOT_ALLOWED, ("findings", str(index), "path"), message)
        for index, finding in enumerate(answer.findings)
        if ".".join(finding.path) not in changed
    ]
