"""How answers are written for people."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from models.places.queries import VillageRow
from models.services.definition import VILLAGE, Definition

_MOMENT = "EEEE, d MMMM y, 'pukul' HH.mm"


def label_of(definition: Definition, field: str) -> str:
    """The heading of a field."""
    return str(definition.fields[field].get("title", field))


def presented(schema: Mapping[str, Any], value: Any, villages: Mapping[str, VillageRow]) -> str:
    """An answer as a person writes it: Ya/Tidak, the title of a choice, a date in words, a decimal comma.

    A village comes with its district; its code stays where it is not among `villages`.
    """
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    for choice in schema.get("oneOf", ()):
        if choice.get("const") == value:
            return str(choice.get("title", value))
    if schema.get("format") == "date" and isinstance(value, str):
        return day_in_words(date.fromisoformat(value))
    if schema.get("format") == VILLAGE and isinstance(value, str) and value in villages:
        return villages[value].label
    if isinstance(value, float | int):
        return format_decimal(value, locale="id", group_separator=False)
    return str(value)


def day_in_words(day: date) -> str:
    """`23 November 2026`."""
    return format_date(day, "d MMMM yyyy", locale="id")


def rupiah(amount: int) -> str:
    """`Rp10.000`."""
    return f"Rp{format_decimal(amount, locale='id')}"


def moment_in_words(at: datetime, zone: ZoneInfo) -> str:
    """`Senin, 23 November 2026, pukul 14.30 WIB`."""
    here = at.astimezone(zone)
    return f"{format_datetime(here, _MOMENT, locale='id')} {here.tzname()}"
