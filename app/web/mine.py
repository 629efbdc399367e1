"""The citizen's own applications: the list, one with all that happened, and correcting it."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.auth.sessions import require_citizen
from app.i18n import _
from app.web.application_page import application_page
from app.web.correcting import correction
from app.web.objecting import file_objection, objection
from app.web.outlook import ENDED
from app.web.own import found_application, today
from app.web.rendering import page, said, see_other
from app.web.visiting import answer
from app.web.withdrawing import withdraw, withdrawal
from models.applications.queries.applications import ApplicationRow, applications_of
from models.applications.queries.tasks import TaskRow, tasks_of
from models.applications.states import ApplicationState, TaskState
from models.applications.wording import label
from models.kit.errors import InvalidInput
from models.kit.paging import Page
from models.messages.queries import MessageRow, messages_of
from models.permits.queries import PermitRow, permits_of
from models.services.queries import ServiceRow, service_versions

PAGE = 20


async def application_list(request: Request) -> Response:
    """All that the citizen has sent, newest first."""
    account = require_citizen(request)
    found = await _one_page(request)
    versions = await service_versions({row.version_id for row in found.rows})
    tasks = await tasks_of([row.id for row in found.rows], by=account.actor)
    issued = [row.id for row in found.rows if row.state is ApplicationState.ISSUED]
    permits = await permits_of(issued, by=account.actor, today=today(request)) if issued else {}
    context = {
        "rows": [
            _row(row, versions[row.version_id], tasks[row.id], permits.get(row.id)) for row in found.rows
        ],
        "next_href": f"/permohonan?after={found.cursors[-1]}" if found.has_next else None,
        "first_href": "/permohonan" if found.has_previous else None,
        "messages": [] if found.has_previous else await _messages(request),
    }
    return await page(request, "mine/list.html", context)


async def _one_page(request: Request) -> Page[ApplicationRow]:
    actor, after = require_citizen(request).actor, request.query_params.get("after")
    try:
        return await applications_of(actor, states=None, first=PAGE, after=after)
    except InvalidInput:
        return await applications_of(actor, states=None, first=PAGE, after=None)


async def _messages(request: Request) -> Sequence[MessageRow]:
    """What the citizen was told lately: the same words as by SMS."""
    vault = request.app.state.regency.vault
    return await messages_of(require_citizen(request).actor, vault=vault, most=5)


def _row(
    row: ApplicationRow, service: ServiceRow, tasks: list[TaskRow], permit: PermitRow | None
) -> dict[str, Any]:
    kinds = [task.kind for task in tasks if task.state is TaskState.OPEN]
    ended = permit if permit and permit.state in ENDED else None
    return {
        "href": f"/permohonan/{row.number}",
        "number": row.number,
        "service": str(service.definition.title),
        "state": (ended or row).state.value,
        "label": _(ENDED[ended.state]) if ended else said(label(row.state, kinds)),
        "due_at": row.citizen_due_at or row.due_at,
        "submitted_at": row.submitted_at,
    }


async def application(request: Request) -> Response:
    """One application: what happened, what is next and by when."""
    row = await found_application(request)
    return await application_page(request, row)


async def back_to_application(request: Request) -> Response:
    """The address of a form on the page leads back to it when somebody opens it."""
    return see_other(f"/permohonan/{request.path_params['number']}")


routes = [
    Route("/permohonan", application_list),
    Route("/permohonan/{number}", application),
    Route("/permohonan/{number}/perbaikan", back_to_application, methods=["GET"]),
    Route("/permohonan/{number}/perbaikan", correction, methods=["POST"]),
    Route("/permohonan/{number}/kunjungan", back_to_application, methods=["GET"]),
    Route("/permohonan/{number}/kunjungan", answer, methods=["POST"]),
    Route("/permohonan/{number}/batal", withdrawal, methods=["GET"]),
    Route("/permohonan/{number}/batal", withdraw, methods=["POST"]),
    Route("/permohonan/{number}/keberatan", objection, methods=["GET"]),
    Route("/permohonan/{number}/keberatan", file_objection, methods=["POST"]),
]
