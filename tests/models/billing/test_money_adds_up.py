"""Used and to be given back is what was paid: over drawn histories, by the engine and through the real operations."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.applications.errors import EventNotAllowed
from models.applications.moves import must_allow
from models.applications.operations.answering import Finding, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.operations.objecting import (
    ObjectionAnswer,
    ObjectionDraft,
    decide_objection,
    object_to_refusal,
)
from models.applications.positions import Position
from models.applications.states import ApplicationState, Decision, Event, EventKind, TaskState
from models.applications.tables import Application, Objection, Task
from models.applications.workflow import due
from models.billing import tables
from models.billing.operations import open_bill
from models.billing.refunding import GivingBack, give_back
from models.billing.refunds import given_to, owed_to, refunds_given, refunds_owed
from models.kit.actor import SYSTEM
from models.kit.ids import random_code
from tests.models.applications.graphs import FIELDS, MONDAY, definition_of, stands, step, submitted
from tests.models.billing.till import SERVICE, notice, tell
from tests.services import submit
from tests.story import Story

T = TypeVar("T")
AMOUNTS = (None, 0, 100_000, 250_000, 400_000)
BILLED = definition_of(
    [
        step("tax", "verify", []),
        {**step("pay", "pay", ["tax"], when="a"), "bill": {"amount_of": "tax", "text": "Pajak"}},
        step("fee", "pay", []),
        step("decide", "decide", ["tax"]),
        step("sign", "sign", ["pay", "fee", "decide"]),
    ]
)
OVER = frozenset({ApplicationState.REFUSED, ApplicationState.WITHDRAWN, ApplicationState.LAPSED})


class Book:
    """What somebody who looks only at the money writes down: what came for each step, and what went back."""

    def __init__(self) -> None:
        self.came, self.back = Counter[str](), Counter[str]()
        self.tax: int | None = None
        self.asked = True

    def note(self, event: Event, position: Position) -> None:
        """Follow the history; the tax is unknown while its step is asked again."""
        if "answers" in event.data:
            self.asked = event.data["answers"]["a"]
        if event.kind is EventKind.PAID:
            self.came[event.step or ""] += event.data["amount"]
        if event.kind is EventKind.REFUNDED:
            self.back[event.step or ""] += event.data["amount"]
        if event.step == "tax" and event.data.get("decision") == "APPROVE":
            self.tax = event.data.get("amount") or 0
        elif position.tasks["tax"].state is not TaskState.DONE:
            self.tax = None

    def used(self, key: str, position: Position) -> int:
        """Of the money that is here, what its step takes."""
        here = self.came[key] - self.back[key]
        if position.state in OVER and not position.objection_open:
            return 0
        if key == "pay" and not self.asked:
            return 0
        comes_to = 10_000 if key == "fee" else self.tax
        return here if comes_to is None else min(here, comes_to)


@st.composite
def told(draw: st.DrawFn) -> list[Event]:
    """A history in which money comes for open and waiting steps, too little, too much and again, and goes back."""
    events = [submitted({"a": True, "b": False, "c": False})]
    for _ in range(draw(st.integers(1, 30))):
        at = events[-1].at + timedelta(hours=draw(st.sampled_from([0, 1, 5, 30, 200])))
        event = draw(_next(events, stands(BILLED, events), at))
        try:
            must_allow(BILLED, stands(BILLED, events), event)
        except EventNotAllowed:
            continue
        events.append(event)
    return events


@st.composite
def _next(draw: st.DrawFn, events: list[Event], position: Position, at: Any) -> Event:
    if position.state not in OVER and (timer := due(position, at)) is not None:
        return Event(timer.kind, at, timer.step, timer.data)
    what = draw(
        st.sampled_from(["pay", "pay", "pay", "back", "answer", "answer", "answer", "correct", "other"])
    )
    if what == "pay":
        key = draw(st.sampled_from(["pay", "fee"]))
        return Event(EventKind.PAID, at, key, {"bill": "x", "amount": draw(st.sampled_from(AMOUNTS[2:]))})
    if what == "back":
        owed = [key for key in ("pay", "fee") if position.tasks[key].surplus]
        if owed:
            key = draw(st.sampled_from(owed))
            amount = draw(st.integers(1, position.tasks[key].surplus))
            return Event(EventKind.REFUNDED, at, key, {"bill": "x", "amount": amount, "counted": True})
    if what == "correct" and position.state is ApplicationState.RETURNED:
        answers = {name: draw(st.booleans()) for name in FIELDS}
        return Event(EventKind.CORRECTED, at, data={"answers": answers, "changed": ["answers.a"]})
    if what == "other":
        return draw(_turn(events, position, at))
    key = draw(st.sampled_from(["tax", "decide", "sign"]))
    decision = draw(st.sampled_from(["APPROVE"] * 5 + ["RETURN", "REFUSE"]))
    stated = draw(st.sampled_from(AMOUNTS)) if key == "tax" and decision == "APPROVE" else None
    more = {} if stated is None else {"amount": stated}
    return Event(EventKind.DECIDED, at, key, {"decision": decision, "findings": [], **more})


@st.composite
def _turn(draw: st.DrawFn, events: list[Event], position: Position, at: Any) -> Event:
    if position.state is ApplicationState.LAPSED:
        return Event(EventKind.REOPENED, at, position.lapsed_for, {"bill": "x"})
    if position.objection_open:
        return Event(EventKind.OBJECTION_DECIDED, at, data={"upheld": draw(st.booleans()), "reason": "x"})
    if position.state is ApplicationState.REFUSED:
        return Event(EventKind.OBJECTED, at, data={"text": "x"})
    if draw(st.integers(0, 8)) == 0:
        return Event(EventKind.WITHDRAWN, at, data={"reason": ""})
    return Event(EventKind.PAID, at, "fee", {"bill": "x", "amount": 10_000})


@settings(max_examples=300)
@given(told())
def test_used_and_to_be_given_back_is_what_was_paid_at_every_moment(events: list[Event]) -> None:
    book = Book()
    for count in range(1, len(events) + 1):
        position = stands(BILLED, events[:count])
        book.note(events[count - 1], position)
        for key in ("pay", "fee"):
            task, here = position.tasks[key], book.came[key] - book.back[key]
            assert task.surplus >= 0
            assert book.used(key, position) + task.surplus + book.back[key] == book.came[key]
            if task.state is TaskState.OPEN:
                assert task.amount == (10_000 if key == "fee" else book.tax or 0) - here


def test_money_that_went_back_is_asked_for_again_when_the_file_is_opened_again() -> None:
    events = [submitted({"a": True, "b": False, "c": False})]
    at = MONDAY + timedelta(hours=1)
    events.append(
        Event(EventKind.DECIDED, at, "tax", {"decision": "APPROVE", "findings": [], "amount": 250_000})
    )
    events.append(Event(EventKind.PAID, at, "pay", {"bill": "x", "amount": 250_000}))
    events.append(Event(EventKind.LAPSED, at + timedelta(days=9), "fee", {}))
    events.append(
        Event(
            EventKind.REFUNDED,
            at + timedelta(days=10),
            "pay",
            {"bill": "x", "amount": 250_000, "counted": True},
        )
    )
    assert stands(BILLED, events).tasks["pay"].surplus == 0
    again = at + timedelta(days=11)
    events.append(Event(EventKind.REOPENED, again, "fee", {"bill": "x"}))
    task = stands(BILLED, events).tasks["pay"]
    assert (task.state, task.amount, task.opened_at) == (TaskState.OPEN, 250_000, again)


class Dice:
    """Chance that falls the same way again from the same seed."""

    def __init__(self, seed: int) -> None:
        self.seed, self.throws = seed, 0

    def below(self, number: int) -> int:
        """A whole number from 0 on."""
        self.throws += 1
        return int.from_bytes(sha256(f"{self.seed}/{self.throws}".encode()).digest()) % number

    def one_in(self, number: int) -> bool:
        """Whether what happens so rarely happens now."""
        return self.below(number) == 0

    def choice(self, things: Sequence[T]) -> T:
        """One of them."""
        return things[self.below(len(things))]


class Town:
    """One application, and everybody who may do something about its money, at random."""

    def __init__(self, story: Story, id: UUID, seed: int) -> None:
        self.story, self.id, self.dice = story, id, Dice(seed)
        self.sent = 0

    async def go_on(self) -> None:
        """Whatever may happen next; what the state does not allow is not done."""
        deeds = [self.set_tax, self.bill, self.bill, self.pay, self.pay, self.pay, self.send_back, self.give]
        deed = self.dice.choice([*deeds, self.sleep, self.end])
        await deed()

    async def set_tax(self) -> None:
        """Bapenda says what is to be paid, 0, or nothing."""
        await self._answer("tax", "bapenda", Decision.APPROVE, amount=self.dice.choice(AMOUNTS))

    async def bill(self) -> None:
        """The job that makes the bill."""
        task = await self.story.task(self.id, "payment")
        await open_bill(task.id, at=self.story.at(), regency=self.story.regency)

    async def pay(self) -> None:
        """A notice for any bill there ever was: exact, short, over, twice, early, late, or for none of ours."""
        known = await tables.Bill.all().order_by("id")
        self.sent += 1
        if not known or self.dice.one_in(20):
            await tell(self.story, notice("ABC-1", 1_000, f"pay_{self.sent}"))
            return
        bill = self.dice.choice(known)
        amount = self.dice.choice([bill.amount] * 5 + [1, bill.amount + 5_000])
        paid_at = self.dice.choice([bill.issued_at, bill.due_at, self.story.now + timedelta(minutes=1)])
        id = f"pay_{self.sent - (self.sent > 3 and self.dice.one_in(10))}"
        await tell(self.story, notice(bill.number, amount, id, paid_at=paid_at))

    async def send_back(self) -> None:
        """The file is returned; the applicant corrects it when the findings have come."""
        if (await Application.get(id=self.id)).state == "RETURNED":
            size = 1 + self.dice.below(500)
            await self.story.correct(self.id, {"size": size, "business_name": "Warung"})
            return
        findings = (
            Finding(("answers", "size"), "Lebih luas."),
            Finding(("answers", "business_name"), "Lain."),
        )
        await self._answer("decision", "dpmptsp", Decision.RETURN, findings=findings)

    async def give(self) -> None:
        """The treasurer gives something back."""
        page = await refunds_owed(SYSTEM, first=20, after=None, regency=self.story.regency)
        rows = [row for row in page.rows if row.from_at is None or row.from_at < self.story.now]
        if rows:
            row, at = self.dice.choice(rows), self.story.at()
            day = at.astimezone(self.story.regency.zone).date()
            giving = GivingBack(row.id, row.amount, random_code(), day)
            await give_back(giving, by=SYSTEM, at=at, regency=self.story.regency)

    async def sleep(self) -> None:
        """Time passes."""
        if (await Application.get(id=self.id)).wake_at is not None:
            await self.story.sleep(self.id)

    async def end(self) -> None:
        """Now and then somebody refuses or withdraws; who is refused objects, and is right or not."""
        state, story = (await Application.get(id=self.id)).state, self.story
        open_ = await Objection.get_or_none(application_id=self.id, upheld=None)
        if open_ is not None:
            answer = ObjectionAnswer(open_.id, not self.dice.one_in(3), "Sudah dilihat.", random_code())
            by = await story.officer("kadis-dpmptsp")
            await decide_objection(answer, by=by, at=story.at(), regency=story.regency)
        elif state == "REFUSED" and not await Objection.filter(application_id=self.id, upheld=False).exists():
            draft = ObjectionDraft(self.id, "Mohon dilihat lagi.", random_code())
            await object_to_refusal(draft, by=await story.citizen(), at=story.at(), regency=story.regency)
        elif self.dice.one_in(2):
            await self._answer("decision", "dpmptsp", Decision.REFUSE, reason="Terlalu luas.")
        elif self.dice.one_in(5) and state in {"IN_PROGRESS", "RETURNED"}:
            await story.withdraw(self.id)

    async def _answer(self, key: str, officer: str, decision: Decision, **more: Any) -> None:
        task = await self.story.task(self.id, key)
        if task.state != "OPEN":
            return
        reason, findings, amount = (more.get(name) for name in ("reason", "findings", "amount"))
        answer = TaskAnswer(task.id, decision, reason, findings or (), random_code(), amount=amount)
        by = await self.story.officer(officer)
        await decide_task(answer, by=by, at=self.story.at(), regency=self.story.regency)


async def must_add_up(story: Story, id: UUID) -> None:
    """All that the bank has told is used, to be given back, or given back; and every list says so."""
    came = sum(row.amount for row in await tables.PaymentNotice.all())
    owed = (await refunds_owed(SYSTEM, first=100, after=None, regency=story.regency)).rows
    given_back = (await refunds_given(SYSTEM, first=100, after=None)).rows
    task = await story.task(id, "payment")
    counted = sum(row.amount for row in await tables.PaymentNotice.filter(result="paid"))
    back = sum(
        row.amount
        for row in given_back
        if row.reason.value not in {"late", "twice", "wrong-amount", "unknown"}
    )
    used = counted - back - task.surplus
    assert used >= 0
    assert used + sum(row.amount for row in owed) + sum(row.amount for row in given_back) == came
    assert sum(row.amount for row in owed if row.counted) == task.surplus
    state = (await Application.get(id=id)).state
    if state in {"WITHDRAWN", "LAPSED"}:
        assert used == 0
    tax = await Task.get(application_id=id, step="tax")
    if task.state == "DONE" and state not in OVER:
        assert used == task.amount == (tax.amount or 0)
    citizen = await story.citizen()
    own = [row for row in owed if row.application_id is not None]
    assert await owed_to([id], by=citizen, regency=story.regency) == own
    assert len(await given_to([id], by=citizen)) == sum(row.application_id is not None for row in given_back)


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("seed", range(4))
async def test_it_adds_up_whatever_people_do(story: Story, seed: int) -> None:
    town = Town(story, (await submit(story, SERVICE)).id, seed)
    for _ in range(30):
        await town.go_on()
        await must_add_up(story, town.id)
