"""Dates in answers, and the documents that answers ask for."""

from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.applications.answers import faults_of_answers, faults_of_documents
from models.applications.dates import warnings_of_answers
from models.calendar.workflow import WorkingTime
from models.services import catalogue
from models.services.definition import Definition
from models.services.reading import read_definition
from models.services.source import read_source
from tests.sampling import definition, samples
from tests.story import REKLAME

SOUND = Path(__file__).parents[1] / "services" / "sound" / "izin.yaml"
DEFINITIONS = {path.stem: path for path in catalogue.files()}


def faulty(**answers: Any) -> list[str]:
    reklame = read_definition(catalogue.load(DEFINITIONS["izin-reklame"]))
    return [problem.path[-1] for problem in faults_of_answers(reklame, {**REKLAME, **answers})]


@pytest.mark.parametrize(
    "day", ["2026-W48-1", "20261123", "2026-11-31", "2026-1-2", "26-11-23", " 2026-11-23"]
)
def test_only_a_day_of_the_calendar_in_its_plain_form_is_a_date(day: str) -> None:
    assert faulty(start_date=day)[0] == "start_date"


def test_a_sign_hangs_for_a_year_at_most() -> None:
    assert faulty(start_date="2026-12-01", end_date="2027-12-01") == []
    assert faulty(start_date="2026-12-01", end_date="2027-12-02") == ["end_date"]
    assert faulty(start_date="2028-02-29", end_date="2029-02-28") == []
    assert faulty(start_date="2028-02-29", end_date="2029-03-01") == ["end_date"]
    assert faulty(start_date="9999-12-31", end_date="9999-12-31") == []


def test_a_sign_hangs_for_a_day_at_least() -> None:
    assert faulty(start_date="2026-12-01", end_date="2026-12-01") == []
    assert faulty(start_date="2026-12-01", end_date="2026-11-30") == ["end_date"]


def question(**rules: Any) -> Definition:
    """A service with one date and these rules, and a plan that only markets bring."""
    content = read_source(SOUND).data
    content["form"]["properties"]["start_date"] = {
        "type": "string",
        "format": "date",
        "title": "Hari",
        **rules,
    }
    return read_definition(content)


ANSWERS = {"kind": "shop", "size": 20, "crowded": False}
CALENDAR = WorkingTime(ZoneInfo("Asia/Jakarta"), frozenset({date(2026, 12, 25)}))
FRIDAY = date(2026, 12, 18)


def faults_on(day: str, **rules: Any) -> list[str]:
    answers = {**ANSWERS, "start_date": day}
    found = faults_of_answers(question(**rules), answers, today=FRIDAY, calendar=CALENDAR)
    return [problem.message.format(**problem.facts) for problem in found]


def test_somebody_is_old_enough_on_the_birthday_itself() -> None:
    rules = {"x-at-least-years-ago": 19}
    assert faults_on("2007-12-18", **rules) == []
    assert faults_on("2007-12-19", **rules) == ["Tanggal ini harus sedikitnya 19 tahun yang lalu."]


@pytest.mark.parametrize(
    ("day", "is_soon"), [("2026-12-24", True), ("2026-12-28", False), ("9999-12-31", False)]
)
def test_working_days_are_counted_without_weekends_and_holidays(day: str, is_soon: bool) -> None:
    sooner = faults_on(day, **{"x-within-working-days": 5})
    warned = warnings_of_answers(
        question(**{"x-warn-within-working-days": 5}), {"start_date": day}, today=FRIDAY, calendar=CALENDAR
    )

    assert (sooner == []) is is_soon
    assert [caution.path for caution in warned] == ([("answers", "start_date")] if is_soon else [])
    assert "kurang dari 5 hari kerja lagi" in (
        warned[0].message.format(**warned[0].facts) if is_soon else sooner[0]
    )


def test_a_correction_is_not_held_against_the_day_of_sending() -> None:
    long_past = {**ANSWERS, "start_date": "2020-01-01"}
    assert faults_of_answers(question(**{"x-not-past": True}), long_past, today=FRIDAY, again=True) == []


@pytest.mark.parametrize(("day", "has_come"), [("2026-12-18", True), ("2026-12-19", False)])
@pytest.mark.parametrize("again", [False, True])
def test_what_has_happened_lies_in_the_past_in_a_correction_too(
    day: str, has_come: bool, again: bool
) -> None:
    rules, answers = {"x-not-future": True}, {**ANSWERS, "start_date": day}
    found = faults_of_answers(question(**rules), answers, today=FRIDAY, calendar=CALENDAR, again=again)
    assert [problem.message for problem in found] == ([] if has_come else ["Tanggal ini belum tiba."])


@pytest.mark.parametrize(
    ("year", "told"),
    [(1950, []), (2026, []), (2027, ["Tahun ini belum tiba."]), (2030.0, ["Tahun ini belum tiba."])],
)
def test_a_business_runs_since_a_year_that_has_come(year: float, told: list[str]) -> None:
    usaha = next(iter(samples("surat-keterangan-usaha")))
    found = faults_of_answers(
        definition("surat-keterangan-usaha"), {**usaha.answers, "since": year}, today=FRIDAY
    )
    assert [problem.message for problem in found] == told


