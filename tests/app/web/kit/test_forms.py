from datetime import date

import pytest
from starlette.datastructures import FormData

from app.web.kit.form_values import answers_from, faults_of_values, read_number, values_in, values_of
from app.web.kit.forms import Control, sections_of, shown_answers
from models.kit.errors import ProblemCode
from models.services import catalogue
from models.services.definition import Definition
from models.services.reading import read_definition

TODAY = date(2026, 11, 23)
TYPED = {
    "kind": "signboard",
    "text": "Warung Sederhana",
    "width": "3,5",
    "height": "1.25",
    "sides": "1",
    "quantity": "2",
    "location": "Jalan Raya Salaman",
    "land_owner": "own",
    "road_space": "tidak",
    "start_date": "2026-12-01",
    "end_date": "30-11-2027",
}


@pytest.fixture(scope="module")
def reklame() -> Definition:
    path = next(path for path in catalogue.files() if path.stem == "izin-reklame")
    return read_definition(catalogue.load(path))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("3,5", 3.5),
        ("3.5", 3.5),
        (" 3,50 ", 3.5),
        ("1.500", 1500),
        ("1.500,25", 1500.25),
        ("0.500", 0.5),
        ("1 500", 1500),
        ("-2", -2),
        ("12.50", 12.5),
    ],
)
def test_numbers_are_read_as_indonesians_write_them(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "tiga", "3m", "1,2,3", "1e400", "∞", "٣", "1.5.0", "9" * 40, "--1", "NaN"]
)
def test_what_is_not_a_number_is_none(text: str) -> None:
    assert read_number(text) is None


def test_what_was_typed_becomes_typed_answers(reklame: Definition) -> None:
    answers = answers_from(reklame, {**TYPED, "npwpd": "  "})
    assert answers == {
        **TYPED,
        "width": 3.5,
        "height": 1.25,
        "sides": 1,
        "quantity": 2,
        "road_space": False,
        "end_date": "2027-11-30",
    }
    assert faults_of_values(reklame, TYPED, TODAY) == []


def test_only_the_forms_own_controls_are_read_and_nothing_unstorable(reklame: Definition) -> None:
    form = FormData(
        [("answers.text", "a\r\nb\0c"), ("text", "x"), ("answers.admin", "1"), ("answers.kind", "y" * 9000)]
    )
    assert values_in(reklame, form) == {"text": "a\nbc", "kind": "y" * 8000}


def test_every_fault_is_at_its_field_in_words_that_fit(reklame: Definition) -> None:
    typed = {
        **TYPED,
        "kind": "ufo",
        "width": "tiga",
        "height": "0",
        "sides": "1,5",
        "road_space": "mungkin",
        "end_date": "31-02-2027",
        "text": "",
    }
    faults = {fault.path[1]: fault for fault in faults_of_values(reklame, typed, TODAY)}
    assert {name: fault.message for name, fault in faults.items() if name != "height"} == {
        "kind": "Pilih salah satu.",
        "text": "Bagian ini wajib diisi.",
        "width": "Tulis angka saja, misalnya 2 atau 1,5.",
        "sides": "Tulis angka bulat, misalnya 2.",
        "road_space": "Pilih salah satu.",
        "end_date": "Tulis tanggal yang benar, misalnya 23-11-2026.",
    }
    assert faults["height"].message.format(**faults["height"].facts) == "Isi angka 0,1 atau lebih."
    assert faults["text"].code is ProblemCode.REQUIRED
    assert list(faults) == ["kind", "text", "width", "height", "sides", "road_space", "end_date"]


def test_the_form_shows_what_was_typed_letter_by_letter(reklame: Definition) -> None:
    sections = sections_of(reklame, {"width": "tiga  "}, only={"width", "road_space"})
    fields = {field.key: field for section in sections for field in section.fields}
    assert list(fields) == ["width", "road_space"]
    assert fields["width"].value == "tiga  "
    assert (fields["width"].name, fields["width"].optional) == ("answers.width", False)
    assert (fields["road_space"].control, fields["road_space"].choices) == (
        Control.YES_NO,
        (("ya", "Ya"), ("tidak", "Tidak")),
    )


def test_answers_can_be_typed_again_from_themselves(reklame: Definition) -> None:
    answers = answers_from(reklame, TYPED)
    again = values_of(reklame, answers)
    assert (again["width"], again["road_space"]) == ("3,5", "tidak")
    assert answers_from(reklame, again) == answers


def test_people_read_titles_words_and_dates(reklame: Definition) -> None:
    shown = {
        row.key: row.value
        for _, rows in shown_answers(reklame, answers_from(reklame, TYPED), {})
        for row in rows
    }
    assert shown["kind"] == "Papan nama toko atau usaha"
    assert shown["width"] == "3,5"
    assert shown["road_space"] == "Tidak"
    assert shown["end_date"] == "30 November 2027"
    assert shown["npwpd"] == ""
