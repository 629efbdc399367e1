"""What all steps of applying share: the service, who applies, and the draft between them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request

from app.auth.sessions import SignInNeeded, require_citizen
from app.web.kit.form_values import answers_from, faults_of_values
from app.web.kit.people import applicant_shown
from app.web.kit.request_values import id_in, today
from models.accounts.queries import AccountRow
from models.applications.competence import Ground, unserved_places
from models.applications.dates import looks_at_calendar
from models.applications.errors import ServiceNotFound
from models.applications.operations import drafting
from models.applications.operations.drafting import DraftRow
from models.applications.queries.applications import applications_by_id
from models.applications.queries.ground import ground_of
from models.calendar.queries import working_time
from models.calendar.workflow import WorkingTime
from models.documents.queries import DocumentRow, own_documents
from models.kit.errors import NotFound, Problem
from models.people.queries import PersonRow, people_by_id
from models.services import queries as services
from models.services.conditions import asked_documents
from models.services.definition import Definition, Requirement
from models.services.queries import ServiceRow


@dataclass(frozen=True, slots=True)
class CurrentDraft:
    """A citizen on the way to an application."""

    account: AccountRow
    person: PersonRow
    service: ServiceRow
    draft: DraftRow

    @property
    def definition(self) -> Definition:
        """The service as it is now; the application will keep it."""
        return self.service.definition

    @property
    def answers(self) -> dict[str, Any]:
        """What has been typed so far, read back into answers."""
        return answers_from(self.definition, self.draft.answers)

    @property
    def requirements(self) -> list[Requirement]:
        """The documents that these answers ask for."""
        return asked_documents(self.definition, self.answers)


async def service_of(request: Request) -> ServiceRow:
    """The service in the address; raises ServiceNotFound."""
    service = await services.service(request.path_params["slug"])
    if service is None:
        raise ServiceNotFound("service")
    return service


async def current_draft(request: Request, service: ServiceRow) -> CurrentDraft:
    """Who applies with which draft; raises SignInNeeded where somebody must sign in or say who they are first."""
    account = require_citizen(request)
    if account.person_id is None:
        raise SignInNeeded(f"/profil?lanjut={quote(request.url.path, safe='')}")
    person = (await people_by_id([account.person_id]))[account.person_id]
    return CurrentDraft(account, person, service, await draft_of(request, service, account))


async def draft_of(request: Request, service: ServiceRow, account: AccountRow) -> DraftRow:
    """The draft that the form names, sent or not, or else the citizen's open one for this service."""
    named = id_in(request.state.form.get("draft")) if request.method == "POST" else None
    if named is not None:
        try:
            draft = await drafting.draft(named, by=account.actor)
        except NotFound:
            return await _open(service, account, request)
        if draft.service_id == service.id:
            return draft
    return await _open(service, account, request)


async def _open(service: ServiceRow, account: AccountRow, request: Request) -> DraftRow:
    return await drafting.open_draft(service.slug, by=account.actor, at=request.state.at)


async def page_of_sent(draft: DraftRow, account: AccountRow) -> str | None:
    """The page of the application that a draft has become, or None while it has not been sent."""
    if draft.application_id is None:
        return None
    found = await applications_by_id([draft.application_id], by=account.actor)
    return f"/permohonan/{found[draft.application_id].number}"


async def calendar_for(request: Request, definition: Definition) -> WorkingTime | None:
    """The regency's working time where the form counts working days; no statement where it does not."""
    if not looks_at_calendar(definition):
        return None
    return await working_time(request.app.state.regency.zone)


async def faults_in_form(request: Request, current: CurrentDraft) -> list[Problem]:
    """Every fault of what has been typed into the form so far."""
    calendar, ground = await calendar_for(request, current.definition), await ground_here(current)
    typed = current.draft.answers
    faults = faults_of_values(current.definition, typed, today(request), calendar, ground.villages)
    return [*faults, *unserved_places(current.definition, current.answers, ground)]


async def ground_here(current: CurrentDraft) -> Ground:
    """What there is at the places that the draft is about."""
    return await ground_of(current.definition, current.answers, home=current.person.village_code)


async def chosen_documents(current: CurrentDraft) -> list[tuple[str, DocumentRow]]:
    """The documents in the draft, by requirement; without those that are gone or that the answers do not ask for."""
    asked = {requirement.key for requirement in current.requirements}
    kept = current.draft.documents.items()
    chosen = [(key, UUID(hex=id)) for key, ids in kept if key in asked for id in ids]
    own = await own_documents([id for _, id in chosen], by=current.account.actor)
    return [(key, own[id]) for key, id in chosen if id in own]


async def context_of(request: Request, current: CurrentDraft) -> dict[str, Any]:
    """What every step's page shows."""
    return {
        "service": {"slug": current.service.slug, "title": str(current.definition.title)},
        "draft": current.draft.id.hex,
        "applicant": await applicant_shown(current.person, request.app.state.regency.vault),
        "profile_href": f"/profil?lanjut={quote(request.url.path, safe='')}",
    }
