"""Paid in time and told late, paid twice over, paid while the amount is being set: what counts, and what goes back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from models.applications.journal import open_journal
from models.applications.operations.answering import Finding
from models.applications.operations.waking import wake_application
from models.applications.states import Decision
from models.applications.tables import Application, Event
from models.billing import tables
from models.billing.operations import take_payment
from models.billing.workflow import Taken, moment_of_payment
from models.kit.transactions import unit_of_work
from models.messages.tables import Message
from tests.models.applications.test_side_by_side import held
from tests.models.billing.till import assess, bills, issue_bill, notice, owing, tell
from tests.story import Story

pytestmark = pytest.mark.usefixtures("outside")
AN_HOUR = timedelta(hours=1)


async def lapse(story: Story, id: UUID) -> None:
    """Nobody pays, and time closes the file."""
    while (await Application.get(id=id)).state != "LAPSED":
        await story.sleep(id)


async def kinds(id: UUID) -> list[str]:
    return [row.kind for row in await Event.filter(application_id=id).order_by("sequence")]


async def news(story: Story, id: UUID) -> str:
    newest = await Message.filter(application_id=id).order_by("-id")
    return "\n".join(story.regency.vault.open(row.text_sealed, "message") for row in newest)


async def send_back(story: Story, id: UUID, size: int = 20) -> None:
    """The file is returned and corrected: the tax is asked again."""
    wanting = Finding(("answers", "size"), "Di foto tampak lebih luas.")
    await story.decide(id, "decision", "dpmptsp", Decision.RETURN, findings=[wanting])
    await story.sleep(id)
    await story.correct(id, {"business_name": "Warung Sederhana", "npwpd": "P.2.0001.01.001", "size": size})


async def test_paid_in_time_and_told_after_the_end_opens_the_file_again(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    await lapse(story, id)
    closed, promised = story.now, (await Application.get(id=id)).submitted_at
    story.now += timedelta(days=3)
    assert await tell(story, notice(bill.number, paid_at=bill.due_at)) is Taken.PAID
    application = await Application.get(id=id)
    assert application.state == "IN_PROGRESS"
    assert (await kinds(id))[-3:] == ["lapsed", "reopened", "paid"]
    assert (await story.task(id, "payment")).state == "DONE"
    decision = await story.task(id, "decision")
    assert decision.state == "OPEN"
    assert decision.due_at is not None
    assert decision.due_at > story.now, "its clock begins anew"
    assert application.finished_at is None
    assert application.due_at is not None
    assert application.due_at - promised > story.now - closed, "the time between is nobody's"
    assert "dibuka lagi" in await news(story, id)
    assert (await tables.Bill.get()).paid_at == bill.due_at

    await story.decide(id, "decision", "dpmptsp")
    await story.sign(id)
    assert (await Application.get(id=id)).state == "ISSUED"


async def test_paid_after_the_last_day_and_told_after_the_end_is_given_back(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    await lapse(story, id)
    story.now += timedelta(days=3)
    late = notice(bill.number, paid_at=bill.due_at + timedelta(seconds=1))
    assert await tell(story, late) is Taken.LATE
    assert (await Application.get(id=id)).state == "LAPSED"
    assert "Rp250.000" in (await news(story, id)).splitlines()[0]
    assert "akan dikembalikan" in (await news(story, id)).splitlines()[0]


async def test_paid_in_time_and_told_before_anybody_has_closed_the_file_closes_nothing(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    while "reminded" not in (await kinds(id))[-1:] or (await kinds(id)).count("reminded") < 2:
        await story.sleep(id)
    story.now = bill.due_at + timedelta(days=5)
    assert await tell(story, notice(bill.number, paid_at=bill.due_at - AN_HOUR)) is Taken.PAID
    assert "lapsed" not in await kinds(id)
    assert (await Application.get(id=id)).state == "IN_PROGRESS"


async def test_what_was_not_closed_for_the_bill_is_not_opened_by_it(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    await story.withdraw(id)
    assert await tell(story, notice(bill.number, paid_at=bill.issued_at)) is Taken.LATE
    assert (await Application.get(id=id)).state == "WITHDRAWN"


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        ("2026-11-24T03:00", True),
        ("2026-11-24T05:04", True),
        ("2026-11-24T05:06", False),
        ("2026-11-23T01:56", True),
        ("2026-11-23T01:54", False),
        ("1970-01-01T00:00", False),
        ("9999-12-31T00:00", False),
    ],
)
def test_nobody_pays_before_there_is_a_bill_or_after_the_notice(told: str, believed: bool) -> None:
    paid_at = datetime.fromisoformat(told).replace(tzinfo=UTC)
    issued_at, received_at = (datetime(2026, 11, day, 2 + 3 * (day - 23), tzinfo=UTC) for day in (23, 24))
    moment = moment_of_payment(paid_at, issued_at=issued_at, received_at=received_at)
    assert moment == (paid_at if believed else received_at)


async def test_a_nonsensical_time_opens_nothing(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    await lapse(story, id)
    assert await tell(story, notice(bill.number, paid_at=datetime(1970, 1, 1, tzinfo=UTC))) is Taken.LATE


async def test_paying_one_bill_of_a_step_cancels_its_others(story: Story) -> None:
    """As an earlier release left them: two bills of one step and one amount."""
    id = await owing(story)
    first = await issue_bill(story, id)
    known = await tables.Bill.get()
    other = await tables.Bill.create(
        application_id=id, task_id=known.task_id, number=first.number.replace("-T1", "-T2"), amount=250_000,
        text="Pajak", issued_at=story.now, due_at=known.due_at,
    )  # fmt: skip
    await tables.Bill.filter(id=known.id).update(cancelled_at=story.now)
    assert await tell(story, notice(first.number)) is Taken.PAID
    await other.refresh_from_db()
    assert other.cancelled_at is not None
    await send_back(story, id)
    assert (await story.task(id, "payment")).state == "WAITING"
    assert await tell(story, notice(other.number, id="pay_2")) is Taken.LATE
    await assess(story, id, 250_000)
    task = await story.task(id, "payment")
    assert (task.state, task.amount, task.surplus) == ("DONE", 250_000, 0)


async def test_while_the_amount_is_being_set_only_the_newest_bill_pays(story: Story) -> None:
    id = await owing(story)
    first = await issue_bill(story, id)
    await send_back(story, id)
    await assess(story, id, 300_000)
    second = await issue_bill(story, id)
    await send_back(story, id, 30)
    assert await tell(story, notice(first.number, id="pay_1")) is Taken.LATE
    assert await tell(story, notice(second.number, 300_000, id="pay_2")) is Taken.PAID
    assert (await story.task(id, "payment")).state == "WAITING"


async def test_a_lower_amount_after_paying_shows_what_is_to_be_given_back(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    await tell(story, notice(bill.number))
    await send_back(story, id)
    assert (await story.task(id, "payment")).surplus == 0, "nobody knows yet what it comes to"
    await assess(story, id, 200_000)
    task = await story.task(id, "payment")
    assert (task.state, task.amount, task.surplus) == ("DONE", 200_000, 50_000)
    assert "Rp50.000" in await news(story, id)
    await send_back(story, id, 40)
    await assess(story, id, 0)
    task = await story.task(id, "payment")
    assert (task.state, task.amount, task.surplus) == ("DONE", 0, 250_000)


async def test_a_payment_that_comes_while_the_file_should_lapse_counts(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    while (await kinds(id)).count("reminded") < 2:
        await story.sleep(id)
    wake_at = (await Application.get(id=id)).wake_at
    assert wake_at is not None
    told = notice(bill.number, paid_at=bill.due_at - AN_HOUR)
    async with held("application", id) as queue:
        await queue.add(take_payment(told, at=wake_at + AN_HOUR, regency=story.regency))
        assert not await wake_application(id, at=wake_at, regency=story.regency)  # it waits for nobody
    assert await queue.outcomes() == [Taken.PAID]
    assert "lapsed" not in await kinds(id)
    assert not await wake_application(id, at=wake_at + AN_HOUR, regency=story.regency)


async def test_two_notices_for_two_bills_of_a_step_at_once_are_judged_one_after_the_other(
    story: Story,
) -> None:
    id = await owing(story)
    first = await issue_bill(story, id)
    await send_back(story, id)
    await assess(story, id, 400_000)
    second = await issue_bill(story, id)
    at = story.at()
    told = [notice(first.number, paid_at=at), notice(second.number, 400_000, "pay_2", paid_at=at)]
    async with held("application", id) as queue:
        for one in told:
            await queue.add(take_payment(one, at=at, regency=story.regency))
    assert await queue.outcomes() == [Taken.PAID, Taken.PAID]
    task = await story.task(id, "payment")
    assert (task.state, task.amount, task.surplus) == ("DONE", 400_000, 250_000)


async def test_a_notice_and_another_amount_at_once_lose_no_money(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    await send_back(story, id)
    at = story.at()
    async with held("application", id) as queue:
        await queue.add(assess(story, id, 100_000))
        await queue.add(take_payment(notice(bill.number, paid_at=at), at=at, regency=story.regency))
    assert await queue.outcomes() == [None, Taken.PAID]
    task = await story.task(id, "payment")
    assert (task.state, task.amount, task.surplus) == ("DONE", 100_000, 150_000)
    [known] = await bills(story, id)
    assert known.paid_at is not None


async def test_the_days_of_a_bill_stay_the_applicants_when_the_step_opens_again(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    opened = (await story.task(id, "payment")).opened_at
    story.now += timedelta(days=4)
    await tell(story, notice(bill.number))
    paid_at = story.now
    await send_back(story, id)
    await assess(story, id, 300_000)
    task = await story.task(id, "payment")
    assert (task.state, task.amount) == ("OPEN", 50_000)
    async with unit_of_work():
        journal = await open_journal(id, regency=story.regency)
    assert journal.position(story.now).waits[0] == (opened, paid_at)
