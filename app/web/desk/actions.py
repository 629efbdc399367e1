"""The small forms of a task's page: each does one thing, and shows the page again where that was refused."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from app.web.desk.answer_values import AnswerForm
from app.web.desk.case import found_task, page_of
from app.web.desk.drafts import keep_draft
from app.web.desk.task import show_task
from app.web.kit.form_values import cleaned
from app.web.kit.rendering import see_other
from app.web.kit.session_ended import session_ended
from models.applications.queries.tasks import TaskRow
from models.kit.errors import Refusal
from models.kit.vault import new_token

CHOICES = ("agency", "to", "register")
"""Controls of these forms whose value is one of a list."""

Action = Callable[[Request, TaskRow], Awaitable[None]]
Handler = Callable[[Request], Awaitable[Response]]


def form_of_task(then: str | None = None) -> Callable[[Action], Handler]:
    """A form of the task's page that does one thing and leads on; what is wrong is shown on the page again.

    `then` is where it leads: an address, or what is added to the page's own.
    """

    def made(action: Action) -> Handler:
        @wraps(action)
        async def handler(request: Request) -> Response:
            if request.state.account is None:
                return await session_ended(request, sign_in="/petugas/masuk")
            row = await found_task(request)
            await keep_draft(request, row)
            try:
                await action(request, row)
            except Refusal as refusal:
                return await _show_again(request, action.__name__, refusal)
            return see_other(then if then and then.startswith("/") else page_of(row) + (then or ""))

        return handler

    return made


async def _show_again(request: Request, action: str, refusal: Refusal) -> Response:
    problems = [replace(problem, path=(action, *problem.path)) for problem in refusal.problems]
    form = request.state.form
    typed = AnswerForm(
        action=action,
        reason=cleaned(str(form.get("reason", ""))),
        choice=cleaned(next((str(form[name]) for name in CHOICES if form.get(name)), "")),
        purpose=cleaned(str(form.get("purpose", "") or form.get("basis", ""))),
        key=str(form.get("key", "")) or new_token(),
        problems=problems,
    )
    return await show_task(request, await found_task(request), typed, status=422)
