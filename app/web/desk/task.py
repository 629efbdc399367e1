"""One task with what its step looks at of the file; every look is written down, and looking changes nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.i18n import _
from app.web.desk.answer_errors import answer_errors
from app.web.desk.answer_values import AnswerForm
from app.web.desk.case import Case, case_of, found_task, page_of
from app.web.desk.claims import claim_shown
from app.web.desk.drafts import draft_of, with_draft, written_texts
from app.web.desk.file import VisibleFile, file_shown
from app.web.desk.listing import OUTCOMES, decided_text, remaining
from app.web.desk.moved import show_moved
from app.web.desk.side_panels import (
    bills_shown,
    earlier_shown,
    machine_shown,
    payments_shown,
    permit_shown,
    registers_shown,
)
from app.web.kit.rendering import page, see_other
from models.accounts.queries import AccountRow
from models.applications.errors import LastDayOver, TaskNotFound
from models.applications.operations.deciding import own_task
from models.applications.operations.judging import has_met
from models.applications.queries.last_day import last_day_over
from models.applications.queries.tasks import TaskRow
from models.applications.states import ApplicationState, Hands, TaskState
from models.kit.regency import Regency
from models.kit.vault import new_token
from models.permits.preparing import prepared_permit
from models.services.definition import StepKind
from models.services.presenting import day_in_words

NOT_PREPARED = {"prepared": "", "prepared_sha256": ""}


async def task_page(request: Request) -> Response:
    """The file of one task and what the officer may answer."""
    try:
        row = await found_task(request)
    except TaskNotFound:
        return await show_moved(request)
    return await show_task(request, row, AnswerForm(key=new_token()))


async def back_to_task(request: Request) -> Response:
    """The address of an answer leads back to its task when somebody opens it."""
    return see_other(f"/petugas/tugas/{request.path_params['id']}")


async def show_task(request: Request, row: TaskRow, typed: AnswerForm, *, status: int = 200) -> Response:
    """The page of a task."""
    account, at, regency = require_officer(request), request.state.at, request.app.state.regency
    case = await case_of(request, row)
    draft = await draft_of(request, row)
    typed = with_draft(typed, draft.texts) if draft else typed
    held = row.is_held(account.actor, at)
    answers = case.mine and (not held or typed.has_answer)
    signs = row.kind is StepKind.SIGN
    seen = VisibleFile(case.file, case.definition, case.step, account.actor)
    shown = await file_shown(seen, regency)
    form = form_of(case, shown["places"], at)
    context = {
        "here": page_of(row),
        "task": row,
        "step": str(case.step.title),
        "service": str(case.definition.title),
        "status": case.status,
        "mine": case.mine,
        "may_answer": answers,
        "saved_at": draft.written_at if draft else None,
        "written": [] if answers else written_texts(typed, case.definition),
        "signs": signs,
        "over": await _last_day_over(case, at, regency),
        **(await _prepared(row, account, at, regency) if case.mine and signs else NOT_PREPARED),
        "overdue": row.is_overdue(at),
        "remaining": remaining(row.due_at, at, case.clock) if row.due_at else "",
        "decided": decided_text(row) if row.decision else "",
        "outcome": _(OUTCOMES[row.outcome]) if row.outcome else "",
        "waiting": _waiting(case),
        "file": shown,
        "form": form,
        "answer_form": answers and not (signs and form["granted"]),
        "claim": await claim_shown(request, row, case.definition) if case.mine or case.charge else None,
        "visit": _visit(case),
        "machine": await machine_shown(request, row, case.definition),
        "register": await registers_shown(request, row, may_ask=case.mine and not held and not signs),
        "earlier": await earlier_shown(request, case.status, row) if seen.is_open else [],
        "bills": await bills_shown(request, row),
        "payments": await payments_shown(request, row),
        "permit": await permit_shown(request, case.file, row),
        "others": _others(case, account),
        "typed": typed,
        **answer_errors(typed),
    }
    return await page(request, "desk/task.html", context, status=status)


def form_of(case: Case, places: list[tuple[str, list[dict[str, str]]]], at: datetime) -> dict[str, Any]:
    """What the answer form asks for at this step, and what the law leaves to be answered."""
    definition, key = case.definition, case.row.step
    deemed = definition.deemed_approval
    granted = case.position.state is ApplicationState.DEEMED_APPROVED
    records = definition.elsewhere is not None and definition.last_step.key == key
    may = case.now.may_return
    return {
        "amount": definition.sets_amount(key),
        "elsewhere": definition.elsewhere if records else None,
        "visits": case.row.kind is StepKind.VISIT,
        "met": has_met(case.now, at),
        "granted": str(deemed.basis) if granted and deemed else "",
        "places": places if may is None else _changed(places, may),
        "returned_before": may is not None,
        "unanswered": case.now.unanswered,
        "sent": case.status.sent,
    }


def _changed(
    places: list[tuple[str, list[dict[str, str]]]], may: frozenset[str]
) -> list[tuple[str, list[dict[str, str]]]]:
    """Where a second return may find fault: with what was changed since the first, or left unanswered."""
    left = [(title, [p for p in rows if f"{p['part']}.{p['key']}" in may]) for title, rows in places]
    return [(title, rows) for title, rows in left if rows]


def _waiting(case: Case) -> str:
    """Why there is nothing to do here, where there is nothing."""
    row = case.row
    if case.mine or row.decision:
        return ""
    if row.state is TaskState.WAITING:
        return _("Tugas ini menunggu jawaban instansi lain. Anda dikabari lewat antrean.")
    if row.state is not TaskState.OPEN:
        return _("Tugas ini tidak sedang terbuka. Tidak ada yang perlu Anda lakukan.")
    if row.role is Hands.MACHINE:
        return _("Mesin sedang menanyakannya. Bila tidak terjawab, tugas ini masuk ke antrean Anda.")
    if row.role is Hands.CITIZEN and row.kind is StepKind.PAY_STATE:
        return _("Menunggu pemohon membayar ke kas negara. Bukti bayarnya nanti masuk ke antrean Anda.")
    if row.role is Hands.CITIZEN:
        return _("Menunggu pembayaran pemohon. Pembayaran yang masuk tercatat sendiri.")
    return _("Tugas ini dijawab oleh pejabat lain di instansi Anda.")


def _visit(case: Case) -> Mapping[str, Any] | None:
    """How the appointment stands."""
    if case.row.kind is not StepKind.VISIT or not case.mine:
        return None
    return {
        "times": case.row.visit_times,
        "at": case.row.visit_at,
        "declined": case.now.visit_declined or "",
    }


def _others(case: Case, account: AccountRow) -> list[dict[str, str]]:
    """The open tasks whose decision on paper this officer may enter: the own one, and all where the agency issues."""
    steps = {task.step for task in case.status.tasks if task.agency_id == account.agency_id}
    issues = any(case.definition.step(key).kind in {StepKind.DECIDE, StepKind.SIGN} for key in steps)
    return [
        {
            "href": f"{page_of(task)}/kertas",
            "agency": case.status.agencies[task.agency_id].name,
            "step": str(case.definition.step(task.step).title),
        }
        for task in case.status.tasks
        if task.state is TaskState.OPEN
        and task.role is Hands.OFFICER
        and (issues or task.agency_id == account.agency_id)
    ]


async def _last_day_over(case: Case, at: datetime, regency: Regency) -> str:
    """The last day of the document in words, where it is over and somebody here would grant or sign it."""
    if not case.mine or case.row.kind not in {StepKind.DECIDE, StepKind.SIGN}:
        return ""
    today = at.astimezone(regency.zone).date()
    day = await last_day_over(case.row.application_id, case.definition, today=today)
    return day_in_words(day) if day else ""


async def _prepared(row: TaskRow, account: AccountRow, at: datetime, regency: Regency) -> dict[str, str]:
    """Where the signatory reads the very document that will be signed, and its SHA-256 for the form."""
    task = await own_task(row.id, by=account.actor, at=at)
    try:
        waiting = await prepared_permit(task, account, at=at, regency=regency)
    except LastDayOver:
        return NOT_PREPARED
    return {"prepared": regency.links.to("prepared", waiting.id), "prepared_sha256": waiting.sha256}
