"""What an answer may be under a condition, so that two conditions can be held against each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor, inf
from typing import Any

from jsonschema import Draft202012Validator

_LENGTHS = {"date": len("2026-11-23"), "clock": len("08.00"), "village": len("33.08.01.2001")}
Limit = tuple[float, int]
"""A number and which side of it: 0 at it, 1 just above, -1 just below."""


@dataclass(frozen=True, slots=True)
class Values:
    """Certain values, or (where `choices` is None) all between two limits."""

    choices: tuple[Any, ...] | None
    least: Limit = (-inf, 0)
    most: Limit = (inf, 0)

    @property
    def is_empty(self) -> bool:
        """Whether no answer is left."""
        return self.least > self.most if self.choices is None else not self.choices

    def both(self, other: "Values") -> "Values":
        """What both allow."""
        if self.choices is not None:
            return Values(tuple(value for value in self.choices if other.holds(value)))
        if other.choices is not None:
            return other.both(self)
        return Values(None, max(self.least, other.least), min(self.most, other.most))

    def holds(self, value: object) -> bool:
        """Whether an answer is among these."""
        if self.choices is not None:
            return any(value == one and type(value) is type(one) for one in self.choices)
        return isinstance(value, bool | str) or (
            isinstance(value, int | float) and self.least <= (value, 0) <= self.most
        )

    def within(self, other: "Values") -> bool:
        """Whether the other allows all of these."""
        if self.choices is not None:
            return all(other.holds(value) for value in self.choices)
        return other.choices is None and other.least <= self.least and self.most <= other.most


def values_of(field: Mapping[str, Any], condition: Mapping[str, Any]) -> Values:
    """The answers that this field can have and this part of a `when` accepts."""
    named = [condition["const"]] if "const" in condition else condition.get("enum")
    if named is not None:
        validator = Draft202012Validator(dict(field))
        fitting = Values(tuple(value for value in named if validator.is_valid(value)))
        return fitting.both(_between(condition))
    if field["type"] not in {"number", "integer"}:
        return Values(())
    return _between(condition).both(_between(field))


def can_be_answered(field: Mapping[str, Any]) -> bool:
    """Whether a field's own limits and choices leave any answer at all."""
    if "oneOf" in field:
        validator = Draft202012Validator(dict(field))
        return any(validator.is_valid(choice["const"]) for choice in field["oneOf"])
    match field["type"]:
        case "string":
            shortest, longest = field.get("minLength", 0), field.get("maxLength", inf)
            fixed = _LENGTHS.get(field.get("format", ""), shortest)
            return bool(shortest <= fixed <= longest)
        case "number":
            return not _between(field).is_empty
        case "integer":
            (least, above), (most, below) = _between(field).least, _between(field).most
            lowest = least if least == -inf else max(ceil(least), floor(least) + above)
            highest = most if most == inf else min(floor(most), ceil(most) + below)
            return bool(lowest <= highest)
        case _:
            return True


def _between(limits: Mapping[str, Any]) -> Values:
    least = max((limits.get("minimum", -inf), 0), (limits.get("exclusiveMinimum", -inf), 1))
    most = min((limits.get("maximum", inf), 0), (limits.get("exclusiveMaximum", inf), -1))
    return Values(None, least, most)


def never_together(fields: Mapping[str, Any], one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two steps or documents, each with its `when` if it has one, never apply to the same answers."""
    mine, theirs = _wanted(fields, one), _wanted(fields, other)
    return any(mine[name].both(theirs[name]).is_empty for name in mine.keys() & theirs.keys())


def whenever(fields: Mapping[str, Any], one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the other applies whenever the one does."""
    mine, theirs = _wanted(fields, one), _wanted(fields, other)
    return all(name in mine and mine[name].within(values) for name, values in theirs.items())


def _wanted(fields: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Values]:
    wanted = part.get("when", {"properties": {}})["properties"]
    return {
        name: values_of(fields[name], wanted[name])
        for name in wanted
        if name in fields and can_be_answered(fields[name])
    }
