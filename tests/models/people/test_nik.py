"""What sixteen digits can and cannot be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.people.workflow import (
    IMPOSSIBLE_DATE,
    NO_SERIAL,
    NOT_SIXTEEN_DIGITS,
    NikFindings,
    examine_nik,
    masked_name,
    masked_nik,
)

TODAY = date(2026, 11, 23)


def examine(nik: str, *, test_numbers: bool = True) -> NikFindings:
    return examine_nik(nik, districts={"330801", "330802"}, today=TODAY, test_numbers=test_numbers)


@pytest.mark.parametrize("nik", ["9908011708450001", "9908015708450001", "3308011708450001"])
def test_a_man_a_woman_and_a_neighbour_pass(nik: str) -> None:
    assert examine(nik) == NikFindings(None)


@pytest.mark.parametrize(
    ("nik", "fault"),
    [
        ("990801170845001", NOT_SIXTEEN_DIGITS),
        ("99080117084500011", NOT_SIXTEEN_DIGITS),
        ("9908 011708450001", NOT_SIXTEEN_DIGITS),
        ("٩٩٠٨٠١١٧٠٨٤٥٠٠٠١", NOT_SIXTEEN_DIGITS),
        ("", NOT_SIXTEEN_DIGITS),
        ("9908013113450001", IMPOSSIBLE_DATE),
        ("9908013002450001", IMPOSSIBLE_DATE),
        ("9908010008450001", IMPOSSIBLE_DATE),
        ("9908017208450001", IMPOSSIBLE_DATE),
        ("9908014000450001", IMPOSSIBLE_DATE),
        ("9908011708450000", NO_SERIAL),
    ],
)
def test_what_cannot_be_a_nik_is_refused(nik: str, fault: str) -> None:
    assert examine(nik).fault == fault


@pytest.mark.parametrize(
    ("nik", "note"),
    [
        ("2208011708450001", "nik-unknown-province"),
        ("3308771708450001", "nik-unknown-district"),
        ("9908012902010001", "nik-leap-day"),
    ],
)
def test_what_is_odd_becomes_a_note(nik: str, note: str) -> None:
    assert examine(nik) == NikFindings(None, (note,))


def test_the_test_province_is_odd_where_people_are_real() -> None:
    assert examine("9908011708450001", test_numbers=False).notes == ("nik-unknown-province",)


@given(st.text(max_size=20))
def test_no_text_makes_it_fall_over(text: str) -> None:
    examine(text)


def test_masks_show_enough_to_recognise_oneself() -> None:
    assert masked_nik("9908011708450001") == "9908••••••••0001"
    assert masked_name("Siti Aminah") == "S••• A•••••"
