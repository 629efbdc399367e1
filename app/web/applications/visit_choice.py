"""Choosing when officers may come, or asking for another time."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_citizen
from app.web.applications.details import found_application
from app.web.applications.page import application_page
from app.web.kit.rendering import see_other
from app.web.kit.request_values import text_in
from app.web.kit.session_ended import session_ended
from models.applications.errors import TaskAlreadyDecided
from models.applications.operations.visiting import VisitReply, answer_visit
from models.applications.queries.tasks import TaskRow, tasks_of
from models.kit.errors import Conflict, InvalidInput, KeyReused, Problem, ProblemCode
from models.kit.text import N_

NEITHER = "other"
"""The choice that asks for other times."""
CHOOSE = N_("Pilih salah satu waktu, atau tulis kapan Anda bisa.")


async def answer(request: Request) -> Response:
    """Take the choice, or show it again with what is wrong; what is no longer open leads back to the page."""
    if request.state.account is None:
        return await session_ended(request)
    row = await found_application(request)
    here = f"/permohonan/{row.number}"
    by, at, regency = require_citizen(request).actor, request.state.at, request.app.state.regency
    tasks = {task.id.hex: task for task in (await tasks_of([row.id], by=by))[row.id]}
    task = tasks.get(text_in(request, "task"))
    if task is None:
        return see_other(here)
    try:
        reply = _reply(request, task)
        await answer_visit(reply, by=by, at=at, regency=regency)
    except InvalidInput as refusal:
        return await application_page(request, row, visit_problems=refusal.problems)
    except (Conflict, KeyReused, TaskAlreadyDecided):
        return see_other(here)
    return see_other(here)


def _reply(request: Request, task: TaskRow) -> VisitReply:
    choice, message = text_in(request, "time"), text_in(request, "message")
    time: datetime | None = {time.isoformat(): time for time in task.visit_times}.get(choice)
    if time is None and choice not in {"", NEITHER}:
        raise InvalidInput(
            Problem(ProblemCode.INVALID, ("time",), N_("Pilih salah satu waktu yang diusulkan."))
        )
    if not choice and not message.strip():
        raise InvalidInput(Problem(ProblemCode.REQUIRED, ("time",), CHOOSE))
    return VisitReply(task.id, time, "" if time else message, text_in(request, "key"))
