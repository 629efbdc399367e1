"""Step 3: everything once more, then it is sent."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.i18n import _
from app.web.apply.flow import (
    CurrentDraft,
    calendar_for,
    chosen_documents,
    context_of,
    current_draft,
    faults_in_form,
    ground_here,
    page_of_sent,
    service_of,
)
from app.web.apply.papers import papers_of
from app.web.kit.forms import shown_answers
from app.web.kit.rendering import page, problems_of, see_other
from app.web.kit.request_values import today
from models.applications.competence import SERVED_BY, Ground, owners_of
from models.applications.dates import warnings_of_answers
from models.applications.operations import drafting
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.kit.errors import InvalidInput, KeyReused, Refusal
from models.services.presenting import label_of


async def review_step(request: Request) -> Response:
    """Show the whole application, or send it; a draft that is not complete goes back to where it is not."""
    service = await service_of(request)
    current = await current_draft(request, service)
    if sent := await page_of_sent(current.draft, current.account):
        return see_other(sent)
    if unfinished := await _unfinished(request, current):
        return see_other(unfinished)
    if request.method == "POST":
        return await _send(request, current)
    return await _review(request, current, None)


async def _unfinished(request: Request, current: CurrentDraft) -> str | None:
    """The step that still has faults."""
    here = f"/ajukan/{current.service.slug}"
    if await faults_in_form(request, current):
        return f"{here}?lengkapi=1"
    papers = await papers_of(request, current, await chosen_documents(current))
    if papers.problems:
        return f"{here}/dokumen?lengkapi=1"
    return None


async def _send(request: Request, current: CurrentDraft) -> Response:
    chosen = await chosen_documents(current)
    draft = ApplicationDraft(
        service=current.service.slug,
        answers=current.answers,
        documents=[(key, row.id) for key, row in chosen],
        idempotency_key=current.draft.idempotency_key,
    )
    by, at, regency = current.account.actor, request.state.at, request.app.state.regency
    try:
        sent = await submit_application(draft, by=by, at=at, regency=regency)
    except KeyReused:
        sent_draft = await drafting.draft(current.draft.id, by=by)
        return see_other(await page_of_sent(sent_draft, current.account) or "/permohonan")
    except InvalidInput:
        return see_other(await _unfinished(request, current) or request.url.path)
    except Refusal as refusal:
        return await _review(request, current, refusal)
    await drafting.close_draft(current.draft.id, sent.id, by=by)
    return see_other(f"/permohonan/{sent.number}")


async def _review(request: Request, current: CurrentDraft, refusal: Refusal | None) -> Response:
    ground = await ground_here(current)
    context = {
        **await context_of(request, current),
        "sections": [
            (title, [_row(current, answer.key, answer.label, answer.value) for answer in rows])
            for title, rows in shown_answers(current.definition, current.answers, ground.villages)
        ],
        "documents": await _documents(request, current),
        "days": current.definition.promised_working_days,
        "fee": str(current.definition.fee.text),
        "cautions": [*await _cautions(request, current), *_stand_ins(current, ground)],
        "problems": problems_of(refusal) if refusal else [],
    }
    return await page(request, "apply/review.html", context, status=422 if refusal else 200)


async def _cautions(request: Request, current: CurrentDraft) -> list[dict[str, str]]:
    """What the applicant should know before sending, each under its field's name."""
    calendar = await calendar_for(request, current.definition)
    if calendar is None:
        return []
    found = warnings_of_answers(current.definition, current.answers, today=today(request), calendar=calendar)
    return [
        {"label": label_of(current.definition, one.path[-1]), "text": _(one.message).format(**one.facts)}
        for one in found
    ]


def _stand_ins(current: CurrentDraft, ground: Ground) -> list[dict[str, str]]:
    """The agencies that are not ready, each with the one that serves in its place."""
    owners = owners_of(current.definition, current.answers, ground).values()
    found = dict.fromkeys(
        (owner.instead_of, owner.agency.name) for owner in owners if owner and owner.instead_of
    )
    return [
        {"label": _("Yang melayani"), "text": _(SERVED_BY).format(office=office, agency=agency)}
        for office, agency in found
    ]


def _row(current: CurrentDraft, key: str, label: str, value: str) -> dict[str, Any]:
    return {"label": label, "value": value, "change_href": f"/ajukan/{current.service.slug}#answers-{key}"}


async def _documents(request: Request, current: CurrentDraft) -> list[dict[str, Any]]:
    """By requirement: what was chosen, what is reused, and what the regency adds because it issued it."""
    links = request.app.state.regency.links
    chosen = await chosen_documents(current)
    papers = await papers_of(request, current, chosen)
    added = [(key, row.document) for key, rows in papers.automatic.items() for row in rows]
    reused = {id for _, id in papers.reused}
    shown = []
    for requirement in current.requirements:
        own = [row for key, row in [*chosen, *added] if key == requirement.key]
        title = {"title": str(requirement.title), "required": requirement.required}
        for row in own:
            note = _("dipakai lagi dari dompet Anda") if row.id in reused else ""
            file = {"name": row.name, "size": row.size, "url": links.to("document", row.id), "note": note}
            shown.append({**title, **file})
        if not own:
            shown.append({**title, "name": "", "size": 0})
    return shown
