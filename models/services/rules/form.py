"""The form: every field known, placed once, bounded, and about what the account does not know yet."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule, is_pattern
from models.services.rules.values import can_be_answered
from models.services.source import Where

_IDENTITY = re.compile(
    r"(?i)\b(NIK|nomor induk kependudukan"
    r"|(nomor|no\.?) (e-?KTP|KTP|KK|HP|telepon|telp|ponsel|WA|WhatsApp|kartu (keluarga|tanda penduduk|identitas)))\b"
    r"|\b(nama|alamat)( lengkap| tinggal| tempat tinggal| rumah)* (anda|pemohon|sesuai KTP|di KTP)\b"
    r"|^nama lengkap$|^alamat (lengkap|rumah|tinggal|tempat tinggal)$"
)
_IDENTITY_NAMES = frozenset(
    {
        *("nik", "no_kk", "kk_number", "no_ktp", "ktp_number", "phone", "phone_number", "no_hp"),
        *("full_name", "applicant_name", "home_address", "applicant_address"),
    }
)
_WORDS_OF = {
    "string": frozenset({"oneOf", "format", "minLength", "maxLength", "pattern"}),
    "number": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    "integer": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    "boolean": frozenset({"const"}),
}
"""What can be said about answers of each type only; about others it says nothing, or that there is none."""
_LIMITING = frozenset[str]().union(*_WORDS_OF.values())
_LIMITS = ("oneOf", "minLength", "minimum", "exclusiveMinimum", "maxLength", "maximum", "exclusiveMaximum")


def _keys(content: Content) -> Iterator[Fault]:
    for part in ("steps", "documents", "registers"):
        seen: set[str] = set()
        for place, item in enumerate(content.get(part, ())):
            if item["key"] in seen:
                yield Fault(Code.SAME_KEY, (part, place, "key"), {"key": item["key"]})
            seen.add(item["key"])


def _sections(content: Content) -> Iterator[Fault]:
    fields, placed = content["form"]["properties"], set[str]()
    for place, section in enumerate(content["sections"]):
        for index, name in enumerate(section["fields"]):
            where: Where = ("sections", place, "fields", index)
            if name not in fields:
                yield Fault(Code.UNKNOWN_FIELD, where, {"field": name})
            elif name in placed:
                yield Fault(Code.FIELD_TWICE, where, {"field": name})
            placed.add(name)
    for name in fields:
        if name not in placed:
            yield Fault(Code.FIELD_UNPLACED, ("form", "properties", name), {"field": name})


def _named_fields(content: Content) -> Iterator[Fault]:
    fields = content["form"]["properties"]
    for where, names in _lists_of_fields(content):
        for place, name in enumerate(names):
            if name not in fields:
                yield Fault(Code.UNKNOWN_FIELD, (*where, place), {"field": name})
    for where, name in _single_fields(content):
        if name not in fields:
            yield Fault(Code.UNKNOWN_FIELD, where, {"field": name})


def _lists_of_fields(content: Content) -> Iterator[tuple[Where, Sequence[str]]]:
    yield ("form", "required"), content["form"]["required"]
    yield ("output", "states"), content.get("output", {}).get("states", ())
    for place, step in enumerate(content["steps"]):
        yield ("steps", place, "sees", "fields"), step.get("sees", {}).get("fields", ())


def _single_fields(content: Content) -> Iterator[tuple[Where, str]]:
    if "valid_until" in content.get("output", {}):
        yield ("output", "valid_until"), content["output"]["valid_until"]
    for place, step in enumerate(content["steps"]):
        if "place" in step:
            yield ("steps", place, "place"), step["place"]
        if "agency_of" in step:
            yield ("steps", place, "agency_of", "field"), step["agency_of"]["field"]
    for name, field in content["form"]["properties"].items():
        for word in field.keys() & {"x-not-before", "x-day"}:
            yield ("form", "properties", name, word), field[word]


def _fields(content: Content) -> Iterator[Fault]:
    for name, field in content["form"]["properties"].items():
        where: Where = ("form", "properties", name)
        if not _is_bounded(field):
            yield Fault(Code.UNBOUNDED_FIELD, where, {"field": name})
        misplaced = field.keys() & _LIMITING - _WORDS_OF[field["type"]]
        for word in misplaced:
            facts = {"name": word, "about": f"type: {field['type']}."}
            yield Fault(Code.MISPLACED_PART, (*where, word), facts)
        if not misplaced and not can_be_answered(field):
            limit = next(word for word in _LIMITS if word in field)
            yield Fault(Code.EMPTY_RANGE, (*where, limit), {"field": name})
        if "pattern" in field and not is_pattern(field["pattern"]):
            yield Fault(Code.BAD_PATTERN, (*where, "pattern"), {"field": name})
        if _asks_identity(name, field):
            yield Fault(Code.ASKS_IDENTITY, where, {"field": name})
        choices = [choice["const"] for choice in field.get("oneOf", ())]
        if len(choices) != len(set(choices)):
            yield Fault(Code.SAME_KEY, (*where, "oneOf"), {"key": name})


def _asks_identity(name: str, field: Mapping[str, Any]) -> bool:
    sixteen_digits = "{16}" in field.get("pattern", "")
    return bool(name in _IDENTITY_NAMES or _IDENTITY.search(field["title"]) or sixteen_digits)


def _is_bounded(field: Mapping[str, Any]) -> bool:
    match field["type"]:
        case "string":
            return bool(field.keys() & {"maxLength", "oneOf", "format"})
        case "number" | "integer":
            least, most = {"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}
            return bool(field.keys() & least) and bool(field.keys() & most)
        case _:
            return True


FORM_RULES: Collection[Rule] = (_keys, _sections, _named_fields, _fields)
