"""How answers are written for people."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from models.services.definition import Definition


def label_of(definition: Definition, field: str) -> str:
    """The heading of a field."""
    return str(definition.fields[field].get("title", field))


def presented(schema: Mapping[str, Any], value: Any) -> str:
    """An answer as a person writes it: Ya/Tidak, the title of a choice, a date in words, a decimal comma."""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    for choice in schema.get("oneOf", ()):
        if choice.get("const") == value:
            return str(choice.get("title", value))
    if schema.get("format") == "date" and isinstance(value, str):
        return day_in_words(date.fromisoformat(value))
    if isinstance(value, float | int):
        return format_decimal(value, locale="id", group_separator=False)
    return str(value)


def day_in_words(day: date) -> str:
    """`23 November 2026`."""
    return format_date(day, "d MMMM yyyy", locale="id")


def rupiah(amount: int) -> str:
    """`Rp10.000`."""
    return f"Rp{format_decimal(amount, locale='id')}"
