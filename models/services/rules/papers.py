"""What is asked for: nothing repealed, nothing that this service makes itself, and identities marked as such."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule, indonesian, kinds_made, product
from models.services.source import Where

_REPEALED = re.compile(
    r"\b(SITU|HO|SKDU|SIUP|TDP)\b"
    r"|(?i:\b(izin gangguan|surat izin tempat usaha|surat keterangan domisili usaha"
    r"|surat izin usaha perdagangan|tanda daftar perusahaan)\b)"
    r"|(?i:\brekomendasi (dari )?(organisasi profesi|ikatan \w+ indonesia|persatuan \w+( \w+)? indonesia"
    r"|IDI|PDGI|IBI|PPNI|IAI|PAFI|PATELKI|PERSAGI|HAKLI)\b)"
)
"""Repealed nationally and still asked for: HO by Permendagri 19/2017, SIUP and TDP by the NIB, the professional
organisation's recommendation by SE Menkes 6/2024 and Permenkes 13/2025."""
_NOT_ASKED = re.compile(r"(?i)\b(tidak (perlu|lagi|diperlukan|diminta|wajib)|tanpa)\b")
_PRODUCED = frozenset({"rekomendasi", "pengantar", "pertimbangan", "pertek"})
_VILLAGE_WORDS = {
    "rt": frozenset({"rt"}),
    "village": frozenset({"desa", "kelurahan", "kades", "lurah"}),
    "district": frozenset({"kecamatan", "camat"}),
}
_OLD = re.compile(r"(?i)\b(lama|sebelumnya|terdahulu)\b")


def _repealed(content: Content) -> Iterator[Fault]:
    for where, text in _asked(content):
        found = _REPEALED.search(text)
        if found and not _NOT_ASKED.search(text):
            yield Fault(Code.REPEALED_DOCUMENT, where, {"document": found[0]})


def _asked(content: Content) -> Iterator[tuple[Where, str]]:
    for place, text in enumerate(content["standard"]["requirements"]):
        yield ("standard", "requirements", place), indonesian(text)
    for place, document in enumerate(content["documents"]):
        yield ("documents", place, "title"), indonesian(document["title"])
    for name, field in content["form"]["properties"].items():
        yield ("form", "properties", name, "title"), field["title"]


def _own_product(content: Content) -> Iterator[Fault]:
    """A paper that comes out of this very service: the whole of it, or the answer of one of its steps."""
    made, own = product(content), {kind for _, kind in kinds_made(content)}
    for place, document in enumerate(content["documents"]):
        title = indonesian(document["title"])
        if document.get("kind") in own:
            maker: str | None = indonesian(made["title"])
        elif "kind" not in document and _is_called(title, indonesian(made["title"])):
            maker = indonesian(made["title"])
        else:
            maker = None if "kind" in document else _maker(title, content["steps"])
        if maker is not None:
            yield Fault(Code.OWN_PRODUCT, ("documents", place), {"document": title, "maker": maker})


def _is_called(title: str, product: str) -> bool:
    return product.casefold() in title.casefold() and not _OLD.search(title)


def _maker(title: str, steps: Collection[Mapping[str, Any]]) -> str | None:
    """The step whose agency would write what is asked for: `Surat pengantar RT`, `Rekomendasi DPUPR`."""
    words = re.findall(r"[a-z]+", title.casefold())
    if not _PRODUCED & set(words):
        return None
    named = {*words, *(one + other for one, other in pairwise(words))}
    for step in steps:
        if named & _VILLAGE_WORDS.get(step.get("agency_of_village", ""), {step.get("agency")}):
            return indonesian(step["title"])
    return None


PAPER_RULES: Collection[Rule] = (_repealed, _own_product)
