"""What the wallet has for a form: offered with purpose and readers, or added without being asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from app.web.apply.flow import Applying
from app.web.own import today
from app.web.telling import in_a_row
from models.agencies.queries import AgencyRow, agencies_by_code, agencies_of_place
from models.applications.operations.reusing import Papers, gather_papers, purpose_of
from models.documents.queries import DocumentRow
from models.documents.wallet import WalletRow
from models.services.conditions import applies
from models.services.definition import Definition, Step

PREFIX = "reuse."
"""Check boxes are named `reuse.id-card`; their value names the documents that are agreed to."""


async def papers_of(request: Request, now: Applying, chosen: Sequence[tuple[str, DocumentRow]]) -> Papers:
    """The documents of the draft, judged, with what the wallet adds and offers."""
    given = [(key, row.id) for key, row in chosen]
    by = now.account.actor
    zone = request.app.state.regency.zone
    return await gather_papers(now.definition, now.answers, given, by=by, today=today(request), zone=zone)


def agreed_in(form: FormData, papers: Papers) -> list[tuple[str, WalletRow]]:
    """What was agreed to: only what is offered still, exactly as it was shown."""
    return [
        (key, row)
        for key, rows in papers.offered.items()
        if form.get(PREFIX + key) == mark_of(rows)
        for row in rows
    ]


def mark_of(rows: Sequence[WalletRow]) -> str:
    """Names the documents of one offer."""
    return ".".join(row.document.id.hex for row in rows)


async def offers_shown(request: Request, now: Applying, papers: Papers) -> dict[str, dict[str, Any]]:
    """By requirement, what the wallet adds or offers: one statement for the agencies that will read it, or two."""
    found = {**papers.offered, **papers.automatic}
    readers = await _readers(now) if found else {}
    return {
        key: {
            "automatic": key in papers.automatic,
            "mark": mark_of(rows),
            "title": rows[0].title,
            "accepted_at": rows[0].accepted_at,
            "expires_on": rows[0].expires_on,
            "files": [_file(request, row.document) for row in rows],
            "purpose": purpose_of(now.definition, key, added=key in papers.automatic),
            "readers": in_a_row(_names(now, key, readers)),
        }
        for key, rows in found.items()
    }


def _file(request: Request, row: DocumentRow) -> dict[str, Any]:
    url = request.app.state.regency.links.to("document", row.id)
    return {"name": row.name, "size": row.size, "url": url}


async def _readers(now: Applying) -> Mapping[str, AgencyRow]:
    """The agency of each step that these answers call for."""
    steps = [step for step in now.definition.steps if applies(step.when, now.answers)]
    by_code = await agencies_by_code({step.agency for step in steps if step.agency})
    found = any(step.found for step in steps)
    by_kind = await agencies_of_place(now.person.village_code) if found else {}
    agencies = {
        step.key: by_code.get(step.agency) if step.agency else by_kind.get(step.found or "") for step in steps
    }
    return {key: agency for key, agency in agencies.items() if agency is not None}


def _names(now: Applying, requirement: str, readers: Mapping[str, AgencyRow]) -> list[str]:
    return [
        readers[step.key].name
        for step in now.definition.steps
        if step.key in readers and _reads(now.definition, step, requirement)
    ]


def _reads(definition: Definition, step: Step, requirement: str) -> bool:
    """Whether the agency of a step gets to see a document."""
    if requirement in definition.identity_documents and not step.sees_identity:
        return False
    return step.looks_at("documents", requirement)
