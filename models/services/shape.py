"""Whether a file has the shape that `catalogue/schema.json` asks for, said in plain words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from models.services.codes import Code, Fault
from models.services.rules.duties import APPLICANTS
from models.services.source import Where

SCHEMA = Path(__file__).resolve().parents[2] / "catalogue" / "schema.json"

_TYPES = {
    "string": "teks",
    "integer": "bilangan bulat",
    "number": "angka",
    "boolean": "true atau false",
    "array": "daftar",
    "object": "pasangan nama dan isi",
    "null": "null",
}
_REASONS = {
    "minimum": "paling sedikit {limit}",
    "maximum": "paling banyak {limit}",
    "maxLength": "paling panjang {limit} huruf",
    "minLength": "tidak boleh kosong",
    "minItems": "sedikitnya {limit} butir",
    "minProperties": "sedikitnya {limit} butir",
    "uniqueItems": "setiap butir hanya sekali",
    "const": "harus {limit}",
    "pattern": "harus cocok dengan {limit}",
}


@dataclass(frozen=True, slots=True)
class _Misfit:
    """One answer of the validator: which keyword of which schema did not accept which value."""

    keyword: str
    limit: Any
    value: Any
    where: Where


def misshapen(data: object) -> Iterator[Fault]:
    """Every way in which the content does not fit the schema."""
    for error in _validator().iter_errors(data):
        where: Where = tuple(error.absolute_path)
        if "propertyNames" in error.absolute_schema_path:
            where = (*where, str(error.instance))
        misfit = _Misfit(str(error.validator), error.validator_value, error.instance, where)
        if not _is_premature(error):
            yield from _FAULTS.get(misfit.keyword, _wrong)(misfit)


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_bytes())
    return schema


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(_schema())


def _is_premature(error: ValidationError) -> bool:
    """Whether a rule of one kind of step (`then`) complains of a thing that does not say its kind."""
    kinds = isinstance(error.instance, dict) and {"kind", "ask"} & error.instance.keys()
    return "then" in error.absolute_schema_path and not kinds


def _missing(misfit: _Misfit) -> Iterator[Fault]:
    for name in misfit.limit:
        if name not in misfit.value:
            yield _missing_part(misfit, name)


def _missing_companion(misfit: _Misfit) -> Iterator[Fault]:
    for name, companions in misfit.limit.items():
        for companion in companions:
            if name in misfit.value and companion not in misfit.value:
                yield _missing_part(misfit, companion)


def _missing_part(misfit: _Misfit, name: str) -> Fault:
    code = Code.NO_INDONESIAN if name == "id" else Code.MISSING_PART
    if misfit.where[-1:] == ("x-en",):
        code = Code.MISSING_TRANSLATION
    about = _about((*misfit.where, name))
    return Fault(code, misfit.where, {"name": name, "where": spoken(misfit.where), "about": about})


def _unknown(misfit: _Misfit) -> Iterator[Fault]:
    known = _schema_at(misfit.where).get("properties", {})
    for name in misfit.value.keys() - known.keys():
        facts = {"name": name, "where": spoken(misfit.where), "known": ", ".join(known)}
        yield Fault(Code.UNKNOWN_PART, (*misfit.where, name), facts)


def _misplaced(misfit: _Misfit) -> Iterator[Fault]:
    facts = {"name": misfit.where[-1], "about": _about(misfit.where)}
    yield Fault(Code.MISPLACED_PART, misfit.where, facts)


def _not_exactly_one(misfit: _Misfit) -> Iterator[Fault]:
    if not isinstance(misfit.value, dict):
        return
    where, names = misfit.where, " atau ".join(one["required"][0] for one in misfit.limit)
    match where:
        case ():
            yield Fault(Code.NO_PRODUCT, ())
        case ("steps", int()):
            yield Fault(Code.NO_AGENCY, where, {"step": misfit.value.get("key", "?")})
        case _:
            reason = f"harus tepat satu: {names}"
            facts = {"where": spoken(where), "reason": reason, "about": _about(where)}
            yield Fault(Code.WRONG_VALUE, where, facts)


def _wrong(misfit: _Misfit) -> Iterator[Fault]:
    where = misfit.where
    facts = {"where": spoken(where), "reason": _reason(misfit), "about": _about(where)}
    match where:
        case (*_, "id") if misfit.keyword in {"pattern", "type"}:
            yield Fault(Code.NO_INDONESIAN, where, facts)
        case (*_, "en" | "x-en") | (*_, "x-en", _) if _is_blank(misfit.value):
            yield Fault(Code.MISSING_TRANSLATION, where, facts)
        case ("steps", int(), "agency_of_village") if str(misfit.value).casefold() in APPLICANTS:
            yield Fault(Code.APPLICANT_DECIDES, where, {"step": spoken(where[:2]), "agency": misfit.value})
        case _:
            yield Fault(Code.WRONG_VALUE, where, facts)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


_FAULTS = {
    "required": _missing,
    "dependentRequired": _missing_companion,
    "additionalProperties": _unknown,
    "oneOf": _not_exactly_one,
    "not": _misplaced,
}


def _reason(misfit: _Misfit) -> str:
    limit = misfit.limit
    if misfit.keyword == "type":
        return "harus " + " atau ".join(
            _TYPES[name] for name in ([limit] if isinstance(limit, str) else limit)
        )
    if misfit.keyword == "enum":
        return "harus salah satu dari " + ", ".join(str(value) for value in limit)
    return _REASONS.get(misfit.keyword, "{keyword}").format(limit=limit, keyword=misfit.keyword)


def _about(where: Where) -> str:
    return str(_schema_at(where).get("description", "lihat catalogue/schema.json."))


def is_text(where: Where) -> bool:
    """Whether a text that people read belongs at this place."""
    return _part_at(where).get("$ref") in {"#/$defs/text", "#/$defs/title"}


def _schema_at(where: Where) -> dict[str, Any]:
    """What the schema says of the part at this place; nothing where it does not know the place."""
    return _resolved(_part_at(where))


def _part_at(where: Where) -> dict[str, Any]:
    schema = _schema()
    for part in where:
        known = _resolved(schema)
        inside = known.get("items") if isinstance(part, int) else known.get("properties", {}).get(part)
        if inside is None and isinstance(known.get("additionalProperties"), dict):
            inside = known["additionalProperties"]
        schema = inside or {}
    return schema


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with what it refers to; what it says itself comes first."""
    if "$ref" not in schema:
        return schema
    referred = _schema()["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return _resolved(referred) | {name: part for name, part in schema.items() if name != "$ref"}


def spoken(where: Where) -> str:
    """`steps › 2 › kind`, counted from one."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in where]
    return " › ".join(parts) or "berkas ini"
