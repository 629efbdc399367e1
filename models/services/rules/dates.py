"""Rules between dates, or between times of day: they stand on such fields, and can be kept together."""

from collections.abc import Collection, Iterator, Mapping
from math import inf
from typing import Any

from models.kit.text import N_
from models.services.codes import Code, Fault
from models.services.definition import CLOCK
from models.services.rules.parts import Content, Rule

_ON_DATES = (
    "x-day",
    "x-not-before",
    "x-not-past",
    "x-not-future",
    "x-within-months",
    "x-at-least-years-ago",
    "x-within-working-days",
    "x-warn-within-working-days",
)
_TO_COME = ("x-not-past", "x-within-working-days", "x-warn-within-working-days")
_GONE = ("x-not-future", "x-at-least-years-ago")
_ON_YEARS = frozenset({"x-not-past", "x-not-future"})
NOT_A_DATE = N_("isian ini bukan tanggal")
OTHER_NOT_A_DATE = N_("isian yang disebutnya bukan tanggal")
NOT_A_CLOCK = N_("isian ini bukan jam")
OTHER_NOT_A_CLOCK = N_("isian yang disebutnya bukan jam")
ONE_DAY_ONLY = N_("kedua jam perlu x-day, atau tidak satu pun")
IN_CIRCLES = N_("kedua isian saling menunggu")
NO_BEGINNING = N_("perlu x-not-before, tanggal mulai menghitungnya")
BOTH_WAYS = N_("ini tidak dapat sekaligus sudah tiba dan belum lewat")
NOT_A_YEAR = N_("tahun perlu minimum dan maximum dengan empat angka")


def _dates(content: Content) -> Iterator[Fault]:
    fields = content["form"]["properties"]
    for name, field in fields.items():
        for keyword in _ON_DATES:
            if keyword in field and (reason := _unusable(keyword, name, fields)):
                facts = {"field": name, "keyword": keyword, "reason": reason}
                yield Fault(Code.DATE_RULE, ("form", "properties", name, keyword), facts)
    until = content.get("output", {}).get("valid_until")
    if until in fields and not _is("date", fields[until]):
        facts = {"field": until, "keyword": "valid_until", "reason": NOT_A_DATE}
        yield Fault(Code.DATE_RULE, ("output", "valid_until"), facts)


def _unusable(keyword: str, name: str, fields: Mapping[str, Any]) -> str | None:
    field = fields[name]
    other = field.get("x-not-before")
    if keyword == "x-day":
        return _unusable_day(name, fields)
    if keyword == "x-not-before" and _is(CLOCK, field):
        return _unusable_order(name, fields, CLOCK, OTHER_NOT_A_CLOCK)
    if keyword in _ON_YEARS and field["type"] == "integer":
        return _unusable_year(keyword, field)
    if not _is("date", field):
        return NOT_A_DATE
    if keyword == "x-not-before":
        return _unusable_order(name, fields, "date", OTHER_NOT_A_DATE)
    if keyword == "x-within-months" and other is None:
        return NO_BEGINNING
    if keyword in _GONE and any(rule in field for rule in _TO_COME):
        return BOTH_WAYS
    return None


def _unusable_year(keyword: str, field: Mapping[str, Any]) -> str | None:
    """A year has four digits; one that has neither passed nor is to come would be no question."""
    if not (field.get("minimum", 0) >= 1000 and field.get("maximum", inf) <= 9999):
        return NOT_A_YEAR
    return BOTH_WAYS if keyword in _GONE and "x-not-past" in field else None


def _unusable_order(name: str, fields: Mapping[str, Any], format: str, otherwise: str) -> str | None:
    other = fields[name]["x-not-before"]
    if other not in fields:
        return None
    if not _is(format, fields[other]):
        return otherwise
    if ("x-day" in fields[name]) != ("x-day" in fields[other]):
        return ONE_DAY_ONLY
    passed = [name]
    while other in fields and other not in passed:
        passed.append(other)
        other = fields[other].get("x-not-before")
    told_here = name == max(passed, key=list(fields).index)
    return IN_CIRCLES if other == name and told_here else None


def _unusable_day(name: str, fields: Mapping[str, Any]) -> str | None:
    day = fields[name]["x-day"]
    if not _is(CLOCK, fields[name]):
        return NOT_A_CLOCK
    return OTHER_NOT_A_DATE if day in fields and not _is("date", fields[day]) else None


def _is(format: str, field: Mapping[str, Any]) -> bool:
    return field["type"] == "string" and field.get("format") == format


DATE_RULES: Collection[Rule] = (_dates,)
