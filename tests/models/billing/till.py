"""A pay step, from the amount that an officer sets to what the bank tells."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from models.applications.operations.answering import TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.states import Decision
from models.billing.operations import open_bill, take_payment
from models.billing.queries import BillRow, bills_of
from models.billing.workflow import Taken
from models.kit.ids import random_code
from models.kit.ports import PaymentNoticeRead
from tests.services import made_up, step, submit
from tests.story import Story

TAX = {"id": "Pajak", "en": "Tax"}
SERVICE = made_up(
    step("tax", "verify", "bapenda"),
    step("payment", "pay", "bapenda", "tax", bill={"amount_of": "tax", "text": TAX}),
    step("decision", "decide", "dpmptsp", "tax"),
    step("signature", "sign", "dpmptsp", "payment", "decision"),
    slug="izin-berbayar",
    code="BYR",
)


async def owing(story: Story, amount: int = 250_000) -> UUID:
    """An application in which the officer of Bapenda has set what is to be paid."""
    sent = await submit(story, SERVICE)
    await assess(story, sent.id, amount)
    return sent.id


async def assess(story: Story, application: UUID, amount: int) -> None:
    """The officer approves and sets the amount."""
    task = await story.task(application, "tax")
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code(), amount=amount)
    await decide_task(answer, by=await story.officer("bapenda"), at=story.at(), regency=story.regency)


async def issue_bill(story: Story, application: UUID, key: str = "payment") -> BillRow:
    """The bill, made and payable."""
    task = await story.task(application, key)
    await open_bill(task.id, at=story.at(), regency=story.regency)
    return (await bills(story, application))[-1]


async def bills(story: Story, application: UUID) -> list[BillRow]:
    """The bills as the citizen sees them."""
    return (await bills_of([application], by=await story.citizen()))[application]


NOW = datetime.max.replace(tzinfo=UTC)
"""Paid at the moment at which the bank tells of it."""


def notice(
    bill: str, amount: int = 250_000, id: str = "pay_1", paid_at: datetime = NOW, **content: Any
) -> PaymentNoticeRead:
    """A notice as the bank signs it."""
    return PaymentNoticeRead(id, bill, amount, "LATIHAN-1", paid_at, {"type": "payment.paid", **content})


async def tell(story: Story, told: PaymentNoticeRead) -> Taken:
    """The bank tells."""
    at = story.at()
    told = replace(told, paid_at=min(told.paid_at, at))
    return await take_payment(told, at=at, regency=story.regency)
