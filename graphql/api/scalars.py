"""The contract's own scalars."""

import math
from datetime import date, datetime
from typing import Any, NewType

import strawberry
from graphql import GraphQLError, ValueNode, value_from_ast_untyped
from strawberry.types.scalar import ScalarDefinition

JSON = NewType("JSON", object)
NIK = NewType("NIK", str)
PhoneNumber = NewType("PhoneNumber", str)

DEEPEST = 32
"""Nothing that a form asks for is nested anywhere near as deep."""


def _json(value: Any) -> object:
    _check(value, DEEPEST)
    return value


def _check(value: Any, deepest: int) -> None:
    if deepest == 0:
        raise GraphQLError(f"JSON may be nested {DEEPEST} levels deep at most.")
    if isinstance(value, float) and not math.isfinite(value):
        raise GraphQLError("JSON has no infinite numbers.")
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            _check(part, deepest - 1)


def _json_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> object:
    try:
        return _json(value_from_ast_untyped(node, variables))
    except ValueError:
        raise GraphQLError("This number is too long.") from None


def _output_only(value: Any) -> Any:
    raise GraphQLError("This scalar is only given out.")


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment in ISO 8601 with the offset of the regency's clock: `2026-11-23T08:15:00+07:00`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=datetime.isoformat,
        parse_value=_output_only,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day in ISO 8601, as the regency's calendar has it: `2026-11-23`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=date.isoformat,
        parse_value=_output_only,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value, as it stands; not a string that holds JSON.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        parse_value=_json,
        parse_literal=_json_literal,
    ),
    NIK: strawberry.scalar(
        name="NIK",
        description="The number of an Indonesian identity card (Nomor Induk Kependudukan): 16 digits, as text.",
        serialize=str,
        parse_value=_output_only,
    ),
    PhoneNumber: strawberry.scalar(
        name="PhoneNumber",
        description="A telephone number in E.164: `+6281234567890`.",
        specified_by_url="https://www.itu.int/rec/T-REC-E.164",
        serialize=str,
        parse_value=_output_only,
    ),
}
"""What `SCALARS` maps is written in the code as the Python type on the left."""
