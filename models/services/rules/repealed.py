"""What may not be asked for any more: HO by Permendagri 19/2017, SIUP and TDP by the NIB, the recommendation of a
professional organisation by SE Menkes 6/2024 and Permenkes 13/2025."""

import re
from collections.abc import Collection, Iterator

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule, indonesian
from models.services.rules.wording import asked, one_of, plain
from models.services.source import Where

_PAPERS = (
    *("SIUP", "TDP", "SKDU", "SKDP"),
    *("i[zj]in gangguan", "hinder ?ordonn?antie"),
    *("i[zj]in tempat usaha", "i[zj]in usaha perdagangan", "tanda daftar perusahaan"),
    *(
        "keterangan domisili (?:badan )?(?:usaha|perusahaan)",
        "surat domisili (?:badan )?(?:usaha|perusahaan)",
    ),
)
_SHORT = ("SITU", "HO")
"""Words as well (`situ` is a lake, and a place): meant in capitals, behind `surat` or `izin`, and as a whole key."""
_PROFESSIONS = (
    *(
        "IDI",
        "IDAI",
        "PDGI",
        "IBI",
        "PPNI",
        "IAI",
        "PAFI",
        "PATELKI",
        "PERSAGI",
        "HAKLI",
        "HIMPSI",
        "IAKMI",
        "IFI",
    ),
    *(
        "PTGMI",
        "PORMIKI",
        "PARI",
        "IKATEMI",
        "IROPIN",
        "POGI",
        "PAPDI",
        "IKABI",
        "PERDOSKI",
        "organisasi profesi",
    ),
)
_UNIONS = ("ikatan", "persatuan", "perhimpunan", "himpunan", "perkumpulan", "asosiasi")
_OF_HEALTH = (
    *("dokter", "bidan", "perawat", "apoteker", "farmasi", "kesehatan", "gizi", "nutrisionis", "psikologi?"),
    *(
        "radiografer",
        "fisioterapi\\w*",
        "sanitarian",
        "laboratorium",
        "rekam medis",
        "elektromedis",
        "anestesi",
    ),
    *("optometri\\w*", "terapis", "akupunktur\\w*"),
)
_BRANCHES = (
    *(
        "dari",
        "oleh",
        "ketua",
        "pengurus",
        "pimpinan",
        "dewan",
        "komisariat",
        "organisasi",
        "cabang",
        "wilayah",
    ),
    *("daerah", "pusat", "kabupaten", "setempat", "DPC", "DPD", "DPW", "DPP", "PC", "PD"),
)

_branch = rf"(?: {one_of(_BRANCHES)})*"
_union = rf"{one_of(_UNIONS)}(?: \w+){{0,3}} {one_of(_OF_HEALTH)}(?: \w+){{0,4}} indonesia"
_REPEALED = re.compile(
    rf"\b(?:(?:surat )*{one_of(_PAPERS)}"
    rf"|(?:rekomendasi|pengantar|persetujuan|keterangan){_branch} (?:{one_of(_PROFESSIONS)}|{_union})"
    rf"|rekomendasi{_branch} (?:profesi|OP)"
    rf"|(?:surat|i[zj]in|dokumen|fotokopi|salinan) {one_of(_SHORT)}"
    rf"|(?-i:(?<!DI )(?<!DARI ){one_of(_SHORT)}))\b",
    re.IGNORECASE,
)


def _repealed(content: Content) -> Iterator[Fault]:
    for where, text in _everything_asked(content):
        found = asked(_REPEALED, plain(text))
        if found or text.upper() in _SHORT:
            yield Fault(Code.REPEALED_DOCUMENT, where, {"document": found[0] if found else text})


def _everything_asked(content: Content) -> Iterator[tuple[Where, str]]:
    """Every place where a paper can be asked for: what people read, and the keys by which machines know it."""
    for part in ("requirements", "procedure"):
        for place, text in enumerate(content["standard"][part]):
            yield ("standard", part, place), indonesian(text)
    for place, document in enumerate(content["documents"]):
        for name in ("key", "title", "help", "kind", "condition"):
            if name in document:
                yield ("documents", place, name), indonesian(document[name])
    for name, field in content["form"]["properties"].items():
        where: Where = ("form", "properties", name)
        yield where, name
        for part in ("title", "description"):
            if part in field:
                yield (*where, part), field[part]
        for place, choice in enumerate(field.get("oneOf", ())):
            for part in ("const", "title"):
                yield (*where, "oneOf", place, part), choice[part]


REPEALED_RULES: Collection[Rule] = (_repealed,)
