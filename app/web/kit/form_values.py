"""What people typed, read back into typed answers: decimal commas, yes or no, dates, choices."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from app.web.kit.forms import PREFIX, YES_NO, Control, control_of
from models.applications.answers import MUST_AGREE, faults_of_answers
from models.calendar.workflow import WorkingTime
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.reading import read_text
from models.kit.text import N_
from models.services.definition import Definition

LONGEST_TYPED = 8000
"""Characters that are kept of one control; no field of a service takes as many."""

_PLAIN = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,6})?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3}){1,3}(,[0-9]{1,6})?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")

NOT_A_NUMBER = N_("Tulis angka saja, misalnya 2 atau 1,5.")
NOT_A_WHOLE_NUMBER = N_("Tulis angka bulat, misalnya 2.")
CHOOSE = N_("Pilih salah satu.")
NO_SUCH_DATE = N_("Tulis tanggal yang benar, misalnya 23-11-2026.")


def values_in(definition: Definition, form: FormData) -> dict[str, str]:
    """What was typed into the controls of this form, with what no database takes left out."""
    typed = {}
    for key in definition.fields:
        value = form.get(PREFIX + key)
        if isinstance(value, str):
            typed[key] = cleaned(value)
    return typed


def cleaned(text: str) -> str:
    """Text as it can be stored: plain line ends, no NUL, bounded."""
    return text.replace("\r\n", "\n").replace("\0", "").encode("utf-8", "ignore").decode()[:LONGEST_TYPED]


def answers_from(definition: Definition, typed: Mapping[str, str]) -> dict[str, Any]:
    """Typed answers: numbers, yes or no, dates; what is empty is absent, what cannot be read stays text."""
    answers = {}
    for key, schema in definition.fields.items():
        text = read_text(str(typed.get(key, "")))
        if text:
            answers[key] = _answer(schema, text)
    return answers


def _answer(schema: Mapping[str, Any], text: str) -> Any:
    control = control_of(schema)
    if control in {Control.NUMBER, Control.INTEGER}:
        number = read_number(text)
        return text if number is None else number
    if control is Control.YES_NO:
        return YES_NO.get(text.lower(), text)
    if control is Control.DATE:
        return _iso_date(text)
    if control in {Control.RADIOS, Control.SELECT}:
        return next((value for value in _values(schema) if str(value) == text), text)
    return text


def _values(schema: Mapping[str, Any]) -> list[Any]:
    return [one["const"] for one in schema["oneOf"]] if "oneOf" in schema else list(schema["enum"])


def read_number(text: str) -> int | float | None:
    """`3,5`, `3.5`, `1.500` (fifteen hundred) and `1.500,25`; None for anything else."""
    text = text.strip().replace(" ", "")
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    elif not _PLAIN.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def _iso_date(text: str) -> str:
    """A date typed by hand where the browser has no calendar, as ISO 8601; anything else as it came."""
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return text
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def date_in(text: str, *path: str) -> date:
    """A day from a calendar control, or typed by hand with the day first; raises InvalidInput at `path`."""
    text = text.strip()
    match = _DAY_FIRST.fullmatch(text)
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(Problem(ProblemCode.INVALID, path, NO_SUCH_DATE)) from None


def values_of(definition: Definition, answers: Mapping[str, Any]) -> dict[str, str]:
    """What somebody would have typed to give these answers, for a form that starts from them."""
    return {
        key: _typed(schema, answers[key])
        for key, schema in definition.fields.items()
        if answers.get(key) is not None
    }


def _typed(schema: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    numeric = control_of(schema) in {Control.NUMBER, Control.INTEGER}
    return str(value).replace(".", ",") if numeric else str(value)


def faults_of_values(
    definition: Definition,
    typed: Mapping[str, str],
    today: date,
    calendar: WorkingTime | None = None,
    villages: Collection[str] = (),
) -> list[Problem]:
    """Every fault of the form at its field, in the order of the form, with words that fit the control."""
    answers = answers_from(definition, typed)
    faults = faults_of_answers(definition, answers, today=today, calendar=calendar, villages=villages)
    return [in_words(definition, fault) for fault in faults]


def number_in(form: FormData, name: str) -> int | None:
    """A number that a hidden field carries; None where it does not."""
    text = form.get(name)
    return (
        int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10 else None
    )


def in_words(definition: Definition, fault: Problem) -> Problem:
    """The fault in words that fit its control: a number, a date, a choice."""
    schema = definition.fields.get(fault.path[-1])
    if schema is None or fault.code is ProblemCode.REQUIRED:
        return fault
    control = control_of(schema)
    if control is Control.YES_NO and "const" in schema:
        return Problem(fault.code, fault.path, MUST_AGREE)
    if control in {Control.RADIOS, Control.SELECT, Control.YES_NO}:
        return Problem(fault.code, fault.path, CHOOSE)
    if control is Control.DATE and isinstance(fault.facts.get("limit"), str):
        return Problem(fault.code, fault.path, NO_SUCH_DATE)
    if control is Control.NUMBER and "limit" in fault.facts and fault.facts["limit"] == schema["type"]:
        return Problem(fault.code, fault.path, NOT_A_NUMBER)
    if control is Control.INTEGER and fault.facts.get("limit") == schema["type"]:
        return Problem(fault.code, fault.path, NOT_A_WHOLE_NUMBER)
    limit = fault.facts.get("limit")
    if isinstance(limit, float):
        return Problem(fault.code, fault.path, fault.message, {"limit": f"{limit:g}".replace(".", ",")})
    return fault
