"""The page of a task that another agency has taken over: where it went, when and why, and nothing of the file."""

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.web.desk.desk import desk_of
from app.web.kit.rendering import page
from models.agencies.queries import agencies_by_id
from models.applications.errors import TaskNotFound
from models.applications.operations.answer_drafts import answer_draft
from models.applications.queries.transfers import gone_task
from models.kit.ids import parse_id
from models.services.queries import service_versions


async def show_moved(request: Request, *, written: list[str] | None = None, status: int = 200) -> Response:
    """What became of the task in the address; `written` is kept to be copied. Raises TaskNotFound for all others."""
    id = parse_id("task", request.path_params["id"])
    row = await gone_task(id, by=require_officer(request).actor) if id else None
    if row is None:
        raise TaskNotFound("taskId")
    vault, by = request.app.state.regency.vault, require_officer(request).actor
    draft = await answer_draft(row.id, by=by, vault=vault)
    definition = (await service_versions([row.version_id]))[row.version_id].definition
    context = {
        "desk": await desk_of(request),
        "number": row.number,
        "step": str(definition.step(row.step).title),
        "service": str(definition.title),
        "agency": (await agencies_by_id([row.agency_id]))[row.agency_id].name,
        "at": row.at,
        "reason": row.reason or "",
        "decided_at": row.decided_at,
        "written": list(dict.fromkeys([*(written or []), *(draft.texts.values() if draft else ())])),
    }
    return await page(request, "desk/moved.html", context, status=status)
