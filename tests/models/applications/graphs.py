"""Made-up definitions and histories for the engine's tests."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from models.applications.states import ApplicationState, Decision, Event, EventKind, TaskState
from models.applications.workflow import Position, advance
from models.calendar.workflow import WorkingTime
from models.services.definition import Definition
from models.services.reading import read_definition

CLOCK = WorkingTime(ZoneInfo("Asia/Jakarta"))
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
ENDED = {ApplicationState.ISSUED, ApplicationState.REFUSED}
FIELDS = ("a", "b", "c")


def definition_of(steps: list[dict[str, Any]]) -> Definition:
    """A service with these steps and three yes-or-no fields."""
    words = (
        "duration fee product complaints facilities competence supervision staff guarantee safety evaluation"
    )
    standard: dict[str, Any] = {word: word for word in words.split()}
    standard |= {"requirements": [], "procedure": [], "legal_basis": []}
    return read_definition(
        {
            "slug": "contoh",
            "code": "CTH",
            "title": "Contoh",
            "summary": "Contoh",
            "issuer": "dpmptsp",
            "promised_working_days": 5,
            "fee": {"amount": 0, "text": "Gratis"},
            "standard": standard,
            "form": {"type": "object", "properties": {name: {"type": "boolean"} for name in FIELDS}},
            "sections": [],
            "documents": [],
            "steps": steps,
            "output": {
                "template": "umum",
                "title": "x",
                "number_format": "x",
                "statement": "x",
                "states": [],
            },
        }
    )


def step(key: str, kind: str, needs: list[str], when: str | None = None) -> dict[str, Any]:
    """A step, open only when the field `when` is yes."""
    condition = {"required": [when], "properties": {when: {"const": True}}} if when else None
    return {
        "key": key,
        "title": key,
        "kind": kind,
        "agency": key,
        "needs": needs,
        "when": condition,
        "working_hours": 8,
    }


@st.composite
def graphs(draw: st.DrawFn) -> Definition:
    """One to six branches that need any of those before them, some under a condition, then decide, then sign."""
    count = draw(st.integers(1, 6))
    steps = []
    for number in range(count):
        needs = draw(st.sets(st.integers(0, number - 1))) if number else set()
        when = draw(st.sampled_from([None, None, *FIELDS]))
        steps.append(step(f"s{number}", "verify", [f"s{need}" for need in sorted(needs)], when))
    steps.append(step("decide", "decide", [f"s{number}" for number in range(count)]))
    steps.append(step("sign", "sign", ["decide"]))
    return definition_of(steps)


answers = st.fixed_dictionaries({name: st.booleans() for name in FIELDS})


def submitted(given: Mapping[str, Any]) -> Event:
    """The beginning of every history."""
    return Event(EventKind.SUBMITTED, MONDAY, data={"answers": dict(given)})


def stands(definition: Definition, events: list[Event]) -> Position:
    """Where the history leads."""
    return advance(definition, events, events[-1].at, CLOCK)


def answer(position: Position, key: str, decision: Decision, at: datetime) -> Event:
    """An officer's answer to an open step."""
    assert position.tasks[key].state is TaskState.OPEN
    kind = EventKind.ISSUED if key == "sign" and decision is Decision.APPROVE else EventKind.DECIDED
    return Event(kind, at, key, {"decision": decision.value, "findings": []})


@st.composite
def histories(draw: st.DrawFn) -> tuple[Definition, list[Event]]:
    """A definition and something that may happen under it, as the operations would let it happen."""
    definition = draw(graphs())
    events = [submitted(draw(answers))]
    for number in range(draw(st.integers(0, 25))):
        at = MONDAY + timedelta(hours=draw(st.integers(-3, 3)) + number)
        following = draw(_next(definition, stands(definition, events), at))
        if following is None:
            break
        events.append(following)
    return definition, events


@st.composite
def _next(draw: st.DrawFn, definition: Definition, position: Position, at: datetime) -> Event | None:
    if position.state in ENDED:
        return None
    if position.findings_due_at is not None and draw(st.booleans()):
        return Event(EventKind.FINDINGS_RELEASED, at, data={"steps": sorted(position.unreleased)})
    if position.state is ApplicationState.RETURNED and draw(st.booleans()):
        return Event(EventKind.CORRECTED, at, data={"answers": draw(answers)})
    open_steps = position.open_steps()
    if not open_steps:
        if position.unreleased:
            return Event(EventKind.FINDINGS_RELEASED, at, data={"steps": sorted(position.unreleased)})
        return Event(EventKind.CORRECTED, at, data={"answers": draw(answers)})
    weights = [Decision.APPROVE] * 4 + [Decision.RETURN] * 2 + [Decision.REFUSE]
    return answer(position, draw(st.sampled_from(open_steps)), draw(st.sampled_from(weights)), at)
