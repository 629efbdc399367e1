"""Taking a task for half an hour, giving it back, handing it to a colleague."""

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.web.desk.actions import form_of_task
from app.web.desk.answer_values import AnswerForm
from app.web.desk.case import found_task, page_of
from app.web.desk.claims import claim_shown
from app.web.kit.rendering import page, wants_fragment
from models.applications.errors import ColleagueUnknown
from models.applications.operations.claiming import (
    claim_task,
    hand_over_task,
    release_task,
)
from models.applications.queries.tasks import TaskRow
from models.kit.ids import parse_id
from models.kit.vault import new_token
from models.services.queries import service_versions


async def claim(request: Request) -> Response:
    """Take the task, or hold it on; htmx gets the box that says until when."""
    if not wants_fragment(request) or request.state.account is None:
        return await _claimed(request)
    actor, row = require_officer(request).actor, await found_task(request)
    if not row.is_held(actor, request.state.at):
        await claim_task(row.id, by=actor, at=request.state.at)
    row = await found_task(request)
    definition = (await service_versions([row.version_id]))[row.version_id].definition
    context = {
        "here": page_of(row),
        "answer_form": True,
        "claim": await claim_shown(request, row, definition),
        "typed": AnswerForm(key=new_token()),
    }
    return await page(request, "desk/claim.html", {**context, "errors": {}}, block="claim_block")


@form_of_task()
async def _claimed(request: Request, row: TaskRow) -> None:
    await claim_task(row.id, by=require_officer(request).actor, at=request.state.at)


@form_of_task()
async def release(request: Request, row: TaskRow) -> None:
    """Give the task back to the colleagues."""
    await release_task(row.id, by=require_officer(request).actor, at=request.state.at)


@form_of_task()
async def hand_over(request: Request, row: TaskRow) -> None:
    """Give the task to a colleague of this agency."""
    to = parse_id("account", str(request.state.form.get("to", "")))
    if to is None:
        raise ColleagueUnknown("to")
    regency = request.app.state.regency
    await hand_over_task(row.id, to, by=require_officer(request).actor, at=request.state.at, regency=regency)
