"""What the wallet has for a form: offered with purpose and readers, or added without being asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from app.web.kit.formats import joined_names
from models.applications.operations.reusing import Papers, purpose_of
from models.documents.queries import DocumentRow
from models.documents.wallet import WalletRow
from models.kit.errors import Problem, ProblemCode
from models.kit.text import N_
from models.services.definition import Definition, Step

PREFIX = "reuse."
"""Check boxes are named `reuse.id-card`; their value names the documents that are agreed to."""
ADDED = "added."
"""Hidden fields `added.business-statement` name the documents that were shown as added."""


def agreed_in(form: FormData, papers: Papers) -> list[tuple[str, WalletRow]]:
    """What was agreed to: only what is offered still, exactly as it was shown."""
    return [
        (key, row)
        for key, rows in papers.offered.items()
        if form.get(PREFIX + key) == mark_of(rows)
        for row in rows
    ]


def unseen(form: FormData, added: Mapping[str, Sequence[WalletRow]]) -> list[Problem]:
    """What the form that was sent did not show as added yet: it goes along when it is sent once more."""
    message = N_("Periksa dokumen yang kami tambahkan ini, lalu kirim lagi.")
    return [
        Problem(ProblemCode.REQUIRED, ("documents", key), message)
        for key, rows in added.items()
        if form.get(ADDED + key) != mark_of(rows)
    ]


def mark_of(rows: Sequence[WalletRow]) -> str:
    """Names the documents of one offer."""
    return ".".join(row.document.id.hex for row in rows)


def offers_shown(
    request: Request, definition: Definition, papers: Papers, agencies: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """By requirement, what the wallet adds or offers; `agencies` are the names of those that answer, by step."""
    found = {**papers.offered, **papers.automatic}
    return {
        key: {
            "automatic": key in papers.automatic,
            "mark": mark_of(rows),
            "title": rows[0].title,
            "issued": rows[0].issued,
            "accepted_at": rows[0].accepted_at,
            "expires_on": rows[0].expires_on,
            "files": [_file(request, row.document) for row in rows],
            "purpose": purpose_of(definition, key, added=key in papers.automatic),
            "readers": joined_names(_readers(definition, key, agencies)),
        }
        for key, rows in found.items()
    }


def _file(request: Request, row: DocumentRow) -> dict[str, Any]:
    url = request.app.state.regency.links.to("document", row.id)
    return {"name": row.name, "size": row.size, "url": url}


def _readers(definition: Definition, requirement: str, agencies: Mapping[str, str]) -> list[str]:
    return [
        agencies[step.key]
        for step in definition.steps
        if step.key in agencies and _reads(definition, step, requirement)
    ]


def _reads(definition: Definition, step: Step, requirement: str) -> bool:
    """Whether the agency of a step gets to see a document."""
    if requirement in definition.identity_documents and not step.sees_identity:
        return False
    return step.looks_at("documents", requirement)
