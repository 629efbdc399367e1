"""Steps that move between agencies: rules that hold for any graph and any history."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.applications.moves import must_allow
from models.applications.positions import Position, TaskPosition
from models.applications.states import TRANSFERS, Decision, Event, EventKind, Hands, OfferKind, TaskState
from models.services.definition import PAYING, Definition, StepKind
from tests.models.applications.graphs import (
    AGENCIES,
    ENDED,
    MONDAY,
    answer,
    definition_of,
    histories,
    stands,
    step,
    submitted,
    transfer,
)

Told = tuple[Definition, list[Event]]
HOUR = timedelta(hours=1)
PEOPLE = frozenset({Hands.OFFICER, Hands.HEAD})
SEEN = {"a": True, "b": False, "c": False}


def may_move(definition: Definition, position: Position, key: str) -> bool:
    """What people do; whom the state owes is no other agency's business."""
    return position.tasks[key].hands in PEOPLE and definition.step(key).kind not in PAYING


@st.composite
def travelled(draw: st.DrawFn) -> Told:
    """Any history, and then what is done with its open steps by agencies that would have others do them."""
    definition, events = draw(histories())
    events = list(events)
    for _ in range(draw(st.integers(0, 8))):
        position, at = stands(definition, events), events[-1].at + draw(st.timedeltas(HOUR * 0, HOUR * 40))
        open_ = [key for key in position.open_steps() if may_move(definition, position, key)]
        if not open_ or position.state in ENDED:
            break
        key = draw(st.sampled_from(open_))
        if draw(st.integers(0, 5)):
            events.append(draw(transfer(definition, position.tasks[key], key, at)))
        else:
            events.append(answer(position, key, Decision.APPROVE, at))
    return definition, events


def transfers(definition: Definition, events: list[Event]) -> Iterator[tuple[Event, Position, Position]]:
    """Each event of a transfer, with how the file stood before and after it."""
    for place, event in enumerate(events):
        if event.kind in TRANSFERS:
            yield event, stands(definition, events[:place]), stands(definition, events[: place + 1])


def apart_from_the_owner(task: TaskPosition) -> TaskPosition:
    """What a move leaves as it is; what the one before has found or arranged does not bind the next."""
    return replace(
        task,
        agency=None,
        offer=None,
        may_return=None,
        unanswered=frozenset(),
        visit_at=None,
        visit_times=(),
        visit_declined=None,
    )


@given(travelled())
def test_a_transfer_changes_no_clock_no_state_and_no_limit(told: Told) -> None:
    for _, before, after in transfers(*told):
        assert before.state is after.state
        assert before.due_at == after.due_at
        for key, task in after.tasks.items():
            assert apart_from_the_owner(task) == apart_from_the_owner(before.tasks[key])
        assert [t for t in before.timers if t.kind is EventKind.ESCALATED] == [
            t for t in after.timers if t.kind is EventKind.ESCALATED
        ]


@given(travelled())
def test_the_owner_changes_by_acceptance_alone_and_to_whom_it_was_offered(told: Told) -> None:
    definition, _ = told
    for event, before, after in transfers(*told):
        moved = event.data.get("steps", ())
        for key, task in after.tasks.items():
            answered = task.decision is not None or task.state in {TaskState.SKIPPED, TaskState.CANCELLED}
            changes = key in moved and not answered
            assert task.agency == (event.data["agency"] if changes else before.tasks[key].agency)
        if moved:
            offer = before.tasks[event.step or ""].offer
            assert offer is not None
            assert (offer.agency, after.tasks[event.step or ""].offer) == (event.data["agency"], None)
            kinds = {definition.step(key).kind for key in moved}
            assert len(moved) == 1 or kinds <= {StepKind.DECIDE, StepKind.SIGN}
            assert after.tasks[event.step or ""].may_return is None


@given(travelled())
def test_what_happens_of_a_transfer_is_allowed_where_it_happens_and_an_answer_voids_it(told: Told) -> None:
    definition, events = told
    for event, before, _ in transfers(definition, events):
        must_allow(definition, before, event)
    for task in stands(definition, events).tasks.values():
        assert task.offer is None or task.state is TaskState.OPEN
        assert task.offer is None or task.offer.kind in OfferKind


def test_an_answer_keeps_its_agency_when_the_signature_moves_on() -> None:
    branches = [
        step("check", "verify", []),
        step("decide", "decide", ["check"]),
        step("sign", "sign", ["decide"]),
    ]
    definition, (agency, *_) = definition_of(branches), AGENCIES
    data = {"from": "f" * 32, "agency": agency, "reason": "x", "directed": True}
    events = [
        submitted(SEEN),
        Event(EventKind.DECIDED, MONDAY, "check", {"decision": "APPROVE"}),
        Event(EventKind.DECIDED, MONDAY, "decide", {"decision": "APPROVE"}),
        Event(EventKind.TRANSFER_OFFERED, MONDAY, "sign", data),
        Event(EventKind.TRANSFER_ACCEPTED, MONDAY, "sign", {**data, "steps": ["decide", "sign"]}),
    ]
    tasks = stands(definition, events).tasks
    assert (tasks["decide"].agency, tasks["sign"].agency) == (None, agency)


def test_a_receiver_finds_wanting_whatever_it_finds_although_the_sender_returned_before() -> None:
    definition = definition_of([step("check", "verify", []), step("sign", "sign", ["check"])])
    findings = [{"path": ["answers", "a"], "message": "x"}]
    events = [
        submitted(SEEN),
        Event(EventKind.DECIDED, MONDAY, "check", {"decision": "RETURN", "findings": findings}),
        Event(EventKind.FINDINGS_RELEASED, MONDAY, data={"steps": ["check"]}),
        Event(EventKind.CORRECTED, MONDAY, data={"answers": {**SEEN, "a": False}, "changed": ["answers.a"]}),
    ]
    assert stands(definition, events).tasks["check"].may_return == frozenset({"answers.a"})
    data = {"from": "f" * 32, "agency": AGENCIES[0], "reason": "x", "steps": ["check"]}
    for kind in (EventKind.REROUTED, EventKind.TRANSFER_ACCEPTED):
        moved = stands(definition, [*events, Event(kind, MONDAY, "check", data)]).tasks["check"]
        assert (moved.agency, moved.may_return, moved.unanswered) == (AGENCIES[0], None, frozenset())


def test_an_offer_ends_with_the_file_and_is_not_there_when_the_file_comes_back() -> None:
    branches = [
        step("check", "verify", []),
        step("pay", "pay", []),
        step("decide", "decide", ["check", "pay"]),
        step("sign", "sign", ["decide"]),
    ]
    definition, (agency, *_) = definition_of(branches), AGENCIES
    offered = Event(EventKind.TRANSFER_OFFERED, MONDAY, "check", {"agency": agency, "reason": "x"})
    events = [submitted(SEEN), offered, Event(EventKind.LAPSED, MONDAY + HOUR, "pay")]
    assert stands(definition, events[:2]).tasks["check"].offer is not None
    assert stands(definition, events).tasks["check"].offer is None
    back = Event(EventKind.REOPENED, MONDAY + 2 * HOUR, "pay", {})
    task = stands(definition, [*events, back]).tasks["check"]
    assert (task.state, task.offer) == (TaskState.OPEN, None)
