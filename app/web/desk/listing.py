"""The queue, most urgent first; nothing in it is about a person."""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.i18n import _
from app.web.desk.desk import desk_of
from app.web.kit.rendering import page
from models.applications.queries.tasks import TaskRow, queue, queue_count
from models.applications.states import Decision, Outcome, TaskState
from models.calendar.queries import working_time
from models.calendar.workflow import WorkingTime
from models.kit.actor import Actor
from models.kit.errors import InvalidInput
from models.kit.ids import public_id
from models.kit.paging import Page
from models.kit.text import N_
from models.messages.queries import MessageRow, messages_of
from models.services.definition import StepKind
from models.services.queries import ServiceRow, service_versions

PAGE = 30
HOURS_A_DAY = 7.5
NOTICES = 3
NOTICE_AGE = timedelta(days=7)

_DECISIONS = {
    Decision.APPROVE: N_("Disetujui"),
    Decision.RETURN: N_("Dikembalikan untuk diperbaiki"),
    Decision.REFUSE: N_("Ditolak"),
}
_APPROVED_AS = {StepKind.SIGN: N_("Ditandatangani"), StepKind.PAY_STATE: N_("Pembayaran dikonfirmasi")}
"""What an approval is called where it is another thing than an agency's consent."""
OUTCOMES = {
    Outcome.MATCH: N_("Mesin menjawab: cocok"),
    Outcome.MISMATCH: N_("Mesin menjawab: tidak cocok"),
    Outcome.NO_ANSWER: N_("Mesin tidak mendapat jawaban"),
}


class Filter(StrEnum):
    """Which tasks the queue shows, by the words in its address."""

    OPEN = "terbuka"
    LATE = "terlambat"
    WAITING = "menunggu"
    DONE = "selesai"
    OFFICERS = "petugas"


_STATES = {
    Filter.OPEN: [TaskState.OPEN],
    Filter.LATE: [TaskState.OPEN],
    Filter.WAITING: [TaskState.WAITING],
    Filter.DONE: [TaskState.DONE, TaskState.RETURNED],
    Filter.OFFICERS: [TaskState.OPEN],
}


async def desk(request: Request) -> Response:
    """The tasks that the officer may answer, those that wait for others, those done, or for a head the officers'."""
    here = await desk_of(request)
    wanted = _wanted(request)
    found = await _one_page(request, wanted)
    versions = await service_versions({row.version_id for row in found.rows})
    clock = await working_time(request.app.state.regency.zone)
    actor, now = here.account.actor, request.state.at
    context = {
        "desk": here,
        "count": await queue_count(actor, now=now),
        "notices": await _notices(request),
        "tasks": [task_shown(row, versions[row.version_id], actor, now, clock) for row in found.rows],
        "filter": wanted.value,
        "next_href": _href(wanted, found.cursors[-1]) if found.has_next else None,
        "first_href": _href(wanted, None) if found.has_previous else None,
        "block_href": _href(wanted, None),
    }
    return await page(request, "desk/queue.html", context, block="queue_block")


def _wanted(request: Request) -> Filter:
    params = request.query_params
    if params.get("terlambat") == "1":
        return Filter.LATE
    status = params.get("status")
    return Filter(status) if status in set(Filter) else Filter.OPEN


async def _one_page(request: Request, wanted: Filter) -> Page[TaskRow]:
    actor, now = require_officer(request).actor, request.state.at
    states, overdue = _STATES[wanted], True if wanted is Filter.LATE else None
    after = request.query_params.get("after")
    asked = partial(
        queue,
        actor,
        states=states,
        overdue=overdue,
        first=PAGE,
        now=now,
        in_charge=wanted is Filter.OFFICERS,
    )
    try:
        return await asked(after=after)
    except InvalidInput:
        return await asked(after=None)


def _href(wanted: Filter, cursor: str | None) -> str:
    status = "" if wanted in {Filter.OPEN, Filter.LATE} else wanted.value
    late = "1" if wanted is Filter.LATE else ""
    given = {"status": status, "terlambat": late, "after": cursor or ""}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/petugas?{query}" if query else "/petugas"


async def _notices(request: Request) -> list[dict[str, Any]]:
    """The newest messages of the officer, of this week: limits that come near, objections."""
    regency, now = request.app.state.regency, request.state.at
    found = await messages_of(require_officer(request).actor, vault=regency.vault, most=NOTICES)
    return [_notice(row) for row in found if row.created_at > now - NOTICE_AGE]


def _notice(row: MessageRow) -> dict[str, Any]:
    href = f"/petugas/berkas/{public_id('application', row.application_id)}" if row.application_id else ""
    return {"text": row.text, "at": row.created_at, "href": href}


def task_shown(
    row: TaskRow, service: ServiceRow, actor: Actor, now: datetime, clock: WorkingTime
) -> dict[str, Any]:
    """A line of the queue."""
    decided = row.decision is not None
    due_at = None if decided else row.due_at
    return {
        "href": f"/petugas/tugas/{public_id('task', row.id)}",
        "number": row.number,
        "service": str(service.definition.title),
        "step": str(service.definition.step(row.step).title),
        "due_at": due_at,
        "overdue": row.is_overdue(now),
        "remaining": "" if due_at is None else remaining(due_at, now, clock),
        "note": decided_text(row) if decided else "",
        "decided_at": row.decided_at,
        "held": "" if decided else held_text(row, actor, now),
        "held_by_other": not decided and row.is_held(actor, now),
        "outcome": _("Mesin menyerahkannya kepada petugas") if row.outcome and not decided else "",
        "visit_at": None if decided else row.visit_at,
        "visit_asked": bool(row.visit_times) and row.visit_at is None and not decided,
    }


def held_text(row: TaskRow, actor: Actor, now: datetime) -> str:
    """Who works on it, while the lease lasts."""
    if row.claimed_by_id is None or row.claimed_until is None or row.claimed_until <= now:
        return ""
    if row.claimed_by_id == actor.account_id:
        return _("Anda kerjakan")
    return _("Dikerjakan {name}").format(name=row.claimed_by or "")


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
    """What was decided, and by whom where the reader may know."""
    if row.outcome is Outcome.MATCH:
        return _("Dicocokkan oleh mesin")
    word = _DECISIONS[row.decision] if row.decision else ""
    if row.decision is Decision.APPROVE:
        word = _APPROVED_AS.get(row.kind, word)
    word = _(word) if word else ""
    if not row.decided_by:
        return word
    return _("{decision} oleh {name}").format(decision=word, name=row.decided_by or "")
