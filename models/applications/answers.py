"""Judging answers and documents against a definition; every fault at its field, in plain Indonesian."""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from babel.numbers import format_decimal
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from models.applications.dates import faults_of_dates, read_clock, read_date
from models.calendar.workflow import WorkingTime
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.reading import UNSTORABLE, is_storable, read_text
from models.kit.text import N_
from models.places.workflow import is_village
from models.services.conditions import WHEN, asked_documents, condition_in_words, required_fields
from models.services.definition import CLOCK, VILLAGE, Definition, Requirement

MOST_BYTES = 64 * 1024
MOST_DOCUMENTS = 10
"""For one requirement."""
MOST_UNKNOWN = 20
"""So many names that are in no form are told of."""

_FORMATS = FormatChecker(())


@_FORMATS.checks("date")
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or read_date(value) is not None


@_FORMATS.checks(CLOCK)
def _is_clock(value: object) -> bool:
    return not isinstance(value, str) or read_clock(value) is not None


@_FORMATS.checks(VILLAGE)
def _is_village(value: object) -> bool:
    return not isinstance(value, str) or is_village(value)


MUST_AGREE = N_("Bagian ini harus disetujui.")
_MESSAGES = {
    "required": N_("Bagian ini wajib diisi."),
    "minLength": N_("Tulis sedikitnya {limit} huruf."),
    "maxLength": N_("Tulis paling banyak {limit} huruf."),
    "minimum": N_("Isi angka {limit} atau lebih."),
    "exclusiveMinimum": N_("Isi angka lebih dari {limit}."),
    "maximum": N_("Isi angka {limit} atau kurang."),
    "exclusiveMaximum": N_("Isi angka kurang dari {limit}."),
    "enum": N_("Pilih salah satu dari daftar."),
    "oneOf": N_("Pilih salah satu dari daftar."),
    "const": MUST_AGREE,
    "format": N_("Tanggal ini tidak ada di kalender."),
    "type": N_("Isian ini tidak sesuai jenisnya."),
    "pattern": N_("Bentuk isian ini belum benar."),
    "additionalProperties": N_("Bagian ini tidak ada di formulir."),
}
NO_SUCH_TIME = N_("Tulis jam dan menit, misalnya 08.00.")
NO_VILLAGE = N_("Pilih desa atau kelurahan dari daftar.")
OUTSIDE = N_("Tempat ini tidak ada di kabupaten ini. Pilih dari daftar; untuk tempat lain ajukan di sana.")
_OF_FORMATS = {CLOCK: NO_SUCH_TIME, VILLAGE: NO_VILLAGE}
_OTHER = N_("Isian ini belum benar.")


def faults_of_answers(
    definition: Definition,
    answers: Mapping[str, Any],
    *,
    today: date | None = None,
    calendar: WorkingTime | None = None,
    villages: Collection[str] = (),
    again: bool = False,
) -> list[Problem]:
    """All faults of the answers, each once, at `("answers", field)`.

    `today` is the day of sending, `calendar` where a field counts working days, `villages` those that the answers name
    and the regency has: any other is at fault. A correction comes `again`: days that have passed since the first
    sending are not held against it.
    """
    if fault := _unstorable(answers):
        return [fault]
    validator = Draft202012Validator(definition.form, format_checker=_FORMATS)
    found: dict[tuple[str, ...], Problem] = {}
    for error in validator.iter_errors(dict(answers)):
        for problem in _problems(error):
            found.setdefault(problem.path, problem)
    for problem in _missing(definition, answers):
        found.setdefault(problem.path, problem)
    for problem in _outside(definition, answers, villages):
        found.setdefault(problem.path, problem)
    for problem in faults_of_dates(definition, answers, today=today, calendar=calendar, again=again):
        found.setdefault(problem.path, problem)
    order = definition.field_order
    return sorted(found.values(), key=lambda problem: order.get(problem.path[-1], len(order)))


