"""The list of the citizen's own applications."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_citizen
from app.i18n import _
from app.web.applications.overview import ENDED
from app.web.kit.rendering import page, sentence
from app.web.kit.request_values import today
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
    return await page(request, "applications/list.html", context)


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
        "label": _(ENDED[ended.state]) if ended else sentence(label(row.state, kinds)),
        "due_at": row.citizen_due_at or row.due_at,
        "submitted_at": row.submitted_at,
    }
