"""The process engine, told as stories."""

from datetime import datetime, timedelta

from models.applications.positions import Position, Progress, progress
from models.applications.states import ApplicationState, Decision, Event, EventKind, TaskState
from models.services.definition import Definition
from tests.models.applications.graphs import (
    CLOCK,
    MONDAY,
    answer,
    definition_of,
    stands,
    step,
    submitted,
)

REKLAME = definition_of(
    [
        step("tax", "verify", []),
        step("construction", "verify", []),
        step("order", "verify", []),
        step("traffic", "verify", [], when="a"),
        step("decide", "decide", ["tax", "construction", "order", "traffic"]),
        step("sign", "sign", ["decide"]),
    ]
)


def states(position: Position) -> dict[str, str]:
    return {key: task.state.value for key, task in position.tasks.items()}


def happened(definition: Definition, *decisions: tuple[str, Decision], a: bool = False) -> list[Event]:
    events = [submitted({"a": a})]
    for number, (key, decision) in enumerate(decisions):
        at = MONDAY + timedelta(minutes=number + 1)
        events.append(answer(stands(definition, events), key, decision, at))
    return events


def findings_go_out(events: list[Event]) -> datetime:
    timers = stands(REKLAME, events).timers
    return next(timer.at for timer in timers if timer.kind is EventKind.FINDINGS_RELEASED)


OK, BACK, NO = Decision.APPROVE, Decision.RETURN, Decision.REFUSE


def test_every_agency_gets_its_part_at_the_same_moment() -> None:
    position = stands(REKLAME, happened(REKLAME, a=True))
    assert position.open_steps() == ["tax", "construction", "order", "traffic"]
    assert {position.tasks[key].opened_at for key in position.open_steps()} == {MONDAY}
    assert position.tasks["decide"].state is TaskState.WAITING


def test_an_agency_whose_condition_does_not_hold_is_left_in_peace() -> None:
    position = stands(REKLAME, happened(REKLAME, ("tax", OK), ("construction", OK), ("order", OK)))
    assert states(position)["traffic"] == "SKIPPED"
    assert position.open_steps() == ["decide"]


def test_deciding_and_signing_are_two_things() -> None:
    events = happened(REKLAME, ("tax", OK), ("construction", OK), ("order", OK), ("decide", OK))
    assert stands(REKLAME, events).state is ApplicationState.APPROVED
    events.append(Event(EventKind.ISSUED, MONDAY + timedelta(hours=1), "sign"))
    assert stands(REKLAME, events).state is ApplicationState.ISSUED


def test_findings_wait_until_all_have_answered() -> None:
    two = happened(REKLAME, ("tax", BACK), ("construction", OK))
    assert stands(REKLAME, two).state is ApplicationState.IN_PROGRESS
    assert findings_go_out(two) == CLOCK.add_hours(MONDAY + timedelta(minutes=1), 8)
    three = happened(REKLAME, ("tax", BACK), ("construction", OK), ("order", OK))
    assert findings_go_out(three) == MONDAY + timedelta(minutes=1)


def test_a_correction_reopens_the_branch_that_asked_and_keeps_the_approvals() -> None:
    events = happened(REKLAME, ("tax", BACK), ("construction", OK), ("order", OK))
    at = MONDAY + timedelta(hours=1)
    events.append(Event(EventKind.FINDINGS_RELEASED, at, data={"steps": ["tax"]}))
    assert stands(REKLAME, events).state is ApplicationState.RETURNED
    assert stands(REKLAME, events).due_at is None
    events.append(Event(EventKind.CORRECTED, at + timedelta(days=1), data={"answers": {"a": False}}))
    position = stands(REKLAME, events)
    assert position.open_steps() == ["tax"]
    assert states(position)["construction"] == states(position)["order"] == "DONE"


def test_a_correction_that_brings_the_sign_into_the_road_calls_the_traffic_agency() -> None:
    events = happened(REKLAME, ("tax", OK), ("construction", OK), ("order", OK), ("decide", BACK))
    events.append(Event(EventKind.FINDINGS_RELEASED, MONDAY + timedelta(hours=1), data={"steps": ["decide"]}))
    events.append(Event(EventKind.CORRECTED, MONDAY + timedelta(hours=2), data={"answers": {"a": True}}))
    position = stands(REKLAME, events)
    assert position.open_steps() == ["traffic"]
    assert position.tasks["decide"].state is TaskState.WAITING


def test_one_refusal_ends_it_and_frees_the_others() -> None:
    position = stands(REKLAME, happened(REKLAME, ("tax", OK), ("construction", NO)))
    assert position.state is ApplicationState.REFUSED
    assert states(position)["order"] == "CANCELLED"
    assert states(position)["tax"] == "DONE"


def test_two_of_three_have_answered() -> None:
    tasks = stands(REKLAME, happened(REKLAME, ("tax", OK), ("order", BACK))).tasks
    kinds = [(step.kind, tasks[step.key].state) for step in REKLAME.steps]
    assert progress(kinds) == Progress(answered=2, total=3)


def test_the_citizens_own_time_is_added_to_the_promise() -> None:
    plain = stands(REKLAME, happened(REKLAME)).due_at
    events = happened(REKLAME, ("tax", BACK), ("construction", OK), ("order", OK))
    events.append(Event(EventKind.FINDINGS_RELEASED, MONDAY + timedelta(hours=1), data={"steps": ["tax"]}))
    events.append(Event(EventKind.CORRECTED, MONDAY + timedelta(days=2, hours=1), data={"answers": {}}))
    later = stands(REKLAME, events).due_at
    assert plain is not None
    assert later == CLOCK.add_hours(plain, 15)


def test_a_clock_set_back_reopens_nothing() -> None:
    events = happened(REKLAME, ("tax", OK), ("construction", OK), ("order", OK))
    early = Event(EventKind.DECIDED, MONDAY - timedelta(days=30), "decide", {"decision": "APPROVE"})
    assert stands(REKLAME, [*events, early]).open_steps() == ["sign"]
