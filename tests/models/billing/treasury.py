"""A payment to the state, from the fee that the Land Office sets to its finding the money."""

from uuid import UUID

from models.applications.operations.answering import TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.states import Decision
from models.billing.reporting import PaymentDenial, PaymentReport, deny_payment, report_payment
from models.billing.state_payments import StatePaymentRow, state_payments_of
from models.kit.actor import Actor
from models.kit.ids import random_code
from tests.models.billing.till import TAX
from tests.services import decided_and_signed, made_up, step, submit
from tests.story import Story

NTPN = "0A1B2C3D4E5F6789"
OWED = {
    "amount_of": "fee",
    "text": TAX,
    "how": {"id": "Minta kode billing.", "en": "Ask for a billing code."},
}
SERVICE = made_up(
    step("fee", "verify", "bpn", sees={"fields": ["size"], "documents": []}),
    step("payment", "pay-state", "bpn", "fee", state_revenue=OWED),
    step("place", "verify", "dpupr"),
    *decided_and_signed("payment", "place"),
    slug="izin-ukur",
    code="UKR",
)


async def owing(story: Story, amount: int = 250_000, *, number: int = 1) -> UUID:
    """An application in which the officer of the Land Office has set what the state is owed."""
    sent = await submit(story, SERVICE, by=await story.citizen(number))
    await set_fee(story, sent.id, amount)
    return sent.id


async def set_fee(story: Story, application: UUID, amount: int) -> None:
    task = await story.task(application, "fee")
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code(), amount=amount)
    await decide_task(answer, by=await story.officer("bpn"), at=story.at(), regency=story.regency)


async def tell(story: Story, application: UUID, *, by: Actor | None = None, ntpn: str = NTPN) -> None:
    """The citizen reports a payment."""
    by = by or await story.citizen()
    task = await story.task(application, "payment")
    receipt = await story.document(by, "bukti.jpg")
    made = PaymentReport(task.id, ntpn, story.now.date(), receipt, random_code())
    await report_payment(made, by=by, at=story.at(), regency=story.regency)


async def deny(story: Story, application: UUID, reason: str = "NTPN ini tidak ada.") -> None:
    task = await story.task(application, "payment")
    denial = PaymentDenial(task.id, reason, random_code())
    await deny_payment(denial, by=await story.officer("bpn"), at=story.at(), regency=story.regency)


async def payments(story: Story, application: UUID, officer: str | None = None) -> list[StatePaymentRow]:
    by = await story.officer(officer) if officer else await story.citizen()
    return (await state_payments_of([application], by=by))[application]
