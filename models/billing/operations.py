"""Making bills, making them payable, and taking what a payment channel tells."""

import json
from datetime import datetime
from uuid import UUID

from models.applications import tables as applications
from models.applications.errors import EventNotAllowed
from models.applications.journal import Happening, Journal, open_journal
from models.applications.notifying import tell_of_surplus
from models.applications.states import EventKind, TaskState
from models.billing import tables
from models.billing.notices import seal_notice
from models.billing.wording import RECEIPT, TO_PAY
from models.billing.workflow import Taken, bill_number, events_of_payment, moment_of_payment
from models.kit.actor import SYSTEM
from models.kit.ports import PaymentInstruction, PaymentNoticeRead, PaymentOrder, UnreadableNotice
from models.kit.reading import is_storable
from models.kit.regency import Regency
from models.kit.transactions import one_at_a_time, rows_of, unit_of_work
from models.messages.operations import tell
from models.services.definition import StepKind
from models.services.presenting import rupiah
from models.services.queries import service_versions

LONGEST_TEXT = 200
MOST_RUPIAH = 10**15

_NOTE = """UPDATE bill SET channel = $2, code = $3, url = $4, told_until = $5
WHERE id = $1 AND told_until IS DISTINCT FROM $5 AND paid_at IS NULL AND cancelled_at IS NULL RETURNING id"""


async def open_bill(task_id: UUID, *, at: datetime, regency: Regency) -> None:
    """Make the bill of an open pay step, ask the channel how to pay it, and tell the citizen once; may run twice.

    Where its last day has moved on, the channel and the citizen are told so, and the bill stays the same. While the
    channel is away the bill is there without a code: raises PaymentUnavailable, and trying again goes on.
    """
    bill = await _bill_of(task_id, at=at)
    if bill is None or bill.told_until == bill.due_at:
        return
    order = PaymentOrder(bill.number, bill.amount, bill.text, bill.due_at)
    instruction = await regency.payments.open(order)
    await _make_payable(bill, instruction, at=at, regency=regency)


async def _bill_of(task_id: UUID, *, at: datetime) -> tables.Bill | None:
    """The one bill that is owed for a step, made when there is none; None when nothing is to be paid any more.

    A bill of another amount, made before the step was opened again, is cancelled. Else it stays, with the later of its
    last days: its code may be on paper already.
    """
    async with unit_of_work():
        task = await applications.Task.get(id=task_id)
        application = await applications.Application.select_for_update().get(id=task.application_id)
        await task.refresh_from_db()
        if task.kind != StepKind.PAY or task.state != TaskState.OPEN or not task.amount:
            return None
        unpaid = tables.Bill.filter(task_id=task_id, paid_at=None, cancelled_at=None)
        await unpaid.filter(amount__not=task.amount).update(cancelled_at=at)
        await unpaid.filter(due_at__lt=task.due_at).update(due_at=task.due_at)
        return await unpaid.order_by("-id").first() or await _new_bill(application, task, at=at)


async def _new_bill(
    application: applications.Application, task: applications.Task, *, at: datetime
) -> tables.Bill:
    definition = (await service_versions([application.version_id]))[application.version_id].definition
    bill = definition.step(task.step).bill
    if bill is None or task.amount is None or task.due_at is None:
        raise LookupError(f"the step {task.step} of {application.number} has nothing to pay")
    earlier = await tables.Bill.filter(application_id=application.id).count()
    return await tables.Bill.create(
        application_id=application.id,
        task_id=task.id,
        number=bill_number(application.number, earlier),
        amount=task.amount,
        text=str(bill.text)[:LONGEST_TEXT],
        issued_at=at,
        due_at=task.due_at,
    )


async def _make_payable(
    bill: tables.Bill, instruction: PaymentInstruction, *, at: datetime, regency: Regency
) -> None:
    """Note once what the channel has answered; whoever notes it tells the citizen, in the same transaction."""
    async with unit_of_work():
        values = [bill.id, regency.payments.name, instruction.code, instruction.url, bill.due_at]
        if await rows_of(_NOTE, values):
            application = await applications.Application.get(id=bill.application_id)
            await _tell(TO_PAY, application, bill.amount, at=at, regency=regency)


