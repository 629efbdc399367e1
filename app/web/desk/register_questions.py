"""Asking from a task's page: a machine once more, or another agency's register."""

from starlette.requests import Request

from app.auth.sessions import require_officer
from app.web.desk.actions import form_of_task
from app.web.kit.form_values import cleaned
from models.applications.operations.deciding import own_task
from models.applications.queries.tasks import TaskRow
from models.checks.operations import ask_again
from models.registers.operations import Question, ask_register


@form_of_task("?ditanya=1#mesin")
async def ask_machine(request: Request, row: TaskRow) -> None:
    """Put the question of a check once more; the answer comes by itself."""
    regency = request.app.state.regency
    await ask_again(row.id, by=require_officer(request).actor, at=request.state.at, regency=regency)


@form_of_task("#register")
async def ask_other(request: Request, row: TaskRow) -> None:
    """Ask what another agency has decided about the applicant; question and purpose are logged."""
    by, form = require_officer(request).actor, request.state.form
    await own_task(row.id, by=by, at=request.state.at)
    question = Question(
        cleaned(str(form.get("register", "")))[:120],
        row.application_id,
        cleaned(str(form.get("purpose", ""))).replace("\n", " "),
    )
    await ask_register(question, by=by, at=request.state.at, regency=request.app.state.regency)
