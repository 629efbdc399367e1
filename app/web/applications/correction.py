"""Taking a correction: only what agencies asked for, and nothing that came with an earlier try is lost."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_citizen
from app.web.applications.details import found_application
from app.web.applications.page import application_page, asked_of, papers_of, waits_for_correction
from app.web.applications.status import ApplicationStatus, application_status
from app.web.documents.offers import agreed_in, unseen
from app.web.kit.form_values import answers_from, in_words, number_in, values_in
from app.web.kit.rendering import see_other
from app.web.kit.session_ended import session_ended
from app.web.kit.uploads import Uploads, take_uploads
from models.applications.operations.correcting import Correction, correct_application
from models.applications.queries.returned import Place, Returned, returned_file
from models.documents.queries import DocumentRow, own_documents
from models.kit.errors import Conflict, Refusal

LEFT = "left"
"""Hidden fields of this name carry the findings whose being left unanswered the citizen has been warned of."""
KEPT = "kept."
"""Hidden fields `kept.site-photo` name documents that have come with a form that still had faults."""


async def correction(request: Request) -> Response:
    """Take a correction, or show it again with every fault at its field."""
    if request.state.account is None:
        return await session_ended(request)
    row = await found_application(request)
    here = f"/permohonan/{row.number}"
    if not waits_for_correction(row):
        return see_other(here)
    actor, at, regency = require_citizen(request).actor, request.state.at, request.app.state.regency
    status = await application_status(row, by=actor, zone=regency.zone)
    typed = values_in(status.definition, request.state.form)
    definition = status.definition
    returned = await returned_file(row.id, by=actor)
    answers = answers_from(definition, typed)
    after = {**returned.answers, **answers}
    asked = asked_of(returned, definition, after)
    papers = await papers_of(request, definition, returned, after)
    agreed = [(key, one.document.id) for key, one in agreed_in(request.state.form, papers)]
    uploads = await _uploads(request, status, asked["documents"])
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
    names = set(request.state.form.getlist(LEFT))
    return {place for place in returned.found if ".".join(place) in names}


async def _uploads(request: Request, status: ApplicationStatus, asked: Collection[str]) -> Uploads:
    """The files of this form, and before them those that came with it an earlier time."""
    actor, form = require_citizen(request).actor, request.state.form
    wanted = [requirement for requirement in status.definition.documents if requirement.key in asked]
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
