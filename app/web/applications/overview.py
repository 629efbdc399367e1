"""What an application holds for its applicant: what it means, what to do until when, and what has come of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.i18n import _
from app.web.applications.outcome import deemed_shown, refusal_shown, result_shown
from app.web.applications.state_payments import StatePaymentShown, payments_shown
from app.web.applications.status import ApplicationStatus
from app.web.applications.status_text import help_of, upcoming
from app.web.applications.visits import VisitShown, visits_shown
from app.web.kit.rendering import sentence
from models.applications.moves import ALLOWED
from models.applications.states import ApplicationState, EventKind
from models.applications.wording import label
from models.billing.queries import BillRow, bills_of
from models.billing.refunds import GivenRow, OwedRow, given_to, owed_to
from models.billing.wording import WHY_GIVEN_BACK
from models.billing.workflow import BillState
from models.kit.actor import Actor
from models.kit.regency import Regency
from models.kit.text import N_
from models.performance.queries import usual_days
from models.permits.queries import PermitRow, permits_of
from models.permits.workflow import PermitState
from models.services.definition import StepKind
from models.services.presenting import day_in_words

MOVING = frozenset(
    {ApplicationState.IN_PROGRESS, ApplicationState.APPROVED, ApplicationState.DEEMED_APPROVED}
)
"""States in which something can happen while the page is looked at."""
ENDED = {PermitState.REVOKED: N_("Dicabut"), PermitState.EXPIRED: N_("Kedaluwarsa")}
"""What people read of a document that holds no more."""


@dataclass(frozen=True, slots=True)
class BillShown:
    """A bill, and the agency to which it is owed."""

    row: BillRow
    agency: str
    paid: bool


@dataclass(frozen=True, slots=True)
class RefundShown:
    """Money that goes back to the applicant: why, and what is left to be given back or how it was."""

    row: OwedRow | GivenRow
    why: str
    given: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """All that a page shows besides its status; `state` gives its colour, `usually_by` is never a promise."""

    state: str
    label: str
    help: str
    limit: Mapping[str, Any] | None
    usually_by: date | None
    visits: Sequence[VisitShown]
    bills: Sequence[BillShown]
    refunds: Sequence[RefundShown]
    payments: Sequence[StatePaymentShown]
    refusal: Mapping[str, Any] | None
    permit: PermitRow | None
    result: Mapping[str, Any] | None
    deemed: Mapping[str, str] | None
    upcoming: Mapping[str, Any] | None
    may_withdraw: bool
    moves: bool
    """Whether looking again in half a minute can show something new, and takes no form away from under anybody."""


async def overview_of(status: ApplicationStatus, *, by: Actor, at: datetime, regency: Regency) -> Overview:
    """Read what else the page of an application shows: at most three statements, and two more where money came."""
    state = status.row.state
    visits, payments = visits_shown(status, at=at, zone=regency.zone), payments_shown(status)
    today = at.astimezone(regency.zone).date()
    refusal = await refusal_shown(status, by=by, at=at, regency=regency)
    bills = await _bills(status, by=by)
    issued = state is ApplicationState.ISSUED
    permit = (await permits_of([status.row.id], by=by, today=today)).get(status.row.id) if issued else None
    ended = permit is not None and permit.state is not PermitState.VALID
    return Overview(
        state=permit.state.value if permit and ended else state.value,
        label=_(ENDED[permit.state]) if permit and ended else _label(status),
        help=_help_of_permit(permit)
        if permit and ended
        else help_of(status, visits, payments) + _way_out(refusal, regency),
        limit=_limit(status),
        usually_by=await _usually_by(status, at, regency),
        bills=[bill for bill in bills if bill.row.state is not BillState.CANCELLED],
        refunds=await _refunds(status, bills, by=by, regency=regency),
        payments=payments,
        visits=visits,
        refusal=refusal,
        permit=permit,
        result=result_shown(status),
        deemed=deemed_shown(status),
        upcoming=upcoming(status),
        may_withdraw=state in ALLOWED[EventKind.WITHDRAWN],
        moves=state in MOVING
        and not any([visit.asks for visit in visits] + [payment.asks for payment in payments]),
    )


async def _usually_by(status: ApplicationStatus, at: datetime, regency: Regency) -> date | None:
    """A day beside the legal limit, while that runs."""
    row = status.row
    if row.state not in MOVING or row.due_at is None:
        return None
    return (await usual_days([row.id], at=at, zone=regency.zone))[row.id]


async def _bills(status: ApplicationStatus, *, by: Actor) -> list[BillShown]:
    """What was to be paid, where the service has anything to pay."""
    if not any(step.kind is StepKind.PAY for step in status.definition.steps):
        return []
    rows = (await bills_of([status.row.id], by=by))[status.row.id]
    return [BillShown(row, status.agencies[row.agency_id].name, row.state is BillState.PAID) for row in rows]


async def _refunds(
    status: ApplicationStatus, bills: Sequence[BillShown], *, by: Actor, regency: Regency
) -> list[RefundShown]:
    """What of the money goes back to the applicant, and what did; nothing comes without a bill."""
    if not bills:
        return []
    id = status.row.id
    rows: list[OwedRow | GivenRow] = [
        *await owed_to([id], by=by, regency=regency),
        *await given_to([id], by=by),
    ]
    return [RefundShown(row, _(WHY_GIVEN_BACK[row.reason]), isinstance(row, GivenRow)) for row in rows]


def _way_out(refusal: Mapping[str, Any] | None, regency: Regency) -> str:
    """Until when one may object, where one may."""
    if refusal is None or not refusal["open"]:
        return ""
    day = day_in_words(refusal["until"].astimezone(regency.zone).date())
    return " " + _("Anda bisa mengajukan keberatan sampai {date}.").format(date=day)


def _label(status: ApplicationStatus) -> str:
    return sentence(label(status.row.state, [task.kind for task in status.open_tasks]))


def _help_of_permit(permit: PermitRow) -> str:
    if permit.state is PermitState.REVOKED:
        return _("Dokumen tidak berlaku lagi sejak dicabut.")
    return _("Masa berlaku dokumen sudah habis. Anda dapat mengajukan lagi.")


def _limit(status: ApplicationStatus) -> Mapping[str, Any] | None:
    """The one date that counts now: the citizen's, while something waits for them, else the legal limit."""
    row = status.row
    if row.citizen_due_at is not None:
        returned = row.state is ApplicationState.RETURNED
        text = _("Kirim perbaikan paling lambat") if returned else _("Bayar paling lambat")
        return {"text": text, "at": row.citizen_due_at}
    return {"text": _("Selesai paling lambat"), "at": row.due_at} if row.due_at else None
