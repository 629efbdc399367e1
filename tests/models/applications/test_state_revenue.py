"""What is paid to the state: the citizen's time, then the agency's, and no rupiah is asked for twice."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.applications.errors import EventNotAllowed
from models.applications.moves import must_allow
from models.applications.positions import TaskPosition, Timer
from models.applications.states import ApplicationState, Decision, Event, EventKind, Hands, TaskState
from tests.models.applications.graphs import (
    CLOCK,
    answer,
    corrected,
    definition_of,
    not_found,
    paid,
    stands,
    step,
    submitted,
)

LAND = definition_of(
    [
        step("fee", "verify", [], sees=["a"]),
        {
            **step("pay", "pay-state", ["fee"]),
            "state_revenue": {"amount_of": "fee", "text": "PNBP", "how": "SIMPONI", "working_days": 4},
        },
        step("opinion", "verify", ["pay"], sees=["b"]),
        step("place", "verify", [], sees=["c"]),
        step("decide", "decide", ["opinion", "place"]),
        step("sign", "sign", ["decide"]),
    ],
    deemed_approval={"basis": "x"},
)


class Tale:
    """A file of the land office, and a clock that goes on an hour with each event."""

    def __init__(self) -> None:
        self.events = [submitted({"a": False, "b": False, "c": False})]

    @property
    def at(self) -> datetime:
        return self.events[-1].at + timedelta(hours=1)

    def task(self, key: str = "pay") -> TaskPosition:
        return stands(LAND, self.events).tasks[key]

    def approve(self, key: str, amount: int | None = None) -> None:
        event = answer(stands(LAND, self.events), key, Decision.APPROVE, self.at)
        more = {} if amount is None else {"amount": amount}
        self.events.append(Event(event.kind, event.at, key, {**event.data, **more}))

    def report(self) -> None:
        self.events.append(paid(LAND, stands(LAND, self.events), "pay", self.at))

    def deny(self) -> None:
        self.events.append(not_found("pay", self.at))

    def ask_the_fee_again(self) -> None:
        """The place is found wanting, and what is corrected is what the fee was set by."""
        given_before = self.events[0].data["answers"]
        for event in self.events:
            given_before = event.data.get("answers", given_before)
        self.events.append(answer(stands(LAND, self.events), "place", Decision.RETURN, self.at))
        self.events.append(Event(EventKind.FINDINGS_RELEASED, self.at, data={"steps": ["place"]}))
        self.events.append(corrected(self.events, {**given_before, "a": not given_before["a"]}, self.at))


def to_the_payment(amount: int = 250_000) -> Tale:
    tale = Tale()
    tale.approve("fee", amount)
    return tale


def test_the_citizen_has_days_to_pay_and_the_agency_has_hours_to_find_it() -> None:
    tale = to_the_payment()
    asked = tale.task()
    assert (asked.state, asked.hands, asked.amount) == (TaskState.OPEN, Hands.CITIZEN, 250_000)
    assert asked.due_at == CLOCK.add_days(tale.events[-1].at, 4)
    assert stands(LAND, tale.events).citizen_due_at == asked.due_at

    tale.report()
    looking = tale.task()
    assert (looking.state, looking.hands) == (TaskState.OPEN, Hands.OFFICER)
    assert looking.due_at == CLOCK.add_hours(tale.events[-1].at, 8)
    position = stands(LAND, tale.events)
    assert position.citizen_due_at is None
    assert position.waits == ((asked.opened_at, tale.events[-1].at),)
    assert tale.task("opinion").state is TaskState.WAITING

    tale.approve("pay")
    assert (tale.task().state, tale.task().amount) == (TaskState.DONE, 250_000)
    assert tale.task("opinion").state is TaskState.OPEN


def test_what_is_not_found_comes_back_with_the_reason_and_all_the_time_anew() -> None:
    tale = to_the_payment()
    tale.report()
    tale.deny()
    asked = tale.task()
    assert (asked.hands, asked.reason, asked.amount) == (Hands.CITIZEN, "x", 250_000)
    assert asked.due_at == CLOCK.add_days(tale.events[-1].at, 4)
    assert len(stands(LAND, tale.events).waits) == 2
    tale.report()
    assert tale.task().reason is None


def reminded_until_the_end(tale: Tale) -> Timer:
    """Time goes by until the file would be closed."""
    while (timer := stands(LAND, tale.events).timers[0]).kind is not EventKind.LAPSED:
        tale.events.append(Event(timer.kind, timer.at, timer.step, timer.data))
    return timer


def test_reminders_come_anew_and_then_the_file_is_closed() -> None:
    tale = to_the_payment()
    reminded_until_the_end(tale)
    tale.report()
    tale.deny()
    timer = reminded_until_the_end(tale)
    reminders = [event for event in tale.events if event.kind is EventKind.REMINDED]
    assert [event.step for event in reminders] == ["pay"] * 4
    tale.events.append(Event(timer.kind, timer.at, timer.step, timer.data))
    assert stands(LAND, tale.events).state is ApplicationState.LAPSED


def test_a_payment_in_officers_hands_reminds_the_agency_and_not_the_citizen() -> None:
    tale = to_the_payment()
    tale.report()
    timers = [(t.kind, t.data.get("level")) for t in stands(LAND, tale.events).timers if t.step == "pay"]
    assert timers == [(EventKind.ESCALATED, level) for level in (50, 80, 100)]


@pytest.mark.parametrize("amount", [0, None])
def test_nothing_owed_is_no_step(amount: int | None) -> None:
    tale = Tale()
    tale.approve("fee", amount)
    assert tale.task().state is TaskState.SKIPPED
    assert tale.task("opinion").state is TaskState.OPEN


@pytest.mark.parametrize(("again", "left"), [(100_000, 0), (250_000, 0), (400_000, 150_000)])
def test_a_fee_that_is_set_again_asks_for_the_difference_alone(again: int, left: int) -> None:
    tale = to_the_payment()
    tale.report()
    tale.approve("pay")
    tale.ask_the_fee_again()
    assert tale.task().state is TaskState.WAITING
    tale.approve("fee", again)
    task = tale.task()
    if left:
        assert (task.state, task.hands, task.amount) == (TaskState.OPEN, Hands.CITIZEN, left)
        tale.report()
        tale.approve("pay")
        task = tale.task()
    assert (task.state, task.amount) == (TaskState.DONE, max(again, 250_000))


def test_what_was_reported_before_the_fee_was_asked_again_is_still_to_be_found() -> None:
    tale = to_the_payment()
    tale.report()
    tale.ask_the_fee_again()
    tale.approve("fee", 400_000)
    assert (tale.task().hands, tale.task().amount) == (Hands.OFFICER, 250_000)
    tale.approve("pay")
    assert (tale.task().hands, tale.task().amount) == (Hands.CITIZEN, 150_000)


def test_silence_pays_nothing_to_the_state() -> None:
    tale = to_the_payment()
    tale.report()
    for _ in range(20):
        timer = stands(LAND, tale.events).timers[0]
        tale.events.append(Event(timer.kind, timer.at, timer.step, timer.data))
        if timer.kind is EventKind.DEEMED_APPROVED:
            break
    assert stands(LAND, tale.events).state is ApplicationState.DEEMED_APPROVED
    assert (tale.task().state, tale.task().hands) == (TaskState.OPEN, Hands.OFFICER)
    tale.deny()
    assert (tale.task().state, tale.task().hands) == (TaskState.OPEN, Hands.CITIZEN)


def refused(tale: Tale, kind: EventKind, **data: object) -> None:
    with pytest.raises(EventNotAllowed):
        must_allow(LAND, stands(LAND, tale.events), Event(kind, tale.at, "pay", data))


def test_each_may_do_only_what_is_theirs_and_only_when_it_is() -> None:
    tale = Tale()
    refused(tale, EventKind.PAYMENT_REPORTED)
    tale.approve("fee", 250_000)
    refused(tale, EventKind.PAYMENT_NOT_CONFIRMED)
    refused(tale, EventKind.DECIDED, decision="APPROVE")
    refused(tale, EventKind.PAID, amount=250_000)
    tale.report()
    refused(tale, EventKind.PAYMENT_REPORTED)
    refused(tale, EventKind.DECIDED, decision="REFUSE")
    refused(tale, EventKind.DECIDED, decision="RETURN")
    refused(tale, EventKind.PAID, amount=250_000)
    tale.approve("pay")
    refused(tale, EventKind.PAYMENT_REPORTED)
    refused(tale, EventKind.PAYMENT_NOT_CONFIRMED)


@given(st.lists(st.sampled_from(["fee", "report", "confirm", "deny"]), max_size=25), st.data())
def test_what_is_asked_is_always_what_is_owed_less_what_was_confirmed(
    deeds: list[str], data: st.DataObject
) -> None:
    tale, fee, confirmed, reported = to_the_payment(), 250_000, 0, False
    for deed in deeds:
        task = tale.task()
        mine, theirs = task.hands is Hands.CITIZEN, task.hands is Hands.OFFICER
        if deed == "fee" and tale.task("place").state is TaskState.OPEN:
            fee = data.draw(st.sampled_from([0, 100_000, 250_000, 400_000]))
            tale.ask_the_fee_again()
            tale.approve("fee", fee)
        elif deed == "report" and task.state is TaskState.OPEN and mine:
            assert task.amount == fee - confirmed
            tale.report()
            reported = True
        elif deed == "confirm" and task.state is TaskState.OPEN and theirs:
            confirmed += task.amount or 0
            tale.approve("pay")
            reported = False
        elif deed == "deny" and task.state is TaskState.OPEN and theirs:
            tale.deny()
            reported = False
        task, waits = tale.task(), fee > confirmed or reported
        assert (task.state is TaskState.OPEN) == waits
        assert (tale.task("opinion").state is TaskState.WAITING) == waits
        assert (task.state is TaskState.SKIPPED) == (not waits and confirmed == 0)


def test_a_report_is_answered_although_nothing_is_owed_any_more() -> None:
    tale = Tale()
    tale.approve("fee", amount=10_000)
    tale.report()
    tale.events.append(answer(stands(LAND, tale.events), "place", Decision.RETURN, tale.at, ["answers.a"]))
    tale.events.append(Event(EventKind.FINDINGS_RELEASED, tale.at, data={"steps": ["place"]}))
    tale.events.append(corrected(tale.events, {"a": True, "b": False, "c": False}, tale.at))
    tale.approve("fee", amount=0)
    assert (tale.task().state, tale.task().hands) == (TaskState.OPEN, Hands.OFFICER)
    assert tale.task("opinion").state is TaskState.WAITING
    tale.approve("pay")
    assert tale.task("opinion").state is TaskState.OPEN


def test_a_payment_to_the_state_is_offered_to_no_other_agency() -> None:
    tale = Tale()
    tale.approve("fee", amount=10_000)
    tale.report()
    offer = Event(EventKind.TRANSFER_ASKED, tale.at, "pay", {"agency": "0" * 32, "reason": "x"})
    with pytest.raises(EventNotAllowed):
        must_allow(LAND, stands(LAND, tale.events), offer)
