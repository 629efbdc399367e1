"""The queue, most urgent first; nothing in it is about a person."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.i18n import _
from app.web.rendering import page
from models.agencies.queries import agencies_by_id
from models.applications.queries.tasks import TaskRow, queue, queue_count
from models.applications.states import Decision, TaskState
from models.calendar.queries import working_time
from models.calendar.workflow import WorkingTime
from models.kit.errors import InvalidInput
from models.kit.ids import public_id
from models.kit.paging import Page
from models.kit.text import N_
from models.services.definition import StepKind
from models.services.queries import ServiceRow, service_versions

PAGE = 30
HOURS_A_DAY = 7.5

_DECISIONS = {
    Decision.APPROVE: N_("Disetujui"),
    Decision.RETURN: N_("Dikembalikan untuk diperbaiki"),
    Decision.REFUSE: N_("Ditolak"),
}
_SIGNED = N_("Ditandatangani")


async def desk(request: Request) -> Response:
    """The tasks that the officer may answer, or those that are done."""
    account = require_officer(request)
    params = request.query_params
    done, late = params.get("status") == "selesai", params.get("terlambat") == "1"
    found = await _one_page(request, done=done, late=late)
    versions = await service_versions({row.version_id for row in found.rows})
    agency = (await agencies_by_id([account.agency_id] if account.agency_id else [])).values()
    clock = await working_time(request.app.state.regency.zone)
    now = request.state.at
    context = {
        "agency": next(iter(agency)).name,
        "position": account.position,
        "count": await queue_count(account.actor, now=now),
        "tasks": [task_shown(row, versions[row.version_id], now, clock) for row in found.rows],
        "done": done,
        "late": late,
        "next_href": _more(done, late, found.cursors[-1]) if found.has_next else None,
        "first_href": _more(done, late, None) if found.has_previous else None,
    }
    return await page(request, "desk/queue.html", context, block="queue_block")


async def _one_page(request: Request, *, done: bool, late: bool) -> Page[TaskRow]:
    actor, now = require_officer(request).actor, request.state.at
    states = [TaskState.DONE, TaskState.RETURNED] if done else [TaskState.OPEN]
    overdue = True if late and not done else None
    after = request.query_params.get("after")
    try:
        return await queue(actor, states=states, overdue=overdue, first=PAGE, after=after, now=now)
    except InvalidInput:
        return await queue(actor, states=states, overdue=overdue, first=PAGE, after=None, now=now)


def _more(done: bool, late: bool, cursor: str | None) -> str:
    wanted = {"status": "selesai" if done else "", "terlambat": "1" if late else "", "after": cursor or ""}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"/petugas?{query}" if query else "/petugas"


def task_shown(row: TaskRow, service: ServiceRow, now: datetime, clock: WorkingTime) -> dict[str, Any]:
    """A line of the queue."""
    decided = row.decision is not None
    return {
        "href": f"/petugas/tugas/{public_id('task', row.id)}",
        "number": row.number,
        "service": str(service.definition.title),
        "step": str(service.definition.step(row.step).title),
        "due_at": None if decided else row.due_at,
        "overdue": row.is_overdue(now),
        "remaining": "" if decided or row.due_at is None else remaining(row.due_at, now, clock),
        "note": decided_text(row) if decided else "",
        "decided_at": row.decided_at,
    }


def remaining(due_at: datetime, now: datetime, clock: WorkingTime) -> str:
    """`sisa 3 jam kerja`, or by how much it is late; from two days on in days."""
    late = due_at < now
    hours = clock.between(min(now, due_at), max(now, due_at)).total_seconds() / 3600
    if hours >= 2 * HOURS_A_DAY:
        text = _("terlambat {count} hari kerja") if late else _("sisa {count} hari kerja")
        return text.format(count=int(hours // HOURS_A_DAY))
    if hours < 1:
        return _("terlambat kurang dari 1 jam kerja") if late else _("sisa kurang dari 1 jam kerja")
    text = _("terlambat {count} jam kerja") if late else _("sisa {count} jam kerja")
    return text.format(count=int(hours))


def decided_text(row: TaskRow) -> str:
    """What was decided, and by whom."""
    signed = row.kind is StepKind.SIGN and row.decision is Decision.APPROVE
    word = _(_SIGNED if signed else _DECISIONS[row.decision]) if row.decision else ""
    return _("{decision} oleh {name}").format(decision=word, name=row.decided_by or "")
