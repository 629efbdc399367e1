"""Applying: one transaction takes the application in and opens it for every agency concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from models.accounts import queries as accounts
from models.applications import tables
from models.applications.answers import faults_of_answers, read_answers
from models.applications.competence import Ground, Owner, owners_of, unserved_places
from models.applications.dates import looks_at_calendar
from models.applications.errors import IdentityMissing, PlaceNotServed, ServiceNotFound
from models.applications.journal import Happening, open_journal
from models.applications.operations.recording import counted, record_submission
from models.applications.operations.reusing import Papers, gather_papers, record_reuse
from models.applications.queries.ground import ground_of
from models.applications.queries.known import known_answers
from models.applications.states import ApplicationState, EventKind, TaskState
from models.applications.wording import RECEIVED
from models.calendar.operations import hold_calendar
from models.calendar.queries import working_time
from models.kit.actor import Actor, ActorKind
from models.kit.errors import InvalidInput, KeyReused, NotAllowed
from models.kit.idempotency import checked_key, fingerprint
from models.kit.ids import application_number
from models.kit.regency import Regency
from models.kit.transactions import one_at_a_time, unit_of_work
from models.messages.operations import tell
from models.people import queries as people
from models.people.queries import PersonRow
from models.services import queries as services
from models.services.definition import Definition
from models.services.queries import ServiceRow


@dataclass(frozen=True, slots=True)
class ApplicationDraft:
    """What a citizen sends: answers by field, documents as (requirement, document id)."""

    service: str
    answers: Mapping[str, Any]
    documents: Sequence[tuple[str, UUID]]
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class SubmittedApplication:
    """What the citizen gets back, the same again on a replay."""

    id: UUID
    number: str
    pin: str


async def submit_application(
    draft: ApplicationDraft, *, by: Actor, at: datetime, regency: Regency
) -> SubmittedApplication:
    """Record an application and open its first tasks; raises InvalidInput with every fault at once.

    A document that the regency itself has issued to the applicant is added where it is asked for.
    The idempotency key lives as long as the application: the same key and content give the same application.
    """
    if by.kind is not ActorKind.CITIZEN:
        raise NotAllowed()
    mark = fingerprint([draft.service, draft.answers, sorted((k, i.hex) for k, i in draft.documents)])
    async with unit_of_work():
        await one_at_a_time("submit", by.account, checked_key(draft.idempotency_key))
        sent = await tables.Application.get_or_none(
            applicant_id=by.account, idempotency_key=draft.idempotency_key
        )
        if sent is None:
            sent = await _take_in(draft, mark, by=by, at=at, regency=regency)
        elif sent.fingerprint != mark:
            raise KeyReused("idempotencyKey")
    return SubmittedApplication(sent.id, sent.number, regency.vault.pin(sent.number))


async def _take_in(
    draft: ApplicationDraft, mark: str, *, by: Actor, at: datetime, regency: Regency
) -> tables.Application:
    service = await services.service(draft.service)
    if service is None:
        raise ServiceNotFound("service")
    draft = replace(draft, answers=_read(draft.answers))
    person = await _person_of(by)
    await hold_calendar()
    ground = await ground_of(service.definition, draft.answers, home=person.village_code)
    papers = await _judge(draft, service.definition, ground, by=by, at=at, zone=regency.zone)
    owners = _owners(service.definition, draft.answers, ground)
    known = await known_answers(service.definition, by=by)
    application = await _record(draft, mark, service, person, owners, by=by, at=at, regency=regency)
    await record_submission(
        application.id,
        1,
        draft.answers,
        papers.attached,
        at=at,
        asked_once=counted(draft.answers, known, papers),
    )
    await record_reuse(application.id, service.definition, papers, at=at)
    journal = await open_journal(application.id, regency=regency)
    found = {step.key: owners[step.key].told for step in service.definition.steps if step.agency is None}
    data = {"answers": dict(draft.answers), "owners": found}
    await journal.append(Happening(EventKind.SUBMITTED, data=data), by=by, at=at)
    pin = regency.vault.pin(application.number)
    text = RECEIVED.format(number=application.number, pin=pin, url=regency.links.tracking_page())
    await tell(by.account, text, application_id=application.id, at=at, regency=regency)
    return application


def _read(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept; a text that shows nothing is no answer."""
    read = read_answers(answers)
    return {name: value for name, value in read.items() if value is not None or answers[name] is None}


async def _person_of(by: Actor) -> PersonRow:
    account = (await accounts.accounts_by_id([by.account]))[by.account]
    if account.person_id is None:
        raise IdentityMissing("applicant")
    return (await people.people_by_id([account.person_id]))[account.person_id]


async def _judge(
    draft: ApplicationDraft,
    definition: Definition,
    ground: Ground,
    *,
    by: Actor,
    at: datetime,
    zone: ZoneInfo,
) -> Papers:
    today = at.astimezone(zone).date()
    papers = await gather_papers(definition, draft.answers, draft.documents, by=by, today=today, zone=zone)
    calendar = await working_time(zone) if looks_at_calendar(definition) else None
    problems = faults_of_answers(
        definition, draft.answers, today=today, calendar=calendar, villages=ground.villages
    )
    problems += unserved_places(definition, draft.answers, ground)
    problems += papers.problems
    if problems:
        raise InvalidInput(*problems)
    return papers


async def _record(
    draft: ApplicationDraft,
    mark: str,
    service: ServiceRow,
    person: PersonRow,
    owners: Mapping[str, Owner],
    *,
    by: Actor,
    at: datetime,
    regency: Regency,
) -> tables.Application:
    application = await tables.Application.create(
        number=await _new_number(service.definition, at.astimezone(regency.zone)),
        version_id=service.version_id,
        service_id=service.id,
        applicant_id=by.account,
        person_id=person.id,
        state=ApplicationState.IN_PROGRESS.value,
        idempotency_key=draft.idempotency_key,
        fingerprint=mark,
        submitted_at=at,
    )
    await tables.Task.bulk_create(
        tables.Task(
            application_id=application.id,
            step=step.key,
            kind=step.kind.value,
            role=step.role.value,
            agency_id=owners[step.key].agency.id,
            state=TaskState.WAITING.value,
            findings=[],
        )
        for step in service.definition.steps
    )
    return application


async def _new_number(definition: Definition, at: datetime) -> str:
    number = application_number(definition.code, at)
    while await tables.Application.filter(number=number).exists():
        number = application_number(definition.code, at)
    return number


def _owners(definition: Definition, answers: Mapping[str, Any], ground: Ground) -> dict[str, Owner]:
    """Who does each step; raises PlaceNotServed where an agency that the definition names is not in the system."""
    owners = owners_of(definition, answers, ground)
    if None in owners.values():
        raise PlaceNotServed("service")
    return {step: owner for step, owner in owners.items() if owner is not None}
