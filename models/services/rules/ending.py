"""How it ends: somebody always decides, one signature makes the document, or another system issues it."""

import re
from collections.abc import Collection, Iterator, Mapping

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule, decides, indonesian, is_pattern, last
from models.services.rules.wording import plain

_OTHERS_ISSUE: Mapping[str, re.Pattern[str]] = {
    issuer: re.compile(rf"\b(?:{names})\b", re.IGNORECASE)
    for issuer, names in {
        "OSS": "NIB|nomor induk berusaha|PB-?UMKU|sertifikat standar",
        "SIMBG": "PBG|persetujuan bangunan gedung|SLF|sertifikat laik fungsi|SBKBG",
        "Polri": "i[zj]in keramaian|SKCK|(?:surat keterangan )?catatan kepolisian|SIM|surat izin mengemudi",
        "Dukcapil (SIAK)": "KTP|e-KTP|kartu tanda penduduk|KK|kartu keluarga|kartu identitas anak"
        "|akta (?:kelahiran|kematian|perkawinan|perceraian)",
        "Imigrasi": "paspor",
        "Kementerian ATR/BPN": "sertifikat (?:tanah|hak (?:milik|pakai|guna bangunan))",
        "Kementerian Kesehatan": "STR|surat tanda registrasi",
        "BPJPH": "sertifikat halal",
    }.items()
}
"""What only another system may issue, by that system."""
_TOWARDS = re.compile(
    r"(?i)\b(rekomendasi|pengantar|keterangan|pertimbangan|dispensasi|permohonan|pernyataan|bukti|tanda terima"
    r"|pemberitahuan|legalisasi)\b"
)
"""Words for a paper that is only about what follows them."""
_NUMBER_PLACES = re.compile(r"\{(sequence)(?::0[1-9]d)?\}|\{(year)\}")


def _signature(content: Content) -> Iterator[Fault]:
    signing = [(place, step) for place, step in enumerate(content["steps"]) if step["kind"] == "sign"]
    if "output" in content and len(signing) != 1:
        yield Fault(Code.SIGN_STEPS, ("steps",), {"count": len(signing)})
    for place, step in signing:
        if "elsewhere" in content:
            facts = {"system": content["elsewhere"]["system"]}
            yield Fault(Code.ELSEWHERE_SIGNS, ("steps", place, "kind"), facts)
        elif "when" in step:
            yield Fault(Code.SIGN_CONDITIONAL, ("steps", place, "when"), {"step": step["key"]})


def _decision(content: Content) -> Iterator[Fault]:
    always = [step["key"] for step in content["steps"] if decides(step) and "when" not in step]
    if not always:
        yield Fault(Code.NO_DECISION, ("steps",))
    elif "elsewhere" in content and last(content) not in always:
        facts = {"step": last(content), "system": content["elsewhere"]["system"]}
        place = next(n for n, step in enumerate(content["steps"]) if step["key"] == last(content))
        yield Fault(Code.ELSEWHERE_END, ("steps", place), facts)


def _misplaced_decides(content: Content) -> Iterator[Fault]:
    for place, step in enumerate(content["steps"]):
        if "decides" in step and step["kind"] != "sign":
            facts = {"name": "decides", "about": "Hanya untuk kind: sign."}
            yield Fault(Code.MISPLACED_PART, ("steps", place, "decides"), facts)


def _deemed_signature(content: Content) -> Iterator[Fault]:
    if "elsewhere" in content and content.get("deemed_approval", {}).get("sign"):
        facts = {"system": content["elsewhere"]["system"]}
        yield Fault(Code.ELSEWHERE_SIGNS, ("deemed_approval", "sign"), facts)


def _number(content: Content) -> Iterator[Fault]:
    if "output" not in content:
        return
    form = content["output"]["number_format"]
    names = sorted(place[1] or place[2] for place in _NUMBER_PLACES.finditer(form))
    if names != ["sequence", "year"] or set("{}") & set(_NUMBER_PLACES.sub("", form)):
        yield Fault(Code.NUMBER_FORMAT, ("output", "number_format"))


def _issued_by_others(content: Content) -> Iterator[Fault]:
    if "output" not in content:
        return
    title = indonesian(content["output"]["title"])
    for system, names in _OTHERS_ISSUE.items():
        found = names.search(plain(title))
        if found and not _TOWARDS.search(plain(title)[: found.start()]):
            facts = {"document": title, "system": system}
            yield Fault(Code.ISSUED_BY_OTHERS, ("output", "title"), facts)


def _recorded_number(content: Content) -> Iterator[Fault]:
    pattern = content.get("elsewhere", {}).get("number_pattern")
    if pattern is not None and not is_pattern(pattern):
        name = indonesian(content["elsewhere"]["number"])
        yield Fault(Code.BAD_PATTERN, ("elsewhere", "number_pattern"), {"field": name})


def _registers(content: Content) -> Iterator[Fault]:
    pays = any(step["kind"] == "pay" for step in content["steps"])
    has = {"valid-permit": "output" in content, "unpaid-bill": pays}
    for place, register in enumerate(content.get("registers", ())):
        if not has[register["source"]]:
            facts = {"register": register["key"], "source": register["source"]}
            yield Fault(Code.REGISTER_EMPTY, ("registers", place, "source"), facts)


ENDING_RULES: Collection[Rule] = (
    _signature,
    _decision,
    _misplaced_decides,
    _deemed_signature,
    _number,
    _issued_by_others,
    _recorded_number,
    _registers,
)
