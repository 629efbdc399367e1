"""The documents of a draft as the operation will judge them, and who will read them."""

from collections.abc import Mapping, Sequence

from starlette.requests import Request

from app.web.apply.flow import CurrentDraft, ground_here
from app.web.kit.request_values import today
from models.applications.competence import owners_of
from models.applications.operations.reusing import Papers, gather_papers
from models.documents.queries import DocumentRow
from models.services.conditions import applies


async def papers_of(
    request: Request, current: CurrentDraft, chosen: Sequence[tuple[str, DocumentRow]]
) -> Papers:
    """The documents of the draft, judged, with what the wallet adds and offers."""
    given = [(key, row.id) for key, row in chosen]
    by = current.account.actor
    zone = request.app.state.regency.zone
    return await gather_papers(
        current.definition, current.answers, given, by=by, today=today(request), zone=zone
    )


async def agencies_called(current: CurrentDraft) -> Mapping[str, str]:
    """The name of the agency of each step that these answers call for, in two statements."""
    owners = owners_of(current.definition, current.answers, await ground_here(current))
    called = [step.key for step in current.definition.steps if applies(step.when, current.answers)]
    return {key: owner.agency.name for key in called if (owner := owners[key]) is not None}
