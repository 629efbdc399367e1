"""Objecting to a refusal (keberatan, UU 30/2014 Ps 77)."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_citizen
from app.web.applications.details import found_application
from app.web.applications.overview import overview_of
from app.web.applications.status import application_status
from app.web.kit.rendering import page, problems_by_field, problems_of, see_other
from app.web.kit.request_values import key_of_form, text_in
from app.web.kit.session_ended import session_ended
from models.applications.operations.answering import LONGEST_REASON
from models.applications.operations.objecting import ObjectionDraft, object_to_refusal
from models.applications.queries.applications import ApplicationRow
from models.kit.errors import Conflict, InvalidInput, KeyReused, Problem


async def objection(request: Request) -> Response:
    """The form, while an objection is possible; else the page of the application says why not."""
    return await _form(request, await found_application(request))


async def file_objection(request: Request) -> Response:
    """Put it before somebody other than who refused."""
    if request.state.account is None:
        return await session_ended(request)
    row = await found_application(request)
    here = f"/permohonan/{row.number}"
    draft = ObjectionDraft(row.id, text_in(request, "text"), text_in(request, "key"))
    by, at, regency = require_citizen(request).actor, request.state.at, request.app.state.regency
    try:
        await object_to_refusal(draft, by=by, at=at, regency=regency)
    except InvalidInput as refusal:
        return await _form(request, row, refusal.problems)
    except (Conflict, KeyReused):
        return see_other(here)
    return see_other(here)


async def _form(request: Request, row: ApplicationRow, problems: Sequence[Problem] = ()) -> Response:
    by, at, regency = require_citizen(request).actor, request.state.at, request.app.state.regency
    status = await application_status(row, by=by, zone=regency.zone)
    refused = (await overview_of(status, by=by, at=at, regency=regency)).refusal
    if refused is None or not refused["open"]:
        return see_other(f"/permohonan/{row.number}")
    faults = InvalidInput(*problems)
    context = {
        "number": row.number,
        "service": str(status.definition.title),
        "refused": refused,
        "days": status.definition.objection.answer_working_days,
        "granted": status.definition.objection.granted_by_silence,
        "text": text_in(request, "text"),
        "most": LONGEST_REASON,
        "key": key_of_form(request),
        "problems": problems_of(faults),
        "errors": problems_by_field(faults),
    }
    return await page(request, "applications/objection.html", context, status=422 if problems else 200)
