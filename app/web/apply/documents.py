"""Step 2: the documents; each is stored as soon as it arrives."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.web.apply.flow import (
    CurrentDraft,
    chosen_documents,
    context_of,
    current_draft,
    page_of_sent,
    service_of,
)
from app.web.apply.papers import agencies_called, papers_of
from app.web.documents.offers import PREFIX, agreed_in, offers_shown
from app.web.kit.error_summary import labels_of, summary_of
from app.web.kit.rendering import page, problems_by_field, see_other
from app.web.kit.request_values import id_in
from app.web.kit.uploads import accept_of, take_uploads
from app.web.services.sheet import issued_here
from models.applications.answers import MOST_DOCUMENTS, faults_of_documents
from models.applications.operations import drafting
from models.documents.queries import DocumentRow
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.text import N_

NO_ROOM = N_(
    "Paling banyak {limit} berkas untuk satu dokumen. Belum tersimpan: {names}. "
    "Hapus yang tidak perlu, atau gabungkan halamannya menjadi satu PDF."
)


async def documents_step(request: Request) -> Response:
    """Show what is asked for and what is there; take files in, let them go, or go on to the review."""
    service = await service_of(request)
    current = await current_draft(request, service)
    if request.method == "POST":
        return await _take(request, current)
    incomplete = "lengkapi" in request.query_params
    return await _documents(request, current, await _faults(request, current) if incomplete else [])


async def _take(request: Request, current: CurrentDraft) -> Response:
    if sent := await page_of_sent(current.draft, current.account):
        return see_other(sent)
    here = f"/ajukan/{current.service.slug}"
    form = request.state.form
    if gone := id_in(form.get("remove")):
        await drafting.remove_document(current.draft.id, gone, by=current.account.actor, at=request.state.at)
        return see_other(f"{here}/dokumen")
    current, crowded = await _agreed(request, current)
    current, refused = await _stored(request, current)
    problems = [*crowded, *refused]
    if "next" in form:
        taken = {problem.path for problem in problems}
        faults = await _faults(request, current)
        problems = [*problems, *(fault for fault in faults if fault.path not in taken)]
    if problems:
        return await _documents(request, current, problems, status=422)
    if "next" in form:
        return see_other(f"{here}/periksa")
    known = {requirement.key for requirement in current.requirements}
    place = f"#ada-{form['upload']}" if form.get("upload") in known else ""
    return see_other(f"{here}/dokumen{place}")


async def _agreed(request: Request, current: CurrentDraft) -> tuple[CurrentDraft, Sequence[Problem]]:
    """The draft with the documents of the wallet whose boxes are ticked, and which of them found no room."""
    form = request.state.form
    if not any(name.startswith(PREFIX) for name in form):
        return current, []
    agreed = agreed_in(form, await papers_of(request, current, await chosen_documents(current)))
    return await _with(request, current, [(key, row.document) for key, row in agreed])


async def _stored(request: Request, current: CurrentDraft) -> tuple[CurrentDraft, Sequence[Problem]]:
    """The draft with the files that could be taken in, and why the others could not."""
    uploads = await take_uploads(
        request.state.form,
        current.requirements,
        by=current.account.actor,
        at=request.state.at,
        regency=request.app.state.regency,
    )
    takes = {requirement.key: requirement.accepts for requirement in current.requirements}
    fit = [(key, row) for key, row in uploads.stored if row.media_type in takes[key]]
    given = [(key, row.media_type) for key, row in uploads.stored]
    unfit = [
        problem
        for problem in faults_of_documents(current.definition, given, current.answers)
        if problem.code is ProblemCode.UNSUPPORTED_TYPE
    ]
    current, crowded = await _with(request, current, fit)
    return current, [*uploads.problems, *unfit, *crowded]


async def _with(
    request: Request, current: CurrentDraft, documents: Sequence[tuple[str, DocumentRow]]
) -> tuple[CurrentDraft, Sequence[Problem]]:
    """The draft with these documents, and by name those for which a requirement had no room."""
    if not documents:
        return current, []
    by, at = current.account.actor, request.state.at
    chosen = [(key, row.id) for key, row in documents]
    added = await drafting.add_documents(current.draft.id, chosen, by=by, at=at)
    names = {row.id: row.name for _key, row in documents}
    left: dict[str, list[str]] = {}
    for key, id in added.without_room:
        left.setdefault(key, []).append(names[id])
    problems = [
        Problem(
            ProblemCode.TOO_LARGE,
            ("documents", key),
            NO_ROOM,
            {"limit": MOST_DOCUMENTS, "names": ", ".join(those)},
        )
        for key, those in left.items()
    ]
    return replace(current, draft=replace(current.draft, documents=added.documents)), problems


async def _faults(request: Request, current: CurrentDraft) -> Sequence[Problem]:
    return (await papers_of(request, current, await chosen_documents(current))).problems


async def _documents(
    request: Request, current: CurrentDraft, problems: Sequence[Problem], *, status: int = 200
) -> Response:
    chosen = await chosen_documents(current)
    papers = await papers_of(request, current, chosen)
    agencies = await agencies_called(current) if papers.offered or papers.automatic else {}
    offers = offers_shown(request, current.definition, papers, agencies)
    issued = await issued_here(current.definition)
    reused = {id for _, id in papers.reused}
    context = {
        **await context_of(request, current),
        "most": MOST_DOCUMENTS,
        "requirements": [
            {
                "key": requirement.key,
                "title": str(requirement.title),
                "help": str(requirement.help or ""),
                "required": requirement.required,
                "accept": accept_of(requirement),
                "offer": offers.get(requirement.key),
                "source": issued.get(requirement.key),
                "stored": [
                    {**_document(request, row), "reused": row.id in reused}
                    for key, row in chosen
                    if key == requirement.key
                ],
            }
            for requirement in current.requirements
        ],
        "problems": summary_of(problems, labels_of(current.definition)),
        "errors": problems_by_field(InvalidInput(*problems)),
    }
    return await page(request, "apply/documents.html", context, status=status)


def _document(request: Request, row: DocumentRow) -> dict[str, Any]:
    url = request.app.state.regency.links.to("document", row.id)
    return {"id": row.id.hex, "name": row.name, "size": row.size, "url": url}
