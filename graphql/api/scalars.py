"""The contract's own scalars."""

import math
import re
from datetime import UTC, date, datetime
from typing import Any, NewType

import strawberry
from graphql import GraphQLError, ValueNode, value_from_ast_untyped
from strawberry.types.scalar import ScalarDefinition

JSON = NewType("JSON", object)
NIK = NewType("NIK", str)
PhoneNumber = NewType("PhoneNumber", str)
Rupiah = NewType("Rupiah", int)

DEEPEST = 32
"""Nothing that a form asks for is nested anywhere near as deep."""
LARGEST = 2**53 - 1
"""Beyond this a JSON number is no longer exact everywhere."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)


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


def _moment(value: Any) -> datetime:
    """Any moment that is one in every zone; without its offset it is none."""
    try:
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise GraphQLError("DateTime: write it with its offset, such as 2026-11-23T08:15:00+07:00.")


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise GraphQLError("Date: write it as 2026-11-23.")


def _rupiah(value: Any) -> int:
    """A whole number, also where a client writes it as `10.0`; what it may be is for the operation to say."""
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if not whole or isinstance(value, bool) or abs(value) > LARGEST:
        raise GraphQLError(f"Rupiah: a whole number up to {LARGEST}.")
    return int(value)


def _output_only(value: Any) -> Any:
    raise GraphQLError("This scalar is only given out.")


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment in ISO 8601 with the offset of the regency's clock: `2026-11-23T08:15:00+07:00`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=datetime.isoformat,
        parse_value=_moment,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day in ISO 8601, as the regency's calendar has it: `2026-11-23`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=date.isoformat,
        parse_value=_day,
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
    Rupiah: strawberry.scalar(
        name="Rupiah",
        description=f"An amount of money in whole rupiah: a JSON number without a fraction, at most {LARGEST}.",
        serialize=int,
        parse_value=_rupiah,
    ),
}
"""What `SCALARS` maps is written in the code as the Python type on the left."""
