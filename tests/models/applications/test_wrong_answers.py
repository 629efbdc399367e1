"""Every field of every service given what no form would send: told at the field in words, and nothing falls over."""

import math
from typing import Any

import pytest

from models.applications.answers import faults_of_answers
from models.services.conditions import asked_documents
from tests.sampling import SLUGS, definition, samples

WRONG: dict[str, Any] = {
    "true": True,
    "false": False,
    "null": None,
    "below nought": -1,
    "a fraction": 0.1,
    "beyond a float": float("1e400"),
    "no number": math.nan,
    "beyond 64 bits": 2**70,
    "tiny": 5e-324,
    "empty": "",
    "long": "x" * 20_000,
    "a surrogate": "\ud800",
    "NUL": "a\0b",
    "a day that is none": "2026-02-30",
    "list": [],
    "object": {},
    "nested": [[{"a": [1]}]],
}


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_told_in_words_whatever_the_field(slug: str, wrong: Any) -> None:
    service, plain = definition(slug), next(iter(samples(slug)))
    for name in [*service.fields, "no_such_field"]:
        answers = {**plain.answers, name: wrong}
        told = faults_of_answers(service, answers)
        assert not [fault for fault in told if "{" in fault.message.format(**fault.facts)]
        asked_documents(service, answers)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_no_number_is_never_taken_for_one(slug: str, number: float) -> None:
    service, plain = definition(slug), next(iter(samples(slug)))
    for name in service.fields:
        assert faults_of_answers(service, {**plain.answers, name: number})


DECLARED = [
    (slug, name) for slug in SLUGS for name, schema in definition(slug).fields.items() if "const" in schema
]


def test_most_services_ask_for_a_declaration() -> None:
    assert len({slug for slug, _ in DECLARED}) >= 9


@pytest.mark.parametrize(("slug", "name"), DECLARED)
def test_a_declaration_that_is_denied_is_told_to_be_needed(slug: str, name: str) -> None:
    plain = next(iter(samples(slug)))
    told = {
        fault.path: fault.message
        for fault in faults_of_answers(definition(slug), {**plain.answers, name: False})
    }
    assert told[("answers", name)] == "Bagian ini harus disetujui."
