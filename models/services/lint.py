"""What a definition that fits `catalogue/schema.json` can still get wrong, found before anybody applies."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator

from models.services.codes import Code, Fault
from models.services.lint_steps import STEP_RULES
from models.services.source import Where

_REPEALED = re.compile(
    r"\b(SITU|HO|SKDU|SIUP|TDP)\b"
    r"|(?i:\b(izin gangguan|surat izin tempat usaha|surat keterangan domisili usaha"
    r"|surat izin usaha perdagangan|tanda daftar perusahaan)\b)"
)
"""Repealed nationally (HO by Permendagri 19/2017, SIUP and TDP by the NIB), and still asked for."""
_IDENTITY = re.compile(
    r"(?i)\b(NIK|nomor induk kependudukan|nomor KK|nomor kartu keluarga|nomor (HP|telepon|WA))\b"
)

_NUMBER_PLACES = re.compile(r"\{(sequence)(?::0[1-9]d)?\}|\{(year)\}")

Rule = Callable[[Mapping[str, Any]], Iterator[Fault]]


def lint(source: Mapping[str, Any]) -> list[Fault]:
    """All faults in a definition that the schema accepts."""
    return [fault for rule in _RULES for fault in rule(source)]


def _keys(source: Mapping[str, Any]) -> Iterator[Fault]:
    for part in ("steps", "documents"):
        seen: set[str] = set()
        for place, item in enumerate(source[part]):
            if item["key"] in seen:
                yield Fault(Code.SAME_KEY, (part, place, "key"), {"key": item["key"]})
            seen.add(item["key"])


def _sections(source: Mapping[str, Any]) -> Iterator[Fault]:
    fields, placed = source["form"]["properties"], set[str]()
    for place, section in enumerate(source["sections"]):
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


def _named_fields(source: Mapping[str, Any]) -> Iterator[Fault]:
    fields = source["form"]["properties"]
    named: list[tuple[Where, Sequence[str]]] = [
        (("form", "required"), source["form"]["required"]),
        (("output", "states"), source.get("output", {}).get("states", ())),
    ]
    for where, names in named:
        for place, name in enumerate(names):
            if name not in fields:
                yield Fault(Code.UNKNOWN_FIELD, (*where, place), {"field": name})
    for where, name in _single_fields(source):
        if name not in fields:
            yield Fault(Code.UNKNOWN_FIELD, where, {"field": name})


def _single_fields(source: Mapping[str, Any]) -> Iterator[tuple[Where, str]]:
    if "valid_until" in source.get("output", {}):
        yield ("output", "valid_until"), source["output"]["valid_until"]
    for name, field in source["form"]["properties"].items():
        if "x-not-before" in field:
            yield ("form", "properties", name, "x-not-before"), field["x-not-before"]


def _fields(source: Mapping[str, Any]) -> Iterator[Fault]:
    for name, field in source["form"]["properties"].items():
        where: Where = ("form", "properties", name)
        if not _is_bounded(field):
            yield Fault(Code.UNBOUNDED_FIELD, where, {"field": name})
        if "pattern" in field and not _is_pattern(field["pattern"]):
            yield Fault(Code.BAD_PATTERN, (*where, "pattern"), {"field": name})
        if _IDENTITY.search(field["title"]):
            yield Fault(Code.ASKS_IDENTITY, where, {"field": name})
        choices = [choice["const"] for choice in field.get("oneOf", ())]
        if len(choices) != len(set(choices)):
            yield Fault(Code.SAME_KEY, (*where, "oneOf"), {"key": name})


def _is_bounded(field: Mapping[str, Any]) -> bool:
    match field["type"]:
        case "string":
            return bool(field.keys() & {"maxLength", "oneOf"})
        case "number" | "integer":
            least, most = {"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}
            return bool(field.keys() & least) and bool(field.keys() & most)
        case _:
            return True


def _is_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _conditions(source: Mapping[str, Any]) -> Iterator[Fault]:
    fields = source["form"]["properties"]
    for place, step in enumerate(source["steps"]):
        when = step.get("when", {"required": [], "properties": {}})
        where: Where = ("steps", place, "when")
        for name in when["required"]:
            if name not in fields:
                yield Fault(Code.CONDITION_FIELD, (*where, "required"), {"field": name, "step": step["key"]})
        for name, wanted in when["properties"].items():
            here, facts = (*where, "properties", name), {"field": name, "step": step["key"]}
            if name not in fields:
                yield Fault(Code.CONDITION_FIELD, here, facts)
                continue
            if name not in when["required"]:
                yield Fault(Code.CONDITION_OPEN, here, facts)
            if not any(_fits(fields[name], value) for value in _wanted(wanted)):
                yield Fault(Code.CONDITION_NEVER, here, facts)


def _wanted(condition: Mapping[str, Any]) -> list[Any]:
    if "const" in condition:
        return [condition["const"]]
    limits = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
    return list(condition.get("enum", ())) or [condition[name] for name in limits if name in condition]


def _fits(field: Mapping[str, Any], value: object) -> bool:
    return Draft202012Validator(dict(field)).is_valid(value)


def _number(source: Mapping[str, Any]) -> Iterator[Fault]:
    if "output" not in source:
        return
    form = source["output"]["number_format"]
    names = sorted(place[1] or place[2] for place in _NUMBER_PLACES.finditer(form))
    if names != ["sequence", "year"] or set("{}") & set(_NUMBER_PLACES.sub("", form)):
        yield Fault(Code.NUMBER_FORMAT, ("output", "number_format"))


def _repealed(source: Mapping[str, Any]) -> Iterator[Fault]:
    asked: list[tuple[Where, Any]] = [
        (("standard", "requirements", place), text)
        for place, text in enumerate(source["standard"]["requirements"])
    ]
    asked += [
        (("documents", place, "title"), item["title"]) for place, item in enumerate(source["documents"])
    ]
    asked += [
        (("form", "properties", name, "title"), f["title"])
        for name, f in source["form"]["properties"].items()
    ]
    for where, text in asked:
        if found := _REPEALED.search(_indonesian(text)):
            yield Fault(Code.REPEALED_DOCUMENT, where, {"document": found[0]})


def _indonesian(text: str | Mapping[str, str]) -> str:
    return text if isinstance(text, str) else text["id"]


_RULES: Collection[Rule] = (
    _keys,
    _sections,
    _named_fields,
    _fields,
    _conditions,
    *STEP_RULES,
    _number,
    _repealed,
)
