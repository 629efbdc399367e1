"""Payments into the state treasury: the applicant reports one, the agency owed finds it or does not."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from models.applications.journal import Happening, open_journal
from models.applications.operations.answering import LONGEST_REASON
from models.applications.operations.confirming import must_be_reported, reported_payment
from models.applications.operations.deciding import must_be_open, open_task, task_of_applicant
from models.applications.states import EventKind
from models.billing import tables
from models.billing.workflow import cleaned_ntpn
from models.documents.queries import own_documents
from models.kit.actor import Actor
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.idempotency import claim_key
from models.kit.ids import new_id
from models.kit.reading import UNSTORABLE, is_storable, read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import rows_of, unit_of_work

_KEEP = """
INSERT INTO state_payment (id, application_id, task_id, ntpn, amount, paid_on, document_id, reported_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (ntpn) WHERE "not_found_at" IS NULL DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class PaymentReport:
    """That the applicant has paid the state what a step asks for: the NTPN as typed, the day, and the receipt."""

    task_id: UUID
    ntpn: str
    paid_on: date
    document_id: UUID
    idempotency_key: str


async def report_payment(report: PaymentReport, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Hand the proof of a payment to the agency owed, whose time begins; for the applicant, while it is asked of them.

    Of two reports of one NTPN, even at the same instant, one is taken, whoever makes them, unless the agency has not
    found the first. Raises TaskNotFound, TaskNotOpen, TaskAlreadyDecided, EventNotAllowed, and InvalidInput at `ntpn`,
    `paidOn` and `documentId`, with all faults at once.
    """
    async with unit_of_work():
        content = [report.task_id, report.ntpn, report.paid_on, report.document_id]
        if not await claim_key(by.account, report.idempotency_key, "report-payment", content, at):
            return
        task = await task_of_applicant(report.task_id, by=by)
        journal = await open_journal(task.application_id, regency=regency)
        must_be_open(journal, task.step, at)
        asked = journal.position(at).tasks[task.step]
        id = new_id()
        data = {"payment": id.hex, "amount": asked.amount or 0}
        await journal.append(Happening(EventKind.PAYMENT_REPORTED, task.step, data), by=by, at=at)
        ntpn = await _faultless_ntpn(report, by=by, today=at.astimezone(regency.zone).date())
        values = [
            id,
            task.application_id,
            task.id,
            ntpn,
            asked.amount,
            report.paid_on,
            report.document_id,
            at,
        ]
        if not await rows_of(_KEEP, values):
            message = N_(
                "NTPN ini sudah dipakai untuk pembayaran lain. Periksa lagi nomornya di bukti bayar."
            )
            raise InvalidInput(Problem(ProblemCode.INVALID, ("ntpn",), message))


async def _faultless_ntpn(report: PaymentReport, *, by: Actor, today: date) -> str:
    """The number as the treasury writes it, where nothing in the report is wrong."""
    ntpn, problems = cleaned_ntpn(report.ntpn), faults_of_ntpn(report.ntpn)
    if report.paid_on > today:
        problems.append(Problem(ProblemCode.INVALID, ("paidOn",), N_("Tanggal ini belum tiba.")))
    if not await own_documents([report.document_id], by=by):
        message = N_("Berkas ini tidak ditemukan. Unggah sekali lagi.")
        problems.append(Problem(ProblemCode.NOT_FOUND, ("documentId",), message))
    if ntpn is None or problems:
        raise InvalidInput(*problems)
    return ntpn


def faults_of_ntpn(text: str) -> list[Problem]:
    """What is wrong with an NTPN as it was typed."""
    if cleaned_ntpn(text) is not None:
        return []
    message = N_("NTPN terdiri atas 16 huruf dan angka. Salin dari bukti penerimaan negara.")
    code = ProblemCode.INVALID if read_text(text) else ProblemCode.REQUIRED
    return [Problem(code, ("ntpn",), message)]


@dataclass(frozen=True, slots=True)
class PaymentDenial:
    """That the agency owed does not find what was reported, and why; `payment` is what its officer has looked at."""

    task_id: UUID
    reason: str
    idempotency_key: str
    payment: UUID | None = None


async def deny_payment(denial: PaymentDenial, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Give the payment back to the applicant with the reason: their time begins anew, the rest of the file goes on.

    The NTPN may be reported again, by whoever it belongs to. Raises InvalidInput at `reason`, VersionChanged when
    another payment was reported since, and EventNotAllowed where none waits for an answer.
    """
    reason = read_text(denial.reason)
    _must_be_said(reason)
    async with unit_of_work():
        content = [denial.task_id, reason, denial.payment]
        if not await claim_key(by.account, denial.idempotency_key, "deny-payment", content, at):
            return
        journal, task = await open_task(denial.task_id, by=by, at=at, regency=regency)
        must_be_reported(journal.events, task.step, denial.payment)
        payment = reported_payment(journal.events, task.step)
        data = {"reason": reason, "payment": payment.hex if payment else None}
        await journal.append(Happening(EventKind.PAYMENT_NOT_CONFIRMED, task.step, data), by=by, at=at)
        await tables.StatePayment.filter(id=payment).update(not_found_at=at)


def _must_be_said(reason: str) -> None:
    if not 1 <= len(reason) <= LONGEST_REASON:
        message = N_("Tulis alasannya, paling banyak {limit} huruf.")
        raise InvalidInput(Problem(ProblemCode.REQUIRED, ("reason",), message, {"limit": LONGEST_REASON}))
    if not is_storable(reason):
        raise InvalidInput(Problem(ProblemCode.INVALID, ("reason",), UNSTORABLE))
