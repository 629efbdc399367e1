"""The Land Office's fee in PKKPR: paid to the state, found by the Land Office, and never the regency's money."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.applications import tables as applications
from models.applications.errors import (
    EventNotAllowed,
    TaskAlreadyDecided,
    TaskNotFound,
    TaskNotOpen,
)
from models.applications.operations.answering import Finding, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.states import Decision
from models.billing import tables
from models.billing.reporting import PaymentDenial, deny_payment, report_payment
from models.billing.state_payments import attached_receipt
from models.kit.errors import InvalidInput, Refusal, VersionChanged
from models.kit.ids import random_code
from models.kit.tables import OutboxEntry
from models.messages.tables import Message
from tests.models.billing.treasury import NTPN, SERVICE, deny, owing, payments, set_fee, tell
from tests.sampling import samples
from tests.services import submit
from tests.story import Story
from tests.walker import apply, report, walk


async def told(story: Story) -> list[str]:
    rows = await Message.exclude(phone_sealed=None).order_by("id")
    texts = [story.regency.vault.open(row.text_sealed, "message") for row in rows]
    return [text for text in texts if "PNBP" in text]


async def nothing_went_through_the_regency(application: UUID) -> None:
    assert await tables.Bill.filter(application_id=application).count() == 0
    assert await applications.Event.filter(application_id=application, kind="paid").count() == 0
    assert await OutboxEntry.filter(job="open_bill").count() == 0


@pytest.mark.usefixtures("outside")
async def test_the_land_office_is_paid_by_the_state_treasury_and_never_by_a_bill_of_the_regency(
    story: Story,
) -> None:
    sent = await apply(story, next(samples("pkkpr-non-berusaha")))
    assert await walk(story, sent.id) == "ISSUED"
    await nothing_went_through_the_regency(sent.id)
    [payment] = await payments(story, sent.id)
    assert (payment.step, payment.amount, payment.not_found_at) == ("land-payment", 250_000, None)
    task = await story.task(sent.id, "land-payment")
    assert (task.role, task.state, task.decision, task.amount) == ("officer", "DONE", "APPROVE", 250_000)
    assert task.decided_by == (await story.officer("bpn")).name


async def test_the_applicant_is_told_once_what_the_state_is_owed(story: Story) -> None:
    id = await owing(story)
    [text] = await told(story)
    assert "Rp250.000 ke kas negara" in text
    assert len(text) <= 160
    await tell(story, id)
    await story.decide(id, "payment", "bpn")
    assert len(await told(story)) == 1
    await nothing_went_through_the_regency(id)


async def test_what_is_not_found_goes_back_with_its_reason_and_the_number_may_come_again(
    story: Story,
) -> None:
    id = await owing(story)
    await tell(story, id)
    await deny(story, id)
    task = await story.task(id, "payment")
    assert (task.role, task.state, task.reason, task.decision) == (
        "citizen",
        "OPEN",
        "NTPN ini tidak ada.",
        None,
    )
    text = (await told(story))[-1]
    assert "belum ditemukan" in text
    assert len(text) <= 160
    await tell(story, id)
    first, second = await payments(story, id)
    assert first.not_found_at is not None
    assert (second.not_found_at, second.ntpn) == (None, NTPN)
    assert (await story.task(id, "payment")).reason is None
    await story.decide(id, "payment", "bpn")
    assert (await story.task(id, "payment")).state == "DONE"


@pytest.mark.parametrize(("again", "left"), [(0, None), (100_000, None), (250_000, None), (400_000, 150_000)])
async def test_a_fee_that_a_correction_sets_again_asks_for_no_rupiah_twice(
    story: Story, again: int, left: int | None
) -> None:
    id = await owing(story)
    await tell(story, id)
    await story.decide(id, "payment", "bpn")
    finding = Finding(("answers", "size"), "Luasnya lain.")
    await story.decide(id, "place", "dpupr", Decision.RETURN, findings=[finding])
    await story.correct(id, {"size": 15})
    assert (await story.task(id, "payment")).state == "WAITING"
    with pytest.raises(TaskNotOpen):
        await tell(story, id, ntpn="Z" * 16)
    await set_fee(story, id, again)
    task = await story.task(id, "payment")
    if left is None:
        assert (task.state, task.amount) == ("DONE", 250_000)
    else:
        assert (task.state, task.role, task.amount) == ("OPEN", "citizen", left)
        with pytest.raises(InvalidInput):
            await tell(story, id)  # the number that has paid the first part
        await tell(story, id, ntpn="Z" * 16)
        await story.decide(id, "payment", "bpn")
        assert (await story.task(id, "payment")).amount == 400_000
    await nothing_went_through_the_regency(id)


async def problems_of(story: Story, application: UUID, **changes: object) -> list[tuple[str, ...]]:
    with pytest.raises(Refusal) as refused:
        await report(story, await story.task(application, "payment"), **changes)
    return [problem.path for problem in refused.value.problems]


@pytest.mark.parametrize("ntpn", ["", "A" * 15, "A" * 17, "0A1B2C3D4E5F678Ø", "0A1B2C3D4E5F678\0", "A " * 60])
async def test_an_ntpn_has_sixteen_letters_and_digits(story: Story, ntpn: str) -> None:
    id = await owing(story)
    assert await problems_of(story, id, ntpn=ntpn) == [("ntpn",)]
    assert await tables.StatePayment.all().count() == 0
    assert (await story.task(id, "payment")).role == "citizen"


async def test_spaces_dashes_and_small_letters_are_forgiven(story: Story) -> None:
    id = await owing(story)
    await tell(story, id, ntpn=" 0a1b-2c3d 4e5f–6789 ")
    assert [row.ntpn for row in await payments(story, id)] == [NTPN]


async def test_everything_that_is_wrong_is_told_at_once(story: Story) -> None:
    id = await owing(story)
    strangers = await story.document(await story.citizen(2), "bukti.jpg")
    tomorrow = story.now.date() + timedelta(days=2)
    faults = await problems_of(story, id, ntpn="x", paid_on=tomorrow, document_id=strangers)
    assert faults == [("ntpn",), ("paidOn",), ("documentId",)]


async def test_one_ntpn_pays_for_one_step_of_one_application(story: Story) -> None:
    mine, theirs = await owing(story), await owing(story, number=2)
    await tell(story, mine)
    neighbour = await story.citizen(2)
    with pytest.raises(InvalidInput):
        await tell(story, theirs, by=neighbour)
    await deny(story, mine)
    await tell(story, theirs, by=neighbour)
    with pytest.raises(InvalidInput):
        await tell(story, mine)


async def test_of_two_reports_of_one_ntpn_at_the_same_instant_one_is_taken(story: Story) -> None:
    one, other = await owing(story), await owing(story, number=2)
    neighbour = await story.citizen(2)
    outcomes = await asyncio.gather(
        tell(story, one), tell(story, other, by=neighbour), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvalidInput", "NoneType"]
    assert await tables.StatePayment.all().count() == 1
    assert await applications.Event.filter(kind="payment-reported").count() == 1


async def test_the_same_report_twice_is_one(story: Story) -> None:
    id = await owing(story)
    made = await report(story, await story.task(id, "payment"), idempotency_key="once")
    by = await story.citizen()
    await report_payment(made, by=by, at=story.at(), regency=story.regency)
    assert await tables.StatePayment.all().count() == 1


async def test_only_the_applicant_reports_and_only_while_it_is_asked_of_them(story: Story) -> None:
    sent = await submit(story, SERVICE)
    with pytest.raises(TaskNotOpen):
        await tell(story, sent.id)
    await set_fee(story, sent.id, 250_000)
    for stranger in (await story.citizen(2), await story.officer("bpn")):
        with pytest.raises(TaskNotFound):
            await tell(story, sent.id, by=stranger)
    await tell(story, sent.id)
    with pytest.raises(EventNotAllowed):
        await tell(story, sent.id, ntpn="Z" * 16)
    await story.decide(sent.id, "payment", "bpn")
    with pytest.raises(TaskAlreadyDecided):
        await tell(story, sent.id, ntpn="Z" * 16)
    assert await tables.StatePayment.all().count() == 1


async def test_only_the_agency_owed_answers_and_it_neither_returns_nor_refuses(story: Story) -> None:
    id = await owing(story)
    for decision in (Decision.RETURN, Decision.REFUSE):
        with pytest.raises(TaskNotFound):  # it lies with the applicant
            await story.decide(id, "payment", "bpn", decision, reason="Tidak ada.")
    await tell(story, id)
    with pytest.raises(TaskNotFound):
        await story.decide(id, "payment", "dpupr")
    finding = Finding(("answers", "size"), "Luasnya lain.")
    for decision, findings in ((Decision.RETURN, [finding]), (Decision.REFUSE, [])):
        with pytest.raises(InvalidInput) as refused:
            await story.decide(id, "payment", "bpn", decision, reason="Tidak ada.", findings=findings)
        assert ("decision",) in [problem.path for problem in refused.value.problems]
    with pytest.raises(InvalidInput):
        await deny(story, id, " ")
    assert (await applications.Application.get(id=id)).state == "IN_PROGRESS"


async def test_an_officer_answers_for_the_payment_that_they_have_seen(story: Story) -> None:
    id = await owing(story)
    await tell(story, id)
    [seen] = await payments(story, id)
    await deny(story, id)
    await tell(story, id, ntpn="Z" * 16)
    task, by = await story.task(id, "payment"), await story.officer("bpn")
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code(), payment=seen.id)
    with pytest.raises(VersionChanged):
        await decide_task(answer, by=by, at=story.at(), regency=story.regency)
    denial = PaymentDenial(task.id, "Tidak ada.", random_code(), seen.id)
    with pytest.raises(VersionChanged):
        await deny_payment(denial, by=by, at=story.at(), regency=story.regency)


async def test_ntpn_and_receipt_are_for_the_payer_and_the_agency_owed(story: Story) -> None:
    id = await owing(story)
    await tell(story, id)
    [payment] = await payments(story, id, "bpn")
    for officer in ("dpupr", "dpmptsp", "bapenda"):
        assert await payments(story, id, officer) == []
        assert await attached_receipt(payment.receipt.id, by=await story.officer(officer)) is None
    assert await attached_receipt(payment.receipt.id, by=await story.officer("bpn")) is not None
    assert await attached_receipt(payment.receipt.id, by=await story.citizen(2)) is None
    facts = [str(event.data) for event in await applications.Event.filter(application_id=id)]
    assert not any(NTPN in fact for fact in facts), "what happened stays; who paid with which number need not"
