"""Whether a file has the shape that `catalogue/schema.json` asks for, said in plain words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from models.services.codes import Code, Fault
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
    schema: Mapping[str, Any]
    where: Where


def misshapen(data: object) -> Iterator[Fault]:
    """Every way in which the content does not fit the schema."""
    for error in _validator().iter_errors(data):
        schema = error.schema if isinstance(error.schema, dict) else {}
        misfit = _Misfit(
            str(error.validator), error.validator_value, error.instance, schema, tuple(error.absolute_path)
        )
        yield from _FAULTS.get(misfit.keyword, _wrong)(misfit)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_bytes()))


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
    about = _about(misfit.schema.get("properties", {}).get(name, {}))
    return Fault(code, misfit.where, {"name": name, "where": _spoken(misfit.where), "about": about})


def _unknown(misfit: _Misfit) -> Iterator[Fault]:
    known = misfit.schema.get("properties", {})
    for name in misfit.value.keys() - known.keys():
        facts = {"name": name, "where": _spoken(misfit.where), "known": ", ".join(known)}
        yield Fault(Code.UNKNOWN_PART, (*misfit.where, name), facts)


def _nobody(misfit: _Misfit) -> Iterator[Fault]:
    if isinstance(misfit.value, dict):
        yield Fault(Code.NO_AGENCY, misfit.where, {"step": misfit.value.get("key", "?")})


def _wrong(misfit: _Misfit) -> Iterator[Fault]:
    where = misfit.where
    facts = {"where": _spoken(where), "reason": _reason(misfit), "about": _about(misfit.schema)}
    is_text = where[-1:] == ("id",) and misfit.keyword in {"pattern", "type"}
    yield Fault(Code.NO_INDONESIAN if is_text else Code.WRONG_VALUE, where, facts)


_FAULTS = {
    "required": _missing,
    "dependentRequired": _missing_companion,
    "additionalProperties": _unknown,
    "oneOf": _nobody,
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


def _about(schema: Mapping[str, Any]) -> str:
    return str(schema.get("description", "lihat catalogue/schema.json."))


def _spoken(where: Where) -> str:
    """`steps › 2 › kind`, counted from one."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in where]
    return " › ".join(parts) or "berkas ini"