async def _tell(
    text: str, application: applications.Application, amount: int, *, at: datetime, regency: Regency
) -> None:
    page = regency.links.application_page(application.number)
    told = text.format(number=application.number, amount=rupiah(amount), url=page)
    await tell(application.applicant_id, told, application_id=application.id, at=at, regency=regency)


async def take_payment(notice: PaymentNoticeRead, *, at: datetime, regency: Regency) -> Taken:
    """Write down a notice whose signature is verified, and what became of it: the bill is paid, or money is astray.

    The same notice again changes nothing and answers the same; of two for one bill, even at the same instant, one pays.
    Bill, event and notice are stored together or not at all. Raises UnreadableNotice for what cannot be stored.
    """
    _must_be_storable(notice)
    channel = regency.payments.name
    async with unit_of_work():
        await one_at_a_time("payment", channel, notice.id)
        known = await tables.PaymentNotice.get_or_none(channel=channel, notice=notice.id)
        if known is not None:
            return Taken(known.result)
        bill = await tables.Bill.get_or_none(number=notice.bill)
        taken = await _settle(bill, notice, at=at, regency=regency) if bill else Taken.UNKNOWN
        application_id = bill.application_id if bill else None
        await tables.PaymentNotice.create(
            channel=channel,
            notice=notice.id,
            bill_number=notice.bill,
            amount=notice.amount,
            application_id=application_id,
            body_sealed=await seal_notice(notice, application_id, at=at, vault=regency.vault),
            received_at=at,
            result=taken.value,
        )
        return taken


def _must_be_storable(notice: PaymentNoticeRead) -> None:
    try:
        content = json.dumps(dict(notice.content), ensure_ascii=False, allow_nan=False)
    except ValueError:
        raise UnreadableNotice("a number that is none") from None
    texts = (notice.id, notice.bill, notice.reference, content.replace("\\u0000", "\0"))
    if not all(map(is_storable, texts)) or notice.amount > MOST_RUPIAH:
        raise UnreadableNotice("what no database takes")


async def _settle(bill: tables.Bill, notice: PaymentNoticeRead, *, at: datetime, regency: Regency) -> Taken:
    """Pay the bill where the money is what is owed; else say why not."""
    journal = await open_journal(bill.application_id, regency=regency)
    await bill.refresh_from_db()
    taken = await _pay(bill, notice, journal, at=at, regency=regency)
    if taken is not Taken.PAID:
        await tell_of_surplus(journal.application, notice.amount, at=at, regency=regency)
    return taken


async def _pay(
    bill: tables.Bill, notice: PaymentNoticeRead, journal: Journal, *, at: datetime, regency: Regency
) -> Taken:
    if bill.paid_at is not None:
        return Taken.TWICE
    if bill.amount != notice.amount:
        return Taken.WRONG_AMOUNT
    task = await applications.Task.get(id=bill.task_id)
    paid_at = moment_of_payment(notice.paid_at, issued_at=bill.issued_at, received_at=at)
    if not await _count(bill, task.step, journal, paid_at=paid_at, at=at):
        return Taken.LATE
    await tables.Bill.filter(id=bill.id).update(paid_at=paid_at, reference=notice.reference)
    others = tables.Bill.filter(task_id=task.id, paid_at=None, cancelled_at=None)
    await others.update(cancelled_at=at)
    await _tell(RECEIPT, journal.application, bill.amount, at=at, regency=regency)
    return Taken.PAID


async def _count(bill: tables.Bill, step: str, journal: Journal, *, paid_at: datetime, at: datetime) -> bool:
    """Write down that the bill was paid, before anything that its limit would decide; whether it counts."""
    in_time, position = paid_at <= bill.due_at, journal.position(at)
    later = await tables.Bill.filter(task_id=bill.task_id, id__gt=bill.id).exists()
    newest = bill.cancelled_at is None and not later
    data = {"bill": bill.number, "amount": bill.amount, "paid_at": paid_at.isoformat()}
    happenings = [
        Happening(kind, step, data if kind is EventKind.PAID else {"bill": bill.number})
        for kind in events_of_payment(position, step, in_time=in_time, newest=newest)
    ]
    if not happenings:
        return False
    try:
        await journal.append(*happenings, by=SYSTEM, at=at, in_time=in_time)
    except EventNotAllowed:  # the limit has passed, though nobody has written it down yet
        return False
    return True
