"""Papers that come out of the very service that asks for them: the whole of it, or the answer of one of its steps."""

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

from models.services.codes import Code, Fault
from models.services.rules.parts import (
    Content,
    charges,
    codes_named,
    indonesian,
    kind_found,
    kinds_made,
    product,
)
from models.services.rules.wording import asked, one_of, plain, words

Names = Mapping[str, str]
"""What agencies are called, by code."""

_COPIES = ("foto", "fotokopi", "salinan", "scan", "asli", "surat", "dokumen")
_FINDINGS = (
    *("pemeriksaan", "peninjauan", "penilaian", "verifikasi", "survei", "kajian", "kunjungan"),
    *("pengecekan", "telaah"),
)
_WRITTEN = re.compile(
    r"\b(?:surat )*(?:rekomendasi|rekom|pengantar|pertimbangan|pertek|ketetapan|penetapan|berita acara"
    rf"|hasil {one_of(_FINDINGS)})\b",
    re.IGNORECASE,
)
"""What an agency writes for another's decision, whatever it is about."""
_STATED = re.compile(
    r"\b(?:surat )*(?:keterangan|persetujuan|keputusan|pernyataan|SK)(?= )"
    r"(?: (?:tertulis|resmi|asli|dari|oleh|ketua|kepala|pemerintah|perangkat|kantor|pengurus))*",
    re.IGNORECASE,
)
"""What an agency also writes about other things, and so is meant only where its name follows."""
_PAYING = ("pembayaran", "bayar", "lunas", "pelunasan", "setor", "setoran", "penyetoran", "transfer")
_RECEIPTS = ("kuitansi", "kwitansi", "resi", "struk")
_PAID = re.compile(
    rf"\b(?:(?:bukti|tanda|surat|slip) {one_of(_PAYING)}|{one_of(_RECEIPTS)})\b", re.IGNORECASE
)
_OF_ANY_BILL = frozenset(
    {
        *(*_PAYING, *_RECEIPTS, *_COPIES, "bukti", "tanda", "slip"),
        *("pajak", "retribusi", "biaya", "tarif", "dari", "untuk", "dan"),
    }
)
_ASSESSED = re.compile(
    r"\b(?:surat )?(?:(?:ketetapan|penetapan|tagihan) (?:pajak|retribusi|PNBP)|SKPD|SKRD)\b", re.IGNORECASE
)
_VISITED = re.compile(
    r"\b(?:berita acara|laporan|hasil|risalah)(?: \w+){0,3}"
    r" (?:kunjungan|peninjauan|survei|survey|lapangan|lokasi)\b",
    re.IGNORECASE,
)
_PAYS = {"pay": "bill", "pay-state": "state_revenue"}
"""The kinds in which something is paid, and the part that says what."""
_ANSWERED = frozenset({"check", "verify", "visit", "decide"})
_OF_THE_VILLAGE = {
    "rt": ("RT", "RW", "rukun tetangga", "rukun warga"),
    "village": (
        "(?<!masyarakat )(?<!masyarakat dan )(?<!permusyawaratan )desa",
        *("kelurahan", "kades", "lurah"),
    ),
    "district": ("kecamatan", "camat"),
}
_ALSO_CALLED = {
    "desa": _OF_THE_VILLAGE["village"],
    "kecamatan": _OF_THE_VILLAGE["district"],
    "disdukcapil": ("dukcapil",),
    "dpupr": ("PUPR", "DPU", "dinas PU"),
    "satpolpp": ("pol PP",),
    "bpn": ("badan pertanahan",),
}


