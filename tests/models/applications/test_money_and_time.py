"""Where money, corrections and limits meet: what is owed stays owed, and nobody loses time that was theirs."""

from datetime import timedelta

from models.applications.positions import Position
from models.applications.states import ApplicationState, Decision, Event, EventKind, TaskState
from tests.models.applications.graphs import (
    CLOCK,
    MONDAY,
    answer,
    corrected,
    definition_of,
    stands,
    step,
    submitted,
)

TAXED = definition_of(
    [
        {**step("tax", "verify", [], sees=["a"])},
        step("place", "verify", [], sees=["b"]),
        step("decide", "decide", ["tax", "place"]),
        {
            **step("pay", "pay", ["decide"]),
            "bill": {"amount_of": "tax", "text": "Pajak"},
            "working_hours": 75,
        },
        step("sign", "sign", ["pay"]),
    ],
    deemed_approval={"basis": "x"},
)


def approved(events: list[Event], key: str, hours: float, amount: int | None = None) -> None:
    """An approval so many hours after the beginning."""
    event = answer(stands(TAXED, events), key, Decision.APPROVE, MONDAY + timedelta(hours=hours))
    more = {} if amount is None else {"amount": amount}
    events.append(Event(event.kind, event.at, key, {**event.data, **more}))


def paid(events: list[Event], days: int) -> None:
    """What is owed, so many days after the beginning."""
    task = stands(TAXED, events).tasks["pay"]
    since = task.opened_at.isoformat() if task.opened_at else ""
    at = MONDAY + timedelta(days=days)
    events.append(Event(EventKind.PAID, at, "pay", {"amount": task.amount, "since": since}))


def to_the_bill() -> list[Event]:
    events = [submitted({"a": False, "b": False, "c": False})]
    approved(events, "tax", 1, amount=100_000)
    approved(events, "place", 1.1)
    approved(events, "decide", 1.2)
    return events


def deadline(position: Position) -> str | None:
    return next((timer.at.isoformat() for timer in position.timers if timer.kind == "deemed-approved"), None)


def test_days_that_the_citizen_took_to_pay_are_remembered_when_the_file_is_asked_again() -> None:
    events = to_the_bill()
    paid(events, 9)
    at = MONDAY + timedelta(days=10)
    events.append(answer(stands(TAXED, events), "sign", Decision.RETURN, at))
    events.append(Event(EventKind.FINDINGS_RELEASED, at, data={"steps": ["sign"]}))
    events.append(corrected(events, {"a": True, "b": False, "c": False}, at + timedelta(days=1)))
    position = stands(TAXED, events)
    assert position.tasks["tax"].state is TaskState.OPEN
    assert position.due_at is not None
    assert position.due_at > events[-1].at
    limit = deadline(position)
    assert limit is not None
    assert limit > events[-1].at.isoformat()


def test_a_higher_tax_after_a_correction_asks_for_the_difference() -> None:
    events = to_the_bill()
    paid(events, 1)
    at = MONDAY + timedelta(days=1, hours=1)
    events.append(answer(stands(TAXED, events), "sign", Decision.RETURN, at))
    events.append(Event(EventKind.FINDINGS_RELEASED, at, data={"steps": ["sign"]}))
    events.append(corrected(events, {"a": True, "b": False, "c": False}, at + timedelta(hours=1)))
    approved(events, "tax", 27, amount=140_000)
    approved(events, "decide", 27.5)
    assert stands(TAXED, events).tasks["pay"].amount == 40_000


def test_silence_does_not_forgive_a_tax_that_nobody_has_set() -> None:
    events = [submitted({"a": False, "b": False, "c": False})]
    approved(events, "place", 1)
    position = stands(TAXED, events)
    timer = next(timer for timer in position.timers if timer.kind is EventKind.DEEMED_APPROVED)
    events.append(Event(timer.kind, timer.at, data={}))
    position = stands(TAXED, events)
    assert position.state is ApplicationState.DEEMED_APPROVED
    assert position.open_steps() == ["tax"]


def test_an_upheld_objection_gives_the_citizens_time_anew() -> None:
    events = [submitted({"a": False, "b": False, "c": False})]
    at = MONDAY + timedelta(hours=1)
    events.append(answer(stands(TAXED, events), "tax", Decision.RETURN, at))
    events.append(Event(EventKind.FINDINGS_RELEASED, at, data={"steps": ["tax"]}))
    events.append(answer(stands(TAXED, events), "place", Decision.REFUSE, at + timedelta(hours=1)))
    later = at + timedelta(days=20)
    events.append(Event(EventKind.OBJECTED, later, data={"text": "x"}))
    events.append(Event(EventKind.OBJECTION_DECIDED, later, data={"upheld": True, "reason": "x"}))
    position = stands(TAXED, events)
    assert position.state is ApplicationState.RETURNED
    assert position.citizen_due_at is not None
    assert position.citizen_due_at > later
    events.append(corrected(events, {"a": True, "b": False, "c": False}, later + timedelta(hours=1)))
    assert stands(TAXED, events).waits[-1][1] is not None


def test_where_the_law_grants_nothing_by_silence_the_sekda_is_told_and_the_objection_waits() -> None:
    definition = definition_of(
        [step("place", "verify", []), step("decide", "decide", ["place"]), step("sign", "sign", ["decide"])],
        objection={"answer_working_days": 3, "granted_by_silence": False},
    )
    events = [submitted({"a": False, "b": False, "c": False})]
    events.append(answer(stands(definition, events), "place", Decision.REFUSE, MONDAY))
    events.append(Event(EventKind.OBJECTED, MONDAY, data={"text": "x"}))
    levels = []
    while timers := stands(definition, events).timers:
        levels.append(timers[0].data["level"])
        events.append(Event(timers[0].kind, timers[0].at, None, timers[0].data))
    assert levels == [50, 80, 100]
    assert events[-1].at == CLOCK.add_days(MONDAY, 3)
    position = stands(definition, events)
    assert position.state is ApplicationState.REFUSED
    assert position.objection_open
