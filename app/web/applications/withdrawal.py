"""Taking an application back: asked once more, with a reason for those who want to give one."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_citizen
from app.web.applications.details import found_application
from app.web.kit.rendering import page, problems_by_field, problems_of, see_other
from app.web.kit.request_values import key_of_form, text_in
from app.web.kit.session_ended import session_ended
from models.applications.moves import ALLOWED
from models.applications.operations.answering import LONGEST_REASON
from models.applications.operations.withdrawing import Withdrawal, withdraw_application
from models.applications.queries.applications import ApplicationRow
from models.applications.states import EventKind
from models.kit.errors import Conflict, InvalidInput, KeyReused, Problem
from models.services.queries import service_versions


async def withdrawal(request: Request) -> Response:
    """Ask whether they mean it; an application that has ended leads back to its page."""
    row = await found_application(request)
    if row.state not in ALLOWED[EventKind.WITHDRAWN]:
        return see_other(f"/permohonan/{row.number}")
    return await _form(request, row)


async def withdraw(request: Request) -> Response:
    """End it."""
    if request.state.account is None:
        return await session_ended(request)
    row = await found_application(request)
    here = f"/permohonan/{row.number}"
    wish = Withdrawal(row.id, text_in(request, "reason"), text_in(request, "key"))
    by, at, regency = require_citizen(request).actor, request.state.at, request.app.state.regency
    try:
        await withdraw_application(wish, by=by, at=at, regency=regency)
    except InvalidInput as refusal:
        return await _form(request, row, refusal.problems)
    except (Conflict, KeyReused):
        return see_other(here)
    return see_other(here)


async def _form(request: Request, row: ApplicationRow, problems: Sequence[Problem] = ()) -> Response:
    definition = (await service_versions([row.version_id]))[row.version_id].definition
    refusal = InvalidInput(*problems)
    context = {
        "number": row.number,
        "service": str(definition.title),
        "reason": text_in(request, "reason"),
        "most": LONGEST_REASON,
        "key": key_of_form(request),
        "problems": problems_of(refusal),
        "errors": problems_by_field(refusal),
    }
    return await page(request, "applications/withdrawal.html", context, status=422 if problems else 200)
