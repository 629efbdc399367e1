"""Cursors that somebody has made up."""

import base64
import json
from datetime import UTC, datetime

import pytest

from models.kit.errors import InvalidInput
from models.kit.ids import new_id
from models.kit.paging import decode_place, decode_time_and_id, encode_cursor

ID = new_id()
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def raw(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


def test_a_cursor_leads_back_to_its_row() -> None:
    assert decode_time_and_id(encode_cursor(NOON.isoformat(), ID.hex)) == (NOON, ID)
    assert decode_time_and_id(encode_cursor("", ID.hex)) == (None, ID)
    assert decode_place(encode_cursor("12")) == 12


@pytest.mark.parametrize(
    "key",
    [
        (NOON.isoformat() + "\0", ID.hex),
        (NOON.isoformat(), ID.hex + "\0"),
        ("\ud800", ID.hex),
        ("0001-01-01T00:00:00+07:00", ID.hex),
        ("9999-12-31T23:59:59-07:00", ID.hex),
        ("2026-11-23T12:00:00", ID.hex),
        ("2026-11-23", ID.hex),
        (NOON.isoformat(), "1" * 31),
        (NOON.isoformat(),),
        (NOON.isoformat(), ID.hex, ""),
    ],
)
def test_a_place_that_is_no_time_and_id_is_refused(key: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        decode_time_and_id(encode_cursor(*key))


@pytest.mark.parametrize("place", ["", "-1", "1.5", "²", "٣", "1\0", "9" * 5000])
def test_a_place_that_is_no_number_is_refused(place: str) -> None:
    with pytest.raises(InvalidInput):
        decode_place(encode_cursor(place))


@pytest.mark.parametrize(
    "cursor",
    ["", "é", "=", raw("12"), raw("{}"), raw("[null]"), raw("[" * 5000), raw(json.dumps([["1"]]))],
    ids=range(8),
)
def test_a_cursor_that_is_no_list_of_words_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        decode_place(cursor)