def test_a_document_is_asked_for_only_where_its_condition_holds() -> None:
    def faults(kind: str, *brought: str) -> list[tuple[str, str]]:
        given = [(key, "image/jpeg") for key in ("photo", "id-card", *brought)]
        found = faults_of_documents(question(), given, {**ANSWERS, "kind": kind})
        return [(problem.path[-1], problem.code) for problem in found]

    assert faults("shop") == []
    assert faults("market") == [("plan", "REQUIRED")]
    assert faults("market", "plan") == []
    assert faults("shop", "plan") == [("plan", "INVALID")]


def missing(slug: str, sample: str, **answers: Any) -> dict[str, str]:
    """What is wrong with a sample when these answers are changed (None takes one away), by field."""
    given = {**next(one for one in samples(slug) if one.name == sample).answers, **answers}
    answers = {name: value for name, value in given.items() if value is not None}
    found = faults_of_answers(definition(slug), answers, villages={"33.08.01.2001", "33.08.02.2011"})
    return {problem.path[-1]: problem.message.format(**problem.facts) for problem in found}


@pytest.mark.parametrize(
    ("slug", "sample", "left_out", "told"),
    [
        ("surat-pengantar", "marriage", "marital_status", "bila surat ini untuk nikah"),
        ("surat-pengantar", "marriage", "partner_name", "bila surat ini untuk nikah"),
        ("surat-pengantar", "marriage", "akad_date", "bila surat ini untuk nikah"),
        ("surat-pengantar", "moving", "destination", "bila surat ini untuk pindah"),
        ("rekomendasi-bbm", "plain", "farm_area", "bila Anda petani"),
        ("rekomendasi-keramaian", "road-closed", "road_closure", "bila jalan ditutup"),
        ("rekomendasi-keramaian", "crowd-over-1000", "medical_plan", "bila massa lebih dari 1.000 orang"),
        (
            "surat-keterangan-tidak-mampu",
            "plain",
            "beneficiary_name",
            "bila surat ini untuk anggota keluarga",
        ),
    ],
)
def test_what_other_answers_call_for_must_be_answered_and_is_told_at_the_field(
    slug: str, sample: str, left_out: str, told: str
) -> None:
    assert missing(slug, sample) == {}
    assert missing(slug, sample, **{left_out: None}) == {left_out: f"Bagian ini wajib diisi {told}."}


def test_blanks_are_no_answer_and_one_that_nobody_called_for_is_harmless() -> None:
    assert list(missing("surat-pengantar", "marriage", partner_name="  ")) == ["partner_name"]
    assert missing("surat-pengantar", "general", partner_name="Rahmat Contoh") == {}
    assert missing("surat-pengantar", "general", partner_name="  ") == {}


def test_a_farmer_has_two_hectares_at_most() -> None:
    assert list(missing("rekomendasi-bbm", "plain", farm_area=2.5)) == ["farm_area"]


@pytest.mark.parametrize(
    ("times", "days", "is_sound"),
    [
        (("08.00", "22.00"), ("2026-12-01", "2026-12-01"), True),
        (("08.00", "08.00"), ("2026-12-01", "2026-12-01"), True),
        (("22.00", "08.00"), ("2026-12-01", "2026-12-01"), False),
        (("22.00", "02.00"), ("2026-12-01", "2026-12-02"), True),
    ],
)
def test_an_event_ends_after_it_begins_also_past_midnight(
    times: tuple[str, str], days: tuple[str, str], is_sound: bool
) -> None:
    told = missing(
        "rekomendasi-keramaian",
        "plain",
        start_time=times[0],
        end_time=times[1],
        event_date=days[0],
        event_end_date=days[1],
    )
    wrong = {"end_time": "Waktu ini lebih awal daripada waktu mulainya. Periksa juga tanggalnya."}
    assert told == ({} if is_sound else wrong)


@pytest.mark.parametrize("text", ["8.00", "08:00", "24.00", "08.60", "pagi"])
def test_a_time_of_day_is_written_with_a_dot_and_exists(text: str) -> None:
    assert missing("rekomendasi-keramaian", "plain", start_time=text) == {
        "start_time": "Tulis jam dan menit, misalnya 08.00."
    }


@pytest.mark.parametrize(
    ("village", "told"),
    [
        ("33.08.02.2011", None),
        (
            "33.71.01.1001",
            "Tempat ini tidak ada di kabupaten ini. Pilih dari daftar; untuk tempat lain ajukan di sana.",
        ),
        ("33.08.02", "Pilih desa atau kelurahan dari daftar."),
        ("Desa Borobudur", "Pilih desa atau kelurahan dari daftar."),
        ("", "Pilih desa atau kelurahan dari daftar."),
        (3308022011, "Isian ini tidak sesuai jenisnya."),
        (["33.08.02.2011"], "Isian ini tidak sesuai jenisnya."),
    ],
)
def test_a_place_is_a_village_of_this_regency(village: object, told: str | None) -> None:
    wrong = {} if told is None else {"event_village": told}
    assert missing("rekomendasi-keramaian", "plain", event_village=village) == wrong


def test_a_door_that_does_not_say_which_villages_there_are_lets_none_through() -> None:
    plain = next(samples("rekomendasi-keramaian"))
    (fault,) = faults_of_answers(definition(plain.service), plain.answers)
    assert fault.path == ("answers", "event_village")
