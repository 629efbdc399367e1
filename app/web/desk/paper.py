"""What an agency has decided on paper, entered with its number, its date and its scan."""

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.web.desk.answer_errors import answer_errors
from app.web.desk.answer_values import AnswerForm
from app.web.desk.case import case_of
from app.web.desk.file import VisibleFile, file_shown
from app.web.desk.listing import decided_text
from app.web.desk.task import form_of
from app.web.kit.rendering import page
from models.applications.errors import TaskNotFound
from models.applications.queries.tasks import TaskRow, own_task_on, task_on_paper
from models.applications.states import TaskState
from models.kit.ids import parse_id, public_id
from models.kit.vault import new_token


async def found_for_paper(request: Request) -> TaskRow:
    """The task in the address; raises TaskNotFound where this officer may enter nothing for it."""
    id = parse_id("task", request.path_params["id"])
    row = await task_on_paper(id, by=require_officer(request).actor) if id else None
    if row is None:
        raise TaskNotFound("taskId")
    return row


async def paper_page(request: Request) -> Response:
    """The form for a decision on paper."""
    return await show_paper(request, await found_for_paper(request), AnswerForm(key=new_token()))


async def show_paper(request: Request, row: TaskRow, typed: AnswerForm, *, status: int = 200) -> Response:
    """The form for a decision on paper; of the file it shows only what the officer's own agency may see."""
    actor, at = require_officer(request).actor, request.state.at
    case = await case_of(request, row)
    seen = VisibleFile(case.file, case.definition, case.step, actor)
    shown = await file_shown(seen, request.app.state.regency)
    own = await own_task_on(row.application_id, by=actor)
    places = shown["places"] or seen.blank_places()
    context = {
        "here": f"/petugas/tugas/{public_id('task', row.id)}/kertas",
        "back": f"/petugas/tugas/{public_id('task', own)}" if own else "/petugas",
        "task": row,
        "step": str(case.step.title),
        "service": str(case.definition.title),
        "agency": case.status.agencies[row.agency_id].name,
        "own": row.agency_id == actor.agency_id,
        "open": row.state is TaskState.OPEN and not row.is_held(actor, at),
        "held": row.is_held(actor, at),
        "decided": decided_text(row) if row.decision else "",
        "form": form_of(case, places, at),
        "typed": typed,
        **answer_errors(typed),
    }
    return await page(request, "desk/paper.html", context, status=status)
