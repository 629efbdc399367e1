"""What stands beside the file on a task's page: a machine's answer, registers, bills, the issued document."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.requests import Request

from app.auth.sessions import require_officer
from app.i18n import _
from app.web.applications.register_questions import question_shown
from app.web.applications.status import ApplicationStatus
from app.web.desk.listing import decided_text
from app.web.kit.request_values import today
from models.accounts.queries import roles_of
from models.agencies.queries import agencies_by_id
from models.applications.queries.applications import ApplicationRow
from models.applications.queries.papers import before, papers_of
from models.applications.queries.tasks import TaskRow
from models.applications.states import ApplicationState, Decision
from models.billing.queries import BillRow, bills_of
from models.billing.state_payments import state_payments_of
from models.billing.workflow import BillState, Taken
from models.checks.queries import checks_of
from models.checks.workflow import WORDS
from models.kit.actor import OfficerRole
from models.kit.ids import public_id
from models.kit.text import N_
from models.permits.queries import permits_of, revocations_of
from models.permits.workflow import PermitState
from models.registers.queries import questions_of, registers_for
from models.services.definition import Asking, Definition, StepKind

_DIFFERS = {
    Asking.POPULATION: N_("Yang berbeda dengan data kependudukan:"),
    Asking.TAX: N_("Yang belum beres menurut kantor pajak daerah:"),
    Asking.DUPLICATE: N_("Permohonan lain yang isinya sama:"),
    Asking.REGISTER: N_("Register yang menjawab lain:"),
}
_BILLS = {
    BillState.OPEN: (N_("menunggu pembayaran"), "OPEN"),
    BillState.PAID: (N_("lunas"), "DONE"),
    BillState.CANCELLED: (N_("dibatalkan"), "CANCELLED"),
}
_ASTRAY = {
    Taken.WRONG_AMOUNT: N_("Ada pembayaran dengan jumlah yang lain; kembalikan uangnya."),
    Taken.LATE: N_("Ada pembayaran setelah tagihan berakhir; kembalikan uangnya."),
    Taken.TWICE: N_("Tagihan ini dibayar dua kali; kembalikan yang kedua."),
    Taken.UNKNOWN: N_("Ada pembayaran yang tidak dikenal untuk tagihan ini."),
}


async def machine_shown(request: Request, row: TaskRow, definition: Definition) -> dict[str, Any] | None:
    """What a machine found in this step, in words; None where no machine asks, or none has yet."""
    check = definition.step(row.step).check
    if check is None or row.outcome is None:
        return None
    by = require_officer(request).actor
    found = (await checks_of([row.application_id], by=by))[row.application_id]
    mine = next((one for one in found if one.step == row.step), None)
    return {
        "title": _(_DIFFERS[check.ask]),
        "detail": [_(WORDS[name]) if name in WORDS else name for name in mine.detail] if mine else [],
        "at": mine.at if mine else None,
        "asked": "ditanya" in request.query_params,
    }


async def registers_shown(request: Request, row: TaskRow, *, may_ask: bool) -> dict[str, Any]:
    """What this agency has asked of other agencies' registers about the applicant, and what it may ask."""
    by = require_officer(request).actor
    asked = (await questions_of([row.application_id], by=by))[row.application_id]
    agency = (await agencies_by_id([row.agency_id]))[row.agency_id]
    registers = await registers_for(agency) if may_ask else []
    return {
        "asked": [question_shown(one) for one in asked],
        "registers": [(one.register, f"{one.service}: {one.question}") for one in registers],
    }


async def earlier_shown(request: Request, status: ApplicationStatus, row: TaskRow) -> list[dict[str, Any]]:
    """What was answered before this step, and what officers attached to it or to this step itself."""
    by, regency = require_officer(request).actor, request.app.state.regency
    definition = status.definition
    near = before(definition, [row.step])
    tasks = [task for task in status.tasks if task.step in near and task.decision]
    papers = await papers_of([task.id for task in tasks], by=by)
    lines = [
        {
            "step": str(definition.step(task.step).title),
            "agency": status.agencies[task.agency_id].name,
            "answer": decided_text(task),
            "reason": task.reason or "",
            "amount": task.amount if definition.sets_amount(task.step) else None,
            "unstated": definition.sets_amount(task.step) and says_nothing_of_money(task),
            "papers": [
                {"name": one.document.name, "url": regency.links.to("document", one.document.id)}
                for one in papers[task.id]
            ],
            "own": task.step == row.step,
        }
        for task in tasks
        if task.kind is not StepKind.PAY
    ]
    return [line for line in lines if not line["own"] or line["papers"]]


def says_nothing_of_money(task: TaskRow) -> bool:
    """Whether an approval that could have set an amount named none, not even 0: nothing is asked for."""
    return task.decision is Decision.APPROVE and task.amount is None


async def bills_shown(request: Request, row: TaskRow) -> list[dict[str, Any]]:
    """What is owed: for the agency that it is owed to, and for who decides and signs."""
    by = require_officer(request).actor
    bills = (await bills_of([row.application_id], by=by))[row.application_id]
    concerned = row.kind in {StepKind.DECIDE, StepKind.SIGN}
    return [_bill(bill) for bill in bills if concerned or bill.agency_id == by.agency_id]


def _bill(bill: BillRow) -> dict[str, Any]:
    label, tone = _BILLS[bill.state]
    return {
        "number": bill.number,
        "text": bill.text,
        "amount": bill.amount,
        "label": _(label),
        "tone": tone,
        "due_at": bill.due_at if bill.state is BillState.OPEN else None,
        "paid_at": bill.paid_at,
        "reference": bill.reference or "",
        "astray": [_(_ASTRAY[result]) for result in dict.fromkeys(bill.astray) if result in _ASTRAY],
    }


async def payments_shown(request: Request, row: TaskRow) -> list[dict[str, Any]]:
    """What was reported as paid to the state for this step, the newest first; the first of them is to be answered."""
    if row.kind is not StepKind.PAY_STATE:
        return []
    links, by = request.app.state.regency.links, require_officer(request).actor
    rows = (await state_payments_of([row.application_id], by=by))[row.application_id]
    return [
        {
            "id": public_id("payment", one.id),
            "ntpn": one.ntpn,
            "amount": one.amount,
            "paid_on": one.paid_on,
            "reported_at": one.reported_at,
            "not_found_at": one.not_found_at,
            "receipt": {"name": one.receipt.name, "url": links.to("document", one.receipt.id)},
        }
        for one in reversed(rows)
        if one.step == row.step
    ]


async def permit_shown(request: Request, file: ApplicationRow, row: TaskRow) -> Mapping[str, Any] | None:
    """The issued document; who may take it back are those who may sign for the issuer today."""
    if file.state is not ApplicationState.ISSUED:
        return None
    by = require_officer(request).actor
    permit = (await permits_of([file.id], by=by, today=today(request))).get(file.id)
    if permit is None:
        return None
    revoked = (await revocations_of([file.id], by=by)).get(file.id)
    signs = row.kind is StepKind.SIGN and row.agency_id == by.agency_id
    head = signs and OfficerRole.HEAD in await roles_of(by, at=request.state.at)
    return {
        "id": permit_id(permit.id),
        "number": permit.number,
        "check_url": f"/v/{permit.code}",
        "issued_at": permit.issued_at,
        "valid_until": permit.valid_until,
        "revoked": revoked,
        "revocable": head and permit.state is PermitState.VALID,
    }


def permit_id(id: UUID) -> str:
    """How a form names a permit."""
    return public_id("permit", id)
