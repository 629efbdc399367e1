"""A step to be paid becomes a bill, and a bill becomes payable."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from models.applications.operations.answering import Finding
from models.applications.operations.recalculating import recalculate_application
from models.applications.operations.withdrawing import Withdrawal, withdraw_application
from models.applications.states import Decision
from models.billing import tables
from models.billing.operations import open_bill
from models.billing.queries import BillRow, bills_of
from models.billing.workflow import BillState
from models.calendar.operations import HolidayDraft, declare_holiday, withdraw_holiday
from models.kit.actor import SYSTEM
from models.kit.ports import PaymentInstruction, PaymentOrder, PaymentUnavailable
from models.kit.tables import OutboxEntry
from models.messages.tables import Message
from tests.clock import day_of
from tests.conftest import Queries
from tests.models.billing.till import assess, bills, issue_bill, notice, owing, tell
from tests.outside import Outside
from tests.story import Story


async def told(story: Story) -> list[str]:
    """The messages about money."""
    texts = [
        story.regency.vault.open(row.text_sealed, "message") for row in await Message.all().order_by("id")
    ]
    return [text for text in texts if "Rp" in text]


async def test_the_amount_becomes_a_bill_with_a_code_and_a_page(story: Story, outside: Outside) -> None:
    id = await owing(story)
    assert await OutboxEntry.filter(job="open_bill").count() == 1
    bill = await issue_bill(story, id)
    task = await story.task(id, "payment")
    assert (bill.amount, bill.text, bill.state) == (250_000, "Pajak", BillState.OPEN)
    assert (bill.due_at, bill.agency_id, bill.step) == (task.due_at, task.agency_id, "payment")
    assert bill.number.endswith("-T1")
    assert bill.code is not None
    assert bill.url == f"{outside.url}/bayar/{bill.code}"


@pytest.mark.usefixtures("outside")
async def test_the_citizen_is_told_the_amount_once_however_often_the_job_runs(story: Story) -> None:
    id = await owing(story)
    for _ in range(3):
        await issue_bill(story, id)
    [text] = await told(story)
    assert "Rp250.000" in text
    assert "/permohonan/BYR-" in text
    assert len(text) <= 160
    assert await tables.Bill.all().count() == 1


@pytest.mark.usefixtures("outside")
async def test_two_jobs_at_once_make_one_bill_and_one_message(story: Story) -> None:
    id = await owing(story)
    await asyncio.gather(*(issue_bill(story, id) for _ in range(3)))
    assert await tables.Bill.all().count() == 1
    assert len(await told(story)) == 1


async def test_while_the_bank_is_away_the_bill_is_there_and_nobody_is_told(
    story: Story, outside: Outside
) -> None:
    id = await owing(story)
    outside.trouble(payment="down:503")
    for _ in range(2):
        with pytest.raises(PaymentUnavailable):
            await issue_bill(story, id)
    [bill] = await bills(story, id)
    assert (bill.state, bill.code, bill.url) == (BillState.OPEN, None, None)
    assert await told(story) == []

    outside.calm()
    again = await issue_bill(story, id)
    assert again.id == bill.id
    assert again.code is not None


class Killed(BaseException):
    """What kill -9 is to the code."""


class Dying:
    """The bank took the bill over, and we died before its answer was noted."""

    name = "lokal"

    def __init__(self, story: Story) -> None:
        self.bank = story.regency.payments
        self.answers: list[PaymentInstruction] = []

    async def open(self, order: PaymentOrder) -> PaymentInstruction:
        self.answers.append(await self.bank.open(order))
        raise Killed


@pytest.mark.usefixtures("outside")
async def test_killed_between_the_bank_and_our_note_the_same_bill_goes_on(story: Story) -> None:
    id = await owing(story)
    task, bank = await story.task(id, "payment"), Dying(story)
    with pytest.raises(Killed):
        await open_bill(task.id, at=story.at(), regency=replace(story.regency, payments=bank))  # type: ignore[arg-type]
    assert await told(story) == []
    bill = await issue_bill(story, id)
    assert await tables.Bill.all().count() == 1
    assert PaymentInstruction(bill.code or "", bill.url) == bank.answers[0]
    assert len(await told(story)) == 1


@pytest.mark.usefixtures("outside")
async def test_nothing_to_pay_is_no_bill(story: Story) -> None:
    id = await owing(story, 0)
    task = await story.task(id, "payment")
    assert task.state == "SKIPPED"
    await open_bill(task.id, at=story.at(), regency=story.regency)
    assert await tables.Bill.all().count() == 0


@pytest.mark.usefixtures("outside")
async def test_a_withdrawn_application_gets_no_bill_and_owes_none(story: Story) -> None:
    late, early = await owing(story), await owing(story)
    await issue_bill(story, late)
    for id in (late, early):
        withdrawal = Withdrawal(id, "", id.hex)
        await withdraw_application(withdrawal, by=await story.citizen(), at=story.at(), regency=story.regency)
        await open_bill((await story.task(id, "payment")).id, at=story.at(), regency=story.regency)
    assert [bill.state for bill in await bills(story, late)] == [BillState.CANCELLED]
    assert await bills(story, early) == []


async def asked_again(story: Story, id: UUID, amount: int) -> BillRow:
    """The file is returned and corrected, the officer of Bapenda sets an amount again, and the bill is issued."""
    wanting = Finding(("answers", "size"), "Di foto tampak lebih luas.")
    await story.decide(id, "decision", "dpmptsp", Decision.RETURN, findings=[wanting])
    await story.sleep(id)
    await story.correct(id, {"business_name": "Warung Sederhana", "npwpd": "P.2.0001.01.001", "size": 20})
    assert [bill.state for bill in await bills(story, id)] == [BillState.CANCELLED]
    await assess(story, id, amount)
    return await issue_bill(story, id)


@pytest.mark.usefixtures("outside")
async def test_a_step_that_comes_to_the_same_again_keeps_its_bill_and_its_code_for_longer(
    story: Story, outside: Outside
) -> None:
    id = await owing(story)
    first = await issue_bill(story, id)
    second = await asked_again(story, id, first.amount)
    assert (second.number, second.code, second.state) == (first.number, first.code, BillState.OPEN)
    assert second.due_at == (await story.task(id, "payment")).due_at
    assert second.due_at > first.due_at
    asked = outside.asked("payment")
    await issue_bill(story, id)
    assert outside.asked("payment") == asked, "the bank knows the last day already"
    assert len(await told(story)) == 2
    assert [await tell(story, notice(first.number, id=one)) for one in ("pay_1", "pay_2")] == [
        "paid",
        "twice",
    ]


@pytest.mark.usefixtures("outside")
async def test_a_step_that_comes_to_more_has_a_new_bill_and_the_old_one_pays_its_part(story: Story) -> None:
    id = await owing(story)
    first = await issue_bill(story, id)
    second = await asked_again(story, id, 400_000)
    assert [bill.state for bill in await bills(story, id)] == [BillState.CANCELLED, BillState.OPEN]
    assert (second.amount, second.number) == (400_000, first.number.replace("-T1", "-T2"))
    assert await tell(story, notice(first.number)) == "paid"
    third = await issue_bill(story, id)
    assert (third.amount, third.number) == (150_000, first.number.replace("-T1", "-T3"))
    assert await tell(story, notice(third.number, 150_000, "pay_3")) == "paid"
    assert await tell(story, notice(second.number, 400_000, "pay_2")) == "late"
    task = await story.task(id, "payment")
    assert (task.state, task.amount, task.surplus) == ("DONE", 400_000, 0)


@pytest.mark.usefixtures("outside")
async def test_a_holiday_moves_the_last_day_of_a_bill_and_the_bill_stays_the_same(
    story: Story, outside: Outside
) -> None:
    id = await owing(story)
    first = await issue_bill(story, id)
    day = day_of(first.due_at)
    holiday = HolidayDraft(day, "Pilkada", "Keppres 30/2026")
    await declare_holiday(holiday, by=SYSTEM, at=story.at(), regency=story.regency)
    assert await recalculate_application(id, at=story.at(), regency=story.regency)
    second = await issue_bill(story, id)
    assert (second.number, second.code) == (first.number, first.code)
    assert second.due_at > first.due_at
    assert await tables.Bill.all().count() == 1
    assert (await tables.Bill.get()).told_until == second.due_at

    await withdraw_holiday(day, source="batal", by=SYSTEM, at=story.at(), regency=story.regency)
    await recalculate_application(id, at=story.at(), regency=story.regency)
    assert (await issue_bill(story, id)).due_at == second.due_at, "a last day that was told is not taken back"


@pytest.mark.usefixtures("outside")
async def test_who_may_see_the_application_sees_its_bills_in_one_statement(
    story: Story, queries: Queries
) -> None:
    ids = [await owing(story) for _ in range(3)]
    for id in ids:
        await issue_bill(story, id)
    seen = {}
    for by in (
        await story.citizen(),
        await story.citizen(2),
        await story.officer("bapenda"),
        await story.officer("dishub"),
    ):
        queries.forget()
        found = await bills_of(ids, by=by)
        assert queries.count == 1
        seen[by.name] = sum(len(rows) for rows in found.values())
    assert list(seen.values()) == [3, 0, 3, 0]
