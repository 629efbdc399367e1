"""Step 1: the service's form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from app.auth.callers import caller_of
from app.auth.cookies import set_cookie
from app.auth.sessions import KEPT_DRAFT, require_citizen
from app.web.apply.flow import (
    CurrentDraft,
    context_of,
    current_draft,
    draft_of,
    faults_in_form,
    page_of_sent,
    service_of,
)
from app.web.kit.error_summary import labels_of, summary_of
from app.web.kit.form_values import values_in, values_of
from app.web.kit.forms import sections_of
from app.web.kit.rendering import page, problems_by_field, see_other
from app.web.kit.session_ended import session_ended
from models.applications.operations import drafting
from models.applications.queries.ground import villages_for
from models.applications.queries.known import answers_known
from models.kit.errors import InvalidInput, Problem, RateLimited
from models.services.queries import ServiceRow

KEPT_FOR = timedelta(hours=1)


async def form_step(request: Request) -> Response:
    """Show the form with what is known, or keep what was typed and go on when it is right."""
    service = await service_of(request)
    if request.method == "POST":
        return await _take(request, service)
    current, known = await _offered(await current_draft(request, service))
    faults = await faults_in_form(request, current)
    if "lengkapi" not in request.query_params:  # nobody has to fill in what cannot be sent
        faults = [fault for fault in faults if fault.path == ("service",)]
    return await _form(request, current, current.draft.answers, faults, known=known)


async def _offered(current: CurrentDraft) -> tuple[CurrentDraft, Mapping[str, str]]:
    """A draft that nobody has begun, with what is known filled in, and where each of that comes from."""
    if current.draft.answers:
        return current, {}
    (known,) = await answers_known([current.definition], by=current.account.actor)
    typed = values_of(current.definition, {name: one.answer for name, one in known.items()})
    return replace(current, draft=replace(current.draft, answers=typed)), {
        name: one.source for name, one in known.items()
    }


async def _take(request: Request, service: ServiceRow) -> Response:
    typed = values_in(service.definition, request.state.form)
    if request.state.account is None:
        return await _keep_for_later(request, service, typed)
    account = require_citizen(request)
    draft = await draft_of(request, service, account)
    if sent := await page_of_sent(draft, account):
        return see_other(sent)
    await drafting.keep_answers(draft.id, typed, by=account.actor, at=request.state.at)
    current = await current_draft(request, service)
    faults = await faults_in_form(request, current)
    if faults:
        return await _form(request, current, typed, faults, status=422)
    return see_other(f"/ajukan/{service.slug}/dokumen")


async def _keep_for_later(request: Request, service: ServiceRow, typed: Mapping[str, str]) -> Response:
    """The session is over: nothing typed is lost, the draft is claimed when the citizen signs in again.

    What is too much to be kept for a stranger stays on the page.
    """
    try:
        token = await drafting.keep_for_whoever_returns(
            service.slug, typed, caller=caller_of(request), at=request.state.at
        )
    except (drafting.DraftTooLarge, RateLimited):
        return await session_ended(request)
    response = see_other(f"/masuk?lanjut=/ajukan/{service.slug}")
    set_cookie(request, response, KEPT_DRAFT, token, lifetime=KEPT_FOR)
    return response


async def _form(
    request: Request,
    current: CurrentDraft,
    typed: Mapping[str, str],
    faults: Sequence[Problem],
    *,
    known: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    context = {
        **await context_of(request, current),
        "sections": sections_of(
            current.definition, typed, known=known, villages=await villages_for(current.definition)
        ),
        "problems": summary_of(faults, labels_of(current.definition)),
        "errors": problems_by_field(InvalidInput(*faults)),
    }
    return await page(request, "apply/form.html", context, status=status)
