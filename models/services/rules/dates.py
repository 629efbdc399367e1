"""Rules between dates: they stand on dates, and can be kept together."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from models.kit.text import N_
from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule

_ON_DATES = (
    "x-not-before",
    "x-not-past",
    "x-within-months",
    "x-at-least-years-ago",
    "x-within-working-days",
    "x-warn-within-working-days",
)
_TO_COME = ("x-not-past", "x-within-working-days", "x-warn-within-working-days")
NOT_A_DATE = N_("isian ini bukan tanggal")
OTHER_NOT_A_DATE = N_("isian yang disebutnya bukan tanggal")
NO_BEGINNING = N_("perlu x-not-before, tanggal mulai menghitungnya")
BOTH_WAYS = N_("tanggal tidak dapat sekaligus bertahun-tahun lalu dan belum lewat")


def _dates(content: Content) -> Iterator[Fault]:
    fields = content["form"]["properties"]
    for name, field in fields.items():
        for keyword in _ON_DATES:
            if keyword in field and (reason := _unusable(keyword, name, fields)):
                facts = {"field": name, "keyword": keyword, "reason": reason}
                yield Fault(Code.DATE_RULE, ("form", "properties", name, keyword), facts)
    until = content.get("output", {}).get("valid_until")
    if until in fields and not _is_date(fields[until]):
        facts = {"field": until, "keyword": "valid_until", "reason": NOT_A_DATE}
        yield Fault(Code.DATE_RULE, ("output", "valid_until"), facts)


def _unusable(keyword: str, name: str, fields: Mapping[str, Any]) -> str | None:
    field = fields[name]
    if not _is_date(field):
        return NOT_A_DATE
    other = field.get("x-not-before")
    if keyword == "x-not-before" and other in fields and (other == name or not _is_date(fields[other])):
        return OTHER_NOT_A_DATE
    if keyword == "x-within-months" and other is None:
        return NO_BEGINNING
    if keyword == "x-at-least-years-ago" and any(rule in field for rule in _TO_COME):
        return BOTH_WAYS
    return None


def _is_date(field: Mapping[str, Any]) -> bool:
    return field["type"] == "string" and field.get("format") == "date"


DATE_RULES: Collection[Rule] = (_dates,)
