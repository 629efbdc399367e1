"""What a verified notice of payment does, and does not do."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest

from models.applications.operations.withdrawing import Withdrawal, withdraw_application
from models.applications.tables import Application, Event
from models.billing import tables
from models.billing.notices import notice_told
from models.billing.workflow import BillState, Taken
from models.kit.ports import UnreadableNotice
from models.kit.tables import OutboxEntry
from models.kit.transactions import rows_of
from models.messages.tables import Message
from models.privacy.sealing import destroy_key
from tests.models.billing.till import bills, issue_bill, notice, owing, tell
from tests.story import Story

pytestmark = pytest.mark.usefixtures("outside")


async def payments(application: UUID) -> int:
    return await Event.filter(application_id=application, kind="paid").count()


async def test_a_payment_finishes_the_step_and_the_file_goes_on(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    await story.decide(id, "decision", "dpmptsp")
    assert (await story.task(id, "signature")).state == "WAITING"
    assert await tell(story, notice(bill.number)) is Taken.PAID

    task = await story.task(id, "payment")
    assert (task.state, task.decided_by, task.amount) == ("DONE", "Sistem", 250_000)
    event = await Event.get(application_id=id, kind="paid")
    assert (event.actor_kind, event.step) == ("system", "payment")
    assert (event.data["bill"], event.data["amount"]) == (bill.number, 250_000)
    [paid] = await bills(story, id)
    assert (paid.state, paid.reference) == (BillState.PAID, "LATIHAN-1")
    assert paid.paid_at == story.now

    assert (await Application.get(id=id)).state == "APPROVED"
    assert await OutboxEntry.filter(job="prepare_permit").count() == 1
    await story.sign(id)
    assert (await Application.get(id=id)).state == "ISSUED"


async def test_the_citizen_gets_one_receipt(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    for _ in range(2):
        await tell(story, notice(bill.number))
    newest = await Message.filter(application_id=id).order_by("-id")
    texts = [story.regency.vault.open(row.text_sealed, "message") for row in newest]
    assert len([text for text in texts if "sudah diterima" in text and "Rp250.000" in text]) == 1
    assert all(len(text) <= 160 for text in texts)


async def test_the_same_notice_again_changes_nothing_and_answers_the_same(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    answers = {await tell(story, notice(bill.number)) for _ in range(3)}
    assert answers == {Taken.PAID}
    assert await payments(id) == 1
    assert await tables.PaymentNotice.all().count() == 1


async def test_two_notices_at_the_same_instant_leave_one_payment(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    told = [notice(bill.number, id=one) for one in ("pay_1", "pay_2", "pay_2", "pay_1")]
    answers = await asyncio.gather(*(tell(story, one) for one in told))
    assert sorted(answers) == ["paid", "paid", "twice", "twice"]
    assert await payments(id) == 1
    assert await tables.PaymentNotice.all().count() == 2
    [seen] = await bills(story, id)
    assert (seen.state, seen.astray) == (BillState.PAID, [Taken.TWICE])


@pytest.mark.parametrize("amount", [1, 249_999, 250_001])
async def test_another_amount_than_owed_is_written_down_and_pays_nothing(story: Story, amount: int) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    assert await tell(story, notice(bill.number, amount)) is Taken.WRONG_AMOUNT
    assert await payments(id) == 0
    [seen] = await bills(story, id)
    assert (seen.state, seen.astray) == (BillState.OPEN, [Taken.WRONG_AMOUNT])
    assert await tell(story, notice(bill.number, id="pay_2")) is Taken.PAID


async def test_a_bill_that_there_is_not_is_written_down(story: Story) -> None:
    assert await tell(story, notice("BYR-2611-AAAAA-T1")) is Taken.UNKNOWN
    written = await tables.PaymentNotice.get()
    assert (written.result, written.amount, written.application_id) == ("unknown", 250_000, None)
    told = await notice_told(written.channel, written.notice, vault=story.regency.vault)
    assert told == {"type": "payment.paid"}


async def test_what_the_bank_says_of_the_payer_is_sealed_and_ends_with_the_key(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    content = {"payer": {"name": "Sumi Rahasia", "account": "0099887766"}}
    paid = replace(notice(bill.number), content=content)
    assert await tell(story, paid) is Taken.PAID
    channel, vault = story.regency.payments.name, story.regency.vault
    assert await notice_told(channel, paid.id, vault=vault) == content
    for said in ("Sumi Rahasia", "0099887766"):
        assert said not in str(await rows_of("SELECT n::text FROM payment_notice n"))
    await destroy_key(id, at=story.at())
    assert await notice_told(channel, paid.id, vault=vault) is None
    late = replace(paid, id="pay_2")
    assert await tell(story, late) is Taken.TWICE, "the money is told of all the same"
    rows = await tables.PaymentNotice.all().order_by("received_at")
    assert [(row.amount, row.result, row.application_id) for row in rows] == [
        (250_000, "paid", id), (250_000, "twice", id),
    ]  # fmt: skip
    assert rows[1].body_sealed is None, "of its payer nothing more is kept"
    assert await payments(id) == 1


async def test_money_after_the_withdrawal_is_late_and_the_file_stays_closed(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    withdrawal = Withdrawal(id, "", "back")
    await withdraw_application(withdrawal, by=await story.citizen(), at=story.at(), regency=story.regency)
    assert await tell(story, notice(bill.number)) is Taken.LATE
    assert (await Application.get(id=id)).state == "WITHDRAWN"
    assert await payments(id) == 0
    [seen] = await bills(story, id)
    assert (seen.state, seen.astray) == (BillState.CANCELLED, [Taken.LATE])


async def test_a_withdrawal_and_a_payment_at_once_leave_one_truth(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    by, back = await story.citizen(), Withdrawal(id, "", "back")
    _, taken = await asyncio.gather(
        withdraw_application(back, by=by, at=story.at(), regency=story.regency),
        tell(story, notice(bill.number)),
    )
    assert (await Application.get(id=id)).state == "WITHDRAWN"
    assert await payments(id) == (taken is Taken.PAID)
    paid = (await bills(story, id))[0].state is BillState.PAID
    assert paid is (taken is Taken.PAID)


async def test_a_bill_that_is_never_paid_lapses_and_money_after_it_is_late(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    await story.decide(id, "decision", "dpmptsp")
    while (await Application.get(id=id)).state != "LAPSED":
        await story.sleep(id)
    assert await tell(story, notice(bill.number)) is Taken.LATE


async def test_a_notice_that_no_database_takes_is_unreadable(story: Story) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    for strange in (
        notice(bill.number + "\0"),
        notice(bill.number, note="\0"),
        notice(bill.number, note="\ud800"),
        notice(bill.number, note=float("nan")),
        notice(bill.number, 10**30),
    ):
        with pytest.raises(UnreadableNotice):
            await tell(story, strange)
    assert await tables.PaymentNotice.all().count() == 0
