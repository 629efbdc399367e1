"""Giving money back: who has done it, when, by which transfer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from models.applications.journal import Happening, Journal, open_journal
from models.applications.states import EventKind
from models.billing import tables
from models.billing.refunds import OwedRow, is_given, refund_owed
from models.billing.wording import GIVEN_BACK
from models.kit.actor import Actor
from models.kit.errors import Conflict, InvalidInput, NotFound, Problem, ProblemCode, VersionChanged
from models.kit.reading import is_storable, read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import one_at_a_time, unit_of_work
from models.messages.operations import tell
from models.services.presenting import rupiah

LONGEST_TRANSFER = 100


class RefundNotFound(NotFound):
    """Nothing of this payment is to be given back, or not by who asks."""

    message = N_("Tidak ada uang dari pembayaran ini yang harus Anda kembalikan.")


class RefundTooEarly(Conflict):
    """The file may still come back by an objection, and then the money is needed."""

    message = N_("Pemohon masih dapat mengajukan keberatan. Kembalikan uangnya setelah masa itu lewat.")


@dataclass(frozen=True, slots=True)
class GivingBack:
    """A transfer that gave money back: of which notice, how much (whole rupiah, as it was shown), by which number."""

    notice_id: UUID
    amount: int
    transfer: str
    on: date


async def give_back(giving: GivingBack, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Record that money was given back, and tell the applicant; the same transfer again changes nothing.

    Raises InvalidInput at `transfer` and `date`, RefundNotFound, RefundTooEarly, and VersionChanged where another
    amount is to be given back than was looked at.
    """
    async with unit_of_work():
        await one_at_a_time("refund", giving.notice_id)
        journal = await _journal_of(giving.notice_id, regency)
        faults = _faults_of_transfer(giving.transfer)
        if not faults and await is_given(giving.notice_id, read_text(giving.transfer), by=by):
            return
        row = await refund_owed(giving.notice_id, by=by, regency=regency)
        if row is None:
            raise RefundNotFound("noticeId")
        faults += _faults_of_date(giving.on, row, at=at, regency=regency)
        _must_be_due(giving, row, faults, at=at)
        await _record(row, giving, by=by, at=at)
        if journal is not None:
            await _note(row, journal, by=by, at=at)


async def _journal_of(notice_id: UUID, regency: Regency) -> Journal | None:
    """The application that the money came for, locked; None where the notice names no bill of ours."""
    notice = await tables.PaymentNotice.get_or_none(id=notice_id)
    bill = await tables.Bill.get_or_none(number=notice.bill_number) if notice else None
    return await open_journal(bill.application_id, regency=regency) if bill else None


def _faults_of_transfer(text: str) -> list[Problem]:
    transfer = read_text(text)
    if 1 <= len(transfer) <= LONGEST_TRANSFER and transfer.isprintable() and is_storable(transfer):
        return []
    message = N_("Tulis nomor transfernya, paling banyak {limit} huruf.")
    return [Problem(ProblemCode.INVALID, ("transfer",), message, {"limit": LONGEST_TRANSFER})]


def _faults_of_date(on: date, row: OwedRow, *, at: datetime, regency: Regency) -> list[Problem]:
    today, came = (moment.astimezone(regency.zone).date() for moment in (at, row.received_at))
    if came <= on <= today:
        return []
    message = N_("Pilih tanggal transfernya: sejak uang itu masuk, sampai hari ini.")
    return [Problem(ProblemCode.INVALID, ("date",), message)]


def _must_be_due(giving: GivingBack, row: OwedRow, faults: Sequence[Problem], *, at: datetime) -> None:
    if row.from_at is not None and at <= row.from_at:
        raise RefundTooEarly("noticeId")
    if faults:
        raise InvalidInput(*faults)
    if giving.amount != row.amount:
        raise VersionChanged("amount")


async def _record(row: OwedRow, giving: GivingBack, *, by: Actor, at: datetime) -> None:
    await tables.Refund.create(
        notice_id=row.id,
        amount=row.amount,
        reason=row.reason.value,
        transfer=read_text(giving.transfer),
        transferred_on=giving.on,
        recorded_at=at,
        recorded_by_id=by.account_id,
        recorder=by.name,
    )


async def _note(row: OwedRow, journal: Journal, *, by: Actor, at: datetime) -> None:
    """Add it to the application's history, and tell the applicant."""
    data = {"bill": row.bill, "amount": row.amount, "counted": row.counted, "reason": row.reason.value}
    await journal.append(Happening(EventKind.REFUNDED, row.step, data), by=by, at=at)
    application, regency = journal.application, journal.regency
    page = regency.links.application_page(application.number)
    text = GIVEN_BACK.format(number=application.number, amount=rupiah(row.amount), url=page)
    await tell(application.applicant_id, text, application_id=application.id, at=at, regency=regency)
