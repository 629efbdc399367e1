"""Files that an earlier release began go on under today's engine; what differs is listed in decision 15."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.applications.positions import Position
from models.applications.states import ApplicationState, Event, EventKind
from models.services.definition import Definition
from models.services.reading import read_definition
from tests.models.applications.graphs import stands

RELEASE = Path(__file__).parents[2] / "releases" / "12fcc59"


@pytest.fixture(scope="module")
def definitions() -> dict[str, Definition]:
    """The twelve services as that release defined them."""
    files = (RELEASE / "catalogue").glob("*.yaml")
    return {file.stem: read_definition(yaml.safe_load(file.read_text())) for file in files}


def histories() -> Iterator[dict[str, Any]]:
    """Histories that the release's operations let happen, each with the states that it stored."""
    return map(json.loads, (RELEASE / "histories.jsonl").read_text().splitlines())


def events_of(row: dict[str, Any]) -> list[Event]:
    return [
        Event(EventKind(kind), datetime.fromisoformat(at), step, data)
        for kind, at, step, data in row["events"]
    ]


def differences(row: dict[str, Any], position: Position) -> dict[str, tuple[str, str]]:
    """Each step that stands otherwise than it was stored, and the state of the whole."""
    now = {key: task.state.value for key, task in position.tasks.items()} | {"": position.state.value}
    before = {key: stored[0] for key, stored in row["tasks"].items()} | {"": row["state"]}
    return {key: (before[key], now[key]) for key in now if before[key] != now[key]}


def test_what_was_running_stands_as_it_stood_but_where_silence_had_jumped_over_what_was_owed(
    definitions: dict[str, Definition],
) -> None:
    counted, different = 0, list[tuple[str, dict[str, tuple[str, str]]]]()
    for row in histories():
        position = stands(definitions[row["service"]], events_of(row))
        counted += 1
        if found := differences(row, position):
            different.append((row["service"], found))
    assert counted == 345
    assert different == [
        ("pkkpr-non-berusaha", {"decision": ("OPEN", "WAITING")}),
        ("pkkpr-non-berusaha", {"signature": ("OPEN", "WAITING")}),
        ("pkkpr-non-berusaha", {"signature": ("OPEN", "WAITING")}),
        ("pkkpr-non-berusaha", {"decision": ("OPEN", "DONE"), "signature": ("WAITING", "OPEN")}),
    ]


def test_no_deadline_of_a_step_that_somebody_works_on_has_moved(definitions: dict[str, Definition]) -> None:
    for row in histories():
        position = stands(definitions[row["service"]], events_of(row))
        for key, (state, due_at) in row["tasks"].items():
            if state == position.tasks[key].state == "OPEN":
                assert due_at is not None
                assert position.tasks[key].due_at == datetime.fromisoformat(due_at)


def test_what_was_issued_stays_issued(definitions: dict[str, Definition]) -> None:
    ended = {
        state.value
        for state in (ApplicationState.ISSUED, ApplicationState.COMPLETED, ApplicationState.LAPSED)
    }
    for row in histories():
        if row["state"] in ended:
            assert stands(definitions[row["service"]], events_of(row)).state == row["state"]
