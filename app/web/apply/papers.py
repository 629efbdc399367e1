"""The documents of a draft as the operation will judge them, and who will read them."""

from collections.abc import Mapping, Sequence

from starlette.requests import Request

from app.web.apply.flow import CurrentDraft
from app.web.kit.request_values import today
from models.agencies.queries import agencies_by_code, agencies_of_place
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
    """The name of the agency of each step that these answers call for, in two statements at most."""
    steps = [step for step in current.definition.steps if applies(step.when, current.answers)]
    by_code = await agencies_by_code({step.agency for step in steps if step.agency})
    found = any(step.found for step in steps)
    by_kind = await agencies_of_place(current.person.village_code) if found else {}
    agencies = {
        step.key: by_code.get(step.agency) if step.agency else by_kind.get(step.found or "") for step in steps
    }
    return {key: agency.name for key, agency in agencies.items() if agency is not None}
