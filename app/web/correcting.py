"""Correcting what was returned: a form with only what agencies asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_citizen
from app.web.again import sign_in_again
from app.web.faults import labels_of, listed
from app.web.forms import sections_of
from app.web.offers import PREFIX, agreed_in, offers_shown, unseen
from app.web.own import by_path, found_application, key_of_form, own_context, text_in, today
from app.web.rendering import page, problems_by_field, see_other
from app.web.standing import Standing, standing_of
from app.web.typed import answers_from, in_words, number_in, typed_from, typed_in
from app.web.uploads import Uploads, accept_of, take_uploads
from models.applications.operations.correcting import Correction, correct_application
from models.applications.operations.reusing import Papers, gather_papers
from models.applications.queries.applications import ApplicationRow
from models.applications.queries.returned import Place, Returned, returned_file
from models.applications.states import ApplicationState
from models.applications.wording import Doer
from models.documents.queries import DocumentRow, own_documents
from models.kit.errors import Conflict, InvalidInput, Problem, Refusal
from models.services.conditions import applies
from models.services.definition import Definition, Requirement

A_MOMENT = timedelta(minutes=10)
LEFT = "left"
"""Hidden fields of this name carry the findings whose being left unanswered the citizen has been warned of."""
KEPT = "kept."
"""Hidden fields `kept.site-photo` name documents that have come with a form that still had faults."""


async def application_page(
    request: Request,
    row: ApplicationRow,
    *,
    typed: Mapping[str, str] | None = None,
    uploads: Uploads | None = None,
    problems: Sequence[Problem] = (),
    left: Sequence[str] = (),
    visit_problems: Sequence[Problem] = (),
) -> Response:
    """The page of an application; with a correction form while it waits for one, and the times of a visit."""
    context = await own_context(request, row)
    standing: Standing = context["standing"]
    fields = await _form(request, standing, typed, uploads, left) if _waits(row) else None
    context |= {
        "correction": fields,
        "problems": listed(problems, labels_of(standing.definition)),
        "errors": problems_by_field(InvalidInput(*problems)),
        "visit_errors": problems_by_field(InvalidInput(*visit_problems)),
        "visit_typed": {name: text_in(request, name) for name in ("task", "time", "message")},
        "key": key_of_form(request),
        "fresh": _fresh(standing, request.state.at),
    }
    status = 422 if problems or visit_problems else 200
    return await page(request, "mine/application.html", context, block="standing_block", status=status)


def _fresh(standing: Standing, at: datetime) -> str:
    """What the citizen did a moment ago, when no officer has done anything since: the kind of the event."""
    newest = next((event for event in standing.events if event["doer"] != Doer.ROBOT), None)
    mine = newest is not None and newest["doer"] == Doer.CITIZEN and at - newest["at"] < A_MOMENT
    return newest["kind"] if newest and mine else ""


def _waits(row: ApplicationRow) -> bool:
    return row.state is ApplicationState.RETURNED


async def _form(
    request: Request,
    standing: Standing,
    typed: Mapping[str, str] | None,
    uploads: Uploads | None,
    left: Sequence[str],
) -> dict[str, Any]:
    definition = standing.definition
    returned = await returned_file(standing.row.id, by=require_citizen(request).actor)
    answers = {**returned.answers, **answers_from(definition, typed or {})}
    asked = _asked(returned, definition, answers)
    stored = uploads.stored if uploads else ()
    papers = await _papers(request, definition, returned, answers)
    offers = offers_shown(request, definition, papers, _agencies(standing, answers))
    typed = typed_from(definition, returned.answers) if typed is None else typed
    remarks = by_path(standing.findings)
    return {
        "key": key_of_form(request),
        "seen": standing.releases,
        "left": left,
        "service": str(definition.title),
        "sections": sections_of(definition, typed, only=asked["answers"]),
        "remarks": {".".join(path): text for path, text in remarks.items()},
        "requirements": [
            _requirement(request, requirement, stored, offers.get(requirement.key))
            for requirement in definition.documents
            if requirement.key in asked["documents"]
        ],
    }


def _requirement(
    request: Request,
    requirement: Requirement,
    stored: Sequence[tuple[str, DocumentRow]],
    offer: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """What the form shows; a file that has come makes it needless to add one, not to have agreed to one."""
    kept = [row for key, row in stored if key == requirement.key]
    return {
        "key": requirement.key,
        "title": str(requirement.title),
        "help": str(requirement.help or ""),
        "accept": accept_of(requirement),
        "kept": kept,
        "offer": None if offer is None or (kept and offer["automatic"]) else offer,
        "agreed": offer is not None and text_in(request, PREFIX + requirement.key) == offer["mark"],
    }


def _asked(returned: Returned, definition: Definition, answers: Mapping[str, Any]) -> dict[str, set[str]]:
    """What may be changed: fields and requirements by their names."""
    asked: dict[str, set[str]] = {"answers": set(), "documents": set()}
    for part, name in returned.may_change(definition, answers):
        asked[part].add(name)
    return asked


async def _papers(
    request: Request, definition: Definition, returned: Returned, answers: Mapping[str, Any]
) -> Papers:
    """What the wallet adds and offers while nothing has been uploaded."""
    actor, zone = require_citizen(request).actor, request.app.state.regency.zone
    return await gather_papers(
        definition, answers, (), by=actor, today=today(request), zone=zone, returned=returned
    )


def _agencies(standing: Standing, answers: Mapping[str, Any]) -> dict[str, str]:
    """The agency of each step that these answers call for."""
    called = {step.key for step in standing.definition.steps if applies(step.when, answers)}
    return {task.step: standing.agency_of(task) for task in standing.tasks if task.step in called}


async def correction(request: Request) -> Response:
    """Take a correction, or show it again with every fault at its field."""
    if request.state.account is None:
        return await sign_in_again(request)
    row = await found_application(request)
    here = f"/permohonan/{row.number}"
    if not _waits(row):
        return see_other(here)
    actor, at, regency = require_citizen(request).actor, request.state.at, request.app.state.regency
    standing = await standing_of(row, by=actor, zone=regency.zone)
    typed = typed_in(standing.definition, request.state.form)
    definition = standing.definition
    returned = await returned_file(row.id, by=actor)
    answers = answers_from(definition, typed)
    after = {**returned.answers, **answers}
    asked = _asked(returned, definition, after)
    papers = await _papers(request, definition, returned, after)
    agreed = [(key, one.document.id) for key, one in agreed_in(request.state.form, papers)]
    uploads = await _uploads(request, standing, asked["documents"])
    wish = Correction(
        application_id=row.id,
        answers={name: answers.get(name) for name in asked["answers"] if name in typed},
        documents=[*agreed, *((key, document.id) for key, document in uploads.stored)],
        idempotency_key=str(request.state.form.get("key", "")),
        seen=number_in(request.state.form, "seen"),
        left=_left(request, returned),
    )
    uploaded = {key for key, _ in uploads.stored}
    added = {key: rows for key, rows in papers.automatic.items() if key not in uploaded}
    problems = [*uploads.problems, *unseen(request.state.form, added)]
    if not problems:
        try:
            await correct_application(wish, by=actor, at=at, regency=regency)
        except Conflict:
            return see_other(here)
        except Refusal as refusal:
            problems = [in_words(definition, problem) for problem in refusal.problems]
        else:
            return see_other(here)
    warned = returned.unanswered(wish.answers) & {problem.path for problem in problems}
    left = sorted(".".join(place) for place in warned | _left(request, returned))
    return await application_page(request, row, typed=typed, uploads=uploads, problems=problems, left=left)


def _left(request: Request, returned: Returned) -> set[Place]:
    """The findings of which the form says that its reader knows to leave them unanswered."""
    told = set(request.state.form.getlist(LEFT))
    return {place for place in returned.found if ".".join(place) in told}


async def _uploads(request: Request, standing: Standing, asked: Collection[str]) -> Uploads:
    """The files of this form, and before them those that came with it an earlier time."""
    actor, form = require_citizen(request).actor, request.state.form
    wanted = [requirement for requirement in standing.definition.documents if requirement.key in asked]
    uploads = await take_uploads(
        form, wanted, by=actor, at=request.state.at, regency=request.app.state.regency
    )
    fresh = {key for key, _ in uploads.stored}
    named = [
        (requirement.key, id)
        for requirement in wanted
        if requirement.key not in fresh
        for id in _uuids(form.getlist(KEPT + requirement.key))
    ]
    own: dict[UUID, DocumentRow] = await own_documents([id for _, id in named], by=actor)
    kept = [(key, own[id]) for key, id in named if id in own]
    return replace(uploads, stored=[*kept, *uploads.stored])


def _uuids(texts: Sequence[object]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(hex=str(text)))
        except ValueError:
            continue
    return found