def own_products(
    content: Content, names: Names, *, elsewhere: Container[str] | None = None
) -> Iterator[Fault]:
    """What is asked for and made here.

    A document with a `kind` is only looked at where the kinds that other services issue (`elsewhere`) are known.
    """
    made, own = product(content), {kind for _, kind in kinds_made(content)}
    for place, document in enumerate(content["documents"]):
        title, kind = indonesian(document["title"]), document.get("kind")
        maker = None
        if kind is not None and kind in own:
            maker = indonesian(made["title"])
        elif kind is None or (elsewhere is not None and kind not in elsewhere):
            maker = _itself(title, content) or _step(plain(title), content, names)
        if maker is not None:
            yield Fault(Code.OWN_PRODUCT, ("documents", place), {"document": title, "maker": maker})
    for place, requirement in enumerate(content["standard"]["requirements"]):
        text = indonesian(requirement)
        makers = [_step(sentence.strip(), content, names) for sentence in plain(text).split("|")]
        if maker := _itself(text, content, begins=True) or next(filter(None, makers), None):
            where = ("standard", "requirements", place)
            yield Fault(Code.OWN_PRODUCT, where, {"document": text, "maker": maker})


def _itself(title: str, content: Content, *, begins: bool = False) -> str | None:
    """The title of what this service issues, where it is asked for (where a sentence `begins` with it)."""
    made, text = indonesian(product(content)["title"]), plain(title)
    name = _named(*(plain(name) for name in re.split(r"[()]", made) if plain(name)))
    found = name.match(text) if begins else asked(name, text)
    return made if found and not re.search(r"(?i)\b(lama|sebelumnya|terdahulu)\b", text) else None


def _step(text: str, content: Content, names: Names) -> str | None:
    """The title of the step that makes a paper of this name."""
    setters = {charge.get("amount_of") for _, _, charge in charges(content)}
    for step in content["steps"]:
        is_assessed = step["key"] in setters and asked(_ASSESSED, text)
        is_visited = step["kind"] == "visit" and asked(_VISITED, text)
        is_paid = step["kind"] in _PAYS and asked(_PAID, text) and _is_of_bill(text, step)
        if (
            is_assessed
            or is_visited
            or is_paid
            or _is_called(text, step)
            or _is_written_by(step, text, names)
        ):
            return indonesian(step["title"])
    return None


def _is_of_bill(text: str, step: Mapping[str, Any]) -> bool:
    """Whether a proof of payment is about this bill, or says nothing of what was paid."""
    about = set(words(text)) - _OF_ANY_BILL
    charge = step[_PAYS[step["kind"]]]
    billed = words(f"{indonesian(step['title'])} {indonesian(charge['text'])}")
    return not about or not about.isdisjoint(billed)


def _is_called(text: str, step: Mapping[str, Any]) -> bool:
    """Whether a paper is called as a step is, or as its title begins: `Pertimbangan teknis pertanahan`."""
    if step["kind"] not in _ANSWERED:
        return False
    text = re.sub(r"(?i)\bpertek\b", "pertimbangan teknis", text)
    called, title = words(indonesian(step["title"])), words(text)
    if title == called or (_WRITTEN.match(text) and title == called[: len(title)]):
        return True
    return len(called) > 1 and asked(_named(" ".join(called)), text) is not None


def _named(*names: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(_COPIES)} )*{one_of(map(re.escape, names))}\b", re.IGNORECASE)


def _is_written_by(step: Mapping[str, Any], text: str, names: Names) -> bool:
    """Whether the agency of this step would write it: `Surat pengantar RT`, `Rekomendasi Dinas Kesehatan`."""
    agency = rf"\b{one_of(_agency(step, names))}\b"
    found = asked(_WRITTEN, text)
    if found is None and kind_found(step) == "rt":
        found = asked(_STATED, text)  # an RT states nothing else
    if found and re.search(agency, text[found.end() :], re.IGNORECASE):
        return True
    stated = re.compile(rf"{_STATED.pattern} {agency}", re.IGNORECASE)
    return asked(stated, text) is not None


def _agency(step: Mapping[str, Any], names: Names) -> list[str]:
    """What people call the agency of a step: by its code, also in two words, or by the beginning of its name."""
    kind = kind_found(step)
    if kind is not None:
        return list(_OF_THE_VILLAGE[kind])
    return [called for code in codes_named(step) for called in _called(code, names)]


def _called(code: str, names: Names) -> list[str]:
    beginning = words(names.get(code, ""))[:2]
    called = [" ?".join(code.replace("-", "")), *_ALSO_CALLED.get(code, ())]
    return [*called, " ".join(beginning)] if beginning else called
