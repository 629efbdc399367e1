"""What a correction adds by itself because the regency issued it: shown before it goes along."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from app.auth.sessions import require_citizen
from app.web.apply.offers import mark_of
from app.web.own import today
from models.applications.operations.reusing import gather_papers
from models.documents.queries import DocumentRow
from models.documents.wallet import WalletRow
from models.kit.errors import Problem, ProblemCode
from models.kit.text import N_
from models.services.conditions import asked_documents
from models.services.definition import Definition

PREFIX = "added."
"""Hidden fields `added.business-statement` name the documents that were shown as added."""

Added = Mapping[str, Sequence[WalletRow]]


async def added_papers(
    request: Request,
    definition: Definition,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    stored: Sequence[tuple[str, DocumentRow]],
) -> Added:
    """What a correction of these answers adds, by requirement; no statement where it asks for nothing new."""
    earlier, now = ({one.key for one in asked_documents(definition, one)} for one in (before, after))
    if not (new := now - earlier):
        return {}
    papers = await gather_papers(
        definition,
        after,
        [(key, row.id) for key, row in stored],
        by=require_citizen(request).actor,
        today=today(request),
        zone=request.app.state.regency.zone,
        new=new,
    )
    return papers.automatic


def added_shown(request: Request, rows: Sequence[WalletRow]) -> dict[str, Any] | None:
    """The files, for the form; None where nothing is added."""
    links = request.app.state.regency.links
    files = [
        {"name": row.document.name, "size": row.document.size, "url": links.to("document", row.document.id)}
        for row in rows
    ]
    return {"mark": mark_of(rows), "files": files} if rows else None


def unseen(form: FormData, added: Added) -> list[Problem]:
    """What the form that was sent did not show yet: it goes along when it is sent once more."""
    message = N_("Dokumen ini kami tambahkan sendiri karena terbit dari sini. Periksa, lalu kirim lagi.")
    return [
        Problem(ProblemCode.REQUIRED, ("documents", key), message)
        for key, rows in added.items()
        if form.get(PREFIX + key) != mark_of(rows)
    ]
