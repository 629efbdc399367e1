"""What the applicant pays to the state: how and until when, and what has become of what they reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.i18n import _
from app.web.applications.status import ApplicationStatus
from models.applications.queries.tasks import TaskRow
from models.applications.states import Hands
from models.billing.state_payments import StatePaymentRow, state_payments_of
from models.documents.queries import DocumentRow
from models.kit.actor import Actor
from models.kit.errors import Problem
from models.kit.regency import Regency
from models.services.definition import StepKind
from models.services.presenting import rupiah


@dataclass(frozen=True, slots=True)
class StatePaymentShown:
    """An open payment to the state; `asks` while it lies with the applicant, `reason` where it was not found."""

    task: str
    agency: str
    amount: int
    text: str
    how: str
    due_at: datetime | None
    reason: str
    asks: bool

    @property
    def help(self) -> str:
        """What it means, in two short sentences."""
        if self.asks:
            text = _(
                "Bayar PNBP {amount} ke kas negara. Setelah dikonfirmasi {agency}, permohonan berlanjut."
            )
        else:
            text = _("{agency} sedang mencocokkan pembayaran Anda. Anda tidak perlu datang.")
        return text.format(amount=rupiah(self.amount), agency=self.agency)


@dataclass(frozen=True, slots=True)
class PaymentForm:
    """A report that was not taken: as it was typed, with the receipt that came, and what is wrong."""

    task: str
    ntpn: str
    paid_on: str
    receipt: DocumentRow | None
    problems: Sequence[Problem] = ()


def payments_shown(status: ApplicationStatus) -> list[StatePaymentShown]:
    """The payments to the state that are open; nothing of what was reported for them."""
    return [_shown(task, status) for task in status.open_tasks if task.kind is StepKind.PAY_STATE]


def _shown(task: TaskRow, status: ApplicationStatus) -> StatePaymentShown:
    revenue = status.definition.step(task.step).state_revenue
    return StatePaymentShown(
        task=task.id.hex,
        agency=status.agency_of(task),
        amount=task.amount or 0,
        text=str(revenue.text) if revenue else "",
        how=str(revenue.how) if revenue else "",
        due_at=task.due_at,
        reason=task.reason or "",
        asks=task.role is Hands.CITIZEN,
    )


async def reported_shown(
    status: ApplicationStatus, *, by: Actor, regency: Regency
) -> Sequence[Mapping[str, Any]]:
    """What the applicant has reported, oldest first, where the service has anything to pay to the state."""
    if not any(step.kind is StepKind.PAY_STATE for step in status.definition.steps):
        return []
    rows = (await state_payments_of([status.row.id], by=by))[status.row.id]
    newest = {row.step: row.id for row in rows}
    return [_reported(row, status, regency, last=newest[row.step] == row.id) for row in rows]


def _reported(
    row: StatePaymentRow, status: ApplicationStatus, regency: Regency, *, last: bool
) -> dict[str, Any]:
    waits = last and any(task.step == row.step and task.role is Hands.OFFICER for task in status.open_tasks)
    label, tone = (_("dikonfirmasi"), "DONE")
    if row.not_found_at is not None:
        label, tone = (_("belum ditemukan"), "RETURNED")
    elif waits:
        label, tone = (_("sedang dicocokkan"), "OPEN")
    return {
        "ntpn": row.ntpn,
        "amount": row.amount,
        "paid_on": row.paid_on,
        "label": label,
        "tone": tone,
        "receipt": row.receipt.name,
        "url": regency.links.to("document", row.receipt.id),
    }
