"""Dates in answers."""

from typing import Any

import pytest

from models.applications.answers import faults_of_answers
from models.services import catalogue
from models.services.reading import read_definition
from tests.story import REKLAME

DEFINITIONS = {path.stem: path for path in catalogue.files()}


def faulty(**answers: Any) -> list[str]:
    definition = read_definition(catalogue.load(DEFINITIONS["izin-reklame"]))
    return [problem.path[-1] for problem in faults_of_answers(definition, {**REKLAME, **answers})]


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
