"""What JSON Schema cannot say of dates: their order, today, and working days."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from models.calendar.workflow import WorkingTime, months_after
from models.kit.errors import Problem, ProblemCode
from models.kit.text import N_
from models.services.definition import CLOCK, Definition

_WITHIN, _WARN = "x-within-working-days", "x-warn-within-working-days"


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that one should know before sending; it refuses nothing."""

    path: tuple[str, ...]
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


def looks_at_calendar(definition: Definition) -> bool:
    """Whether a field counts working days, so that the holiday table is needed."""
    return any(_WITHIN in schema or _WARN in schema for schema in definition.fields.values())


def faults_of_dates(
    definition: Definition,
    answers: Mapping[str, Any],
    *,
    today: date | None,
    calendar: WorkingTime | None,
    again: bool = False,
) -> Iterator[Problem]:
    """Dates, years and times that break a rule of their field; those about the day only where it is known.

    What is sent `again` is held to the rules alone that time cannot break.
    """
    for name, schema in definition.fields.items():
        found = _ends_first(definition, answers, name) if schema.get("format") == CLOCK else None
        if (day := read_date(answers.get(name))) is not None:
            other = read_date(answers.get(schema.get("x-not-before", "")))
            found = _out_of_order(schema, other, day) if other else None
            found = found or (_too_late(schema, day, today) if today else None)
            found = found or (_too_early(schema, day, today, calendar) if today and not again else None)
        elif schema["type"] == "integer" and today is not None:
            found = _of_year(schema, answers.get(name), today, again=again)
        if found is not None:
            yield Problem(ProblemCode.INVALID, ("answers", name), *found)


def warnings_of_answers(
    definition: Definition, answers: Mapping[str, Any], *, today: date, calendar: WorkingTime
) -> list[Caution]:
    """What the applicant should know before sending: days that come sooner than the service needs."""
    message = N_(
        "Tanggal ini kurang dari {limit} hari kerja lagi. Permohonan mungkin tidak selesai sebelumnya."
    )
    return [
        Caution(("answers", name), message, {"limit": schema[_WARN]})
        for name, schema in definition.fields.items()
        if _WARN in schema
        and (day := read_date(answers.get(name)))
        and _is_sooner(day, schema[_WARN], today, calendar)
    ]


def read_date(value: object) -> date | None:
    """The day that an answer names in its plain form, or None."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day is not None and day.isoformat() == value else None


def read_clock(value: object) -> time | None:
    """The time of day that an answer names as people write it (`08.00`), or None."""
    if not isinstance(value, str) or not re.fullmatch("[0-9]{2}[.][0-9]{2}", value):
        return None
    hour, minute = int(value[:2]), int(value[3:])
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _ends_first(
    definition: Definition, answers: Mapping[str, Any], name: str
) -> tuple[str, Mapping[str, object]] | None:
    """Times are held against each other on the days that they belong to, else as times of one day."""
    beginning = definition.fields[name].get("x-not-before")
    if beginning is None:
        return None
    day, first_day = (
        read_date(answers.get(definition.fields[one].get("x-day", ""))) for one in (name, beginning)
    )
    ends, begins = read_clock(answers.get(name)), read_clock(answers.get(beginning))
    if ends is None or begins is None or ends >= begins or (day and first_day and day > first_day):
        return None
    return N_("Waktu ini lebih awal daripada waktu mulainya. Periksa juga tanggalnya."), {}


def _out_of_order(
    schema: Mapping[str, Any], earlier: date, day: date
) -> tuple[str, Mapping[str, object]] | None:
    if day < earlier:
        return N_("Tanggal ini lebih awal daripada tanggal mulainya."), {}
    months = schema.get("x-within-months")
    if months is not None and day > months_after(earlier, months):
        return N_("Paling lama {limit} bulan sejak tanggal mulainya."), {"limit": months}
    return None


def _of_year(
    schema: Mapping[str, Any], year: object, today: date, *, again: bool
) -> tuple[str, Mapping[str, object]] | None:
    if isinstance(year, bool) or not isinstance(year, int | float):
        return None
    if schema.get("x-not-future") and year > today.year:
        return N_("Tahun ini belum tiba."), {}
    if schema.get("x-not-past") and year < today.year and not again:
        return N_("Tahun ini sudah lewat."), {}
    return None


def _too_late(schema: Mapping[str, Any], day: date, today: date) -> tuple[str, Mapping[str, object]] | None:
    """Whether the day lies too near or to come; what once was long enough ago stays so."""
    if schema.get("x-not-future") and day > today:
        return N_("Tanggal ini belum tiba."), {}
    years = schema.get("x-at-least-years-ago")
    if years is not None and months_after(day, 12 * years) > today:
        return N_("Tanggal ini harus sedikitnya {limit} tahun yang lalu."), {"limit": years}
    return None


def _too_early(
    schema: Mapping[str, Any], day: date, today: date, calendar: WorkingTime | None
) -> tuple[str, Mapping[str, object]] | None:
    if schema.get("x-not-past") and day < today:
        return N_("Tanggal ini sudah lewat."), {}
    days = schema.get(_WITHIN)
    if days is not None and calendar is not None and not _is_sooner(day, days, today, calendar):
        return N_("Layanan ini hanya untuk tanggal yang kurang dari {limit} hari kerja lagi."), {
            "limit": days
        }
    return None


def _is_sooner(day: date, days: int, today: date, calendar: WorkingTime) -> bool:
    """Whether fewer than `days` working days come after today up to that day."""
    counted, reached = 0, today
    while reached < day and counted < days:
        reached += timedelta(days=1)
        counted += calendar.is_working_day(reached)
    return counted < days
