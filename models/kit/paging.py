"""Keyset pages: a cursor names the last row's sort key, so a page costs the same however deep it is."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.text import N_

MAX_PAGE = 100
MOST_DIGITS = 18

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of rows, each with its cursor."""

    rows: Sequence[T]
    cursors: Sequence[str]
    has_next: bool
    has_previous: bool


def encode_cursor(*key: str) -> str:
    """A cursor for a row with this sort key."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, parts: int) -> list[str]:
    """The sort key in a cursor; raises InvalidInput at `after` for anything else."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        key = None
    if not isinstance(key, list) or len(key) != parts or not all(map(_is_text, key)):
        raise _unknown_cursor()
    return key


def _is_text(part: object) -> bool:
    return isinstance(part, str) and part.isprintable()


def decode_time_and_id(cursor: str) -> tuple[datetime | None, UUID]:
    """The sort key (time, id) in a cursor, an empty time as None; raises InvalidInput at `after`."""
    time, id = decode_cursor(cursor, 2)
    try:
        return _instant(time) if time else None, UUID(hex=id)
    except (ValueError, OverflowError):
        raise _unknown_cursor() from None


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without its offset is no instant")
    return at.astimezone(UTC)


def decode_place(cursor: str) -> int:
    """The place in a sequence that a cursor names; raises InvalidInput at `after`."""
    (place,) = decode_cursor(cursor, 1)
    if not (place.isascii() and place.isdigit() and len(place) <= MOST_DIGITS):
        raise _unknown_cursor()
    return int(place)


def _unknown_cursor() -> InvalidInput:
    return InvalidInput(Problem(ProblemCode.INVALID, ("after",), N_("Penanda halaman tidak dikenal.")))


def page_size(first: int) -> int:
    """`first` when it lies between 1 and 100; raises InvalidInput at `first` otherwise."""
    if not 1 <= first <= MAX_PAGE:
        message = N_("Banyaknya baris antara 1 dan {most}.")
        raise InvalidInput(Problem(ProblemCode.INVALID, ("first",), message, {"most": MAX_PAGE}))
    return first