def read_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept: texts as `read_text` has them, None for one in which nothing can be seen."""
    return {
        name: (read_text(value) or None) if isinstance(value, str) else value
        for name, value in answers.items()
    }


def _missing(definition: Definition, answers: Mapping[str, Any]) -> Iterator[Problem]:
    """What has to be answered because of other answers; blanks are no answer."""
    for name in required_fields(definition, answers):
        schema, given = definition.fields[name], answers.get(name)
        if WHEN in schema and (given is None or not str(given).strip()):
            message = N_("Bagian ini wajib diisi {when}.")
            facts = {"when": condition_in_words(schema)}
            yield Problem(ProblemCode.REQUIRED, ("answers", name), message, facts)


def _outside(
    definition: Definition, answers: Mapping[str, Any], villages: Collection[str]
) -> Iterator[Problem]:
    for name in definition.places:
        if isinstance(answers.get(name), str) and answers[name] not in villages:
            yield Problem(ProblemCode.INVALID, ("answers", name), OUTSIDE)


def is_answer(schema: Mapping[str, Any], value: object) -> bool:
    """Whether a field with this schema would take the value."""
    return Draft202012Validator(schema, format_checker=_FORMATS).is_valid(value)


def _unstorable(answers: Mapping[str, Any]) -> Problem | None:
    if len(repr(answers)) > MOST_BYTES:
        return Problem(ProblemCode.TOO_LARGE, ("answers",), N_("Isian terlalu panjang."))
    if not all(map(_is_finite, answers.values())) or not all(map(is_storable, _strings(answers))):
        return Problem(ProblemCode.INVALID, ("answers",), UNSTORABLE)
    return None


def _is_finite(value: object) -> bool:
    return not isinstance(value, float) or math.isfinite(value)


def _strings(answers: Mapping[str, Any]) -> Iterator[str]:
    left: list[Any] = [answers]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            left += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            left += value


def _problems(error: ValidationError) -> list[Problem]:
    keyword, limit = str(error.validator), error.validator_value
    path = tuple(str(part) for part in error.absolute_path)
    if keyword == "required" and isinstance(error.instance, dict) and isinstance(limit, list):
        missing = [str(name) for name in limit if name not in error.instance]
        return [
            Problem(ProblemCode.REQUIRED, ("answers", *path, name), _MESSAGES["required"]) for name in missing
        ]
    if keyword == "additionalProperties" and isinstance(error.instance, dict):
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        extra = [str(name)[:60] for name in error.instance if name not in known][:MOST_UNKNOWN]
        return [Problem(ProblemCode.INVALID, ("answers", *path, name), _MESSAGES[keyword]) for name in extra]
    if keyword == "minLength" and not str(error.instance).strip():
        return [Problem(ProblemCode.REQUIRED, ("answers", *path), _MESSAGES["required"])]
    message = _OF_FORMATS.get(str(limit)) if keyword == "format" else None
    message = message or _MESSAGES.get(keyword, _OTHER)
    return [Problem(ProblemCode.INVALID, ("answers", *path), message, {"limit": _in_words(limit)})]


def _in_words(limit: object) -> str:
    """A number as people write it; `true`, which Python counts among the numbers, is none."""
    if isinstance(limit, bool) or not isinstance(limit, int | float):
        return str(limit)
    return format_decimal(limit, locale="id")


def must_be_countable(definition: Definition, given: Sequence[object]) -> None:
    """Raises InvalidInput where more documents are given than all requirements together take."""
    most = len(definition.documents) * MOST_DOCUMENTS
    if len(given) > most:
        message = N_("Paling banyak {limit} berkas untuk permohonan ini.")
        raise InvalidInput(Problem(ProblemCode.TOO_LARGE, ("documents",), message, {"limit": most}))


def faults_of_documents(
    definition: Definition, given: Sequence[tuple[str, str | None]], answers: Mapping[str, Any]
) -> list[Problem]:
    """All faults of the documents, given as (requirement, media type or None when the owner has no such document).

    Only those are asked for, and taken, whose condition the answers fulfil.
    """
    problems = []
    asked = asked_documents(definition, answers)
    known = {requirement.key: requirement for requirement in asked}
    for key, media_type in given:
        requirement = known.get(key)
        if requirement is None:
            message = N_("Dokumen ini tidak diminta untuk permohonan ini.")
            problems.append(Problem(ProblemCode.INVALID, ("documents", key[:60]), message))
        elif fault := _fault_of_document(requirement, media_type):
            problems.append(fault)
    brought = Counter(key for key, _ in given)
    for key, count in brought.items():
        if count > MOST_DOCUMENTS:
            message = N_("Paling banyak {limit} berkas untuk satu dokumen.")
            facts = {"limit": MOST_DOCUMENTS}
            problems.append(Problem(ProblemCode.TOO_LARGE, ("documents", key[:60]), message, facts))
    for requirement in asked:
        if requirement.required and requirement.key not in brought:
            message = N_("Dokumen ini wajib dilampirkan.")
            problems.append(Problem(ProblemCode.REQUIRED, ("documents", requirement.key), message))
    return problems


def _fault_of_document(requirement: Requirement, media_type: str | None) -> Problem | None:
    path = ("documents", requirement.key)
    if media_type is None:
        return Problem(ProblemCode.NOT_FOUND, path, N_("Dokumen ini tidak ditemukan. Unggah sekali lagi."))
    if media_type not in requirement.accepts:
        return Problem(ProblemCode.UNSUPPORTED_TYPE, path, N_("Jenis berkas ini tidak diterima di sini."))
    return None
