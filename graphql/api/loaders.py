"""Everything that a request reads a level at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from strawberry.dataloader import DataLoader

from api.loading import known, perhaps
from models.accounts.queries import AccountRow, accounts_by_id, colleagues_of
from models.agencies.queries import AgencyRow, agencies_by_code, agencies_by_id
from models.applications.positions import Position
from models.applications.queries.applications import ApplicationRow, applications_by_id, note_files_read
from models.applications.queries.contents import AttachedRow, EventRow, answers_of, documents_of, events_of
from models.applications.queries.filed_objections import FiledObjection, objections_of
from models.applications.queries.known import Known, answers_known
from models.applications.queries.papers import PaperRow, papers_of
from models.applications.queries.position import positions_of
from models.applications.queries.tasks import TaskRow, tasks_of
from models.applications.queries.uses import UseRow, uses_of
from models.billing.queries import BillRow, bills_of
from models.billing.state_payments import StatePaymentRow, state_payments_of
from models.calendar.queries import working_time
from models.checks.queries import CheckRow, checks_of
from models.kit.actor import Actor, OfficerRole
from models.people.queries import PersonRow, people_by_id
from models.performance.queries import usual_days
from models.permits.queries import PermitRow, permits_of
from models.registers.queries import QuestionRow, questions_of
from models.services.queries import ServiceRow, service_versions


@dataclass(frozen=True, slots=True)
class Loaders:
    """One loader for each relation; those of an application take its id, `papers` takes a task's."""

    agencies: DataLoader[UUID, AgencyRow]
    agencies_by_code: DataLoader[str, AgencyRow]
    versions: DataLoader[UUID, ServiceRow]
    accounts: DataLoader[UUID, AccountRow]
    people: DataLoader[UUID, PersonRow]
    applications: DataLoader[UUID, ApplicationRow | None]
    answers: DataLoader[UUID, Mapping[str, Any]]
    documents: DataLoader[UUID, list[AttachedRow]]
    tasks: DataLoader[UUID, list[TaskRow]]
    events: DataLoader[UUID, list[EventRow]]
    permits: DataLoader[UUID, PermitRow | None]
    uses: DataLoader[UUID, list[UseRow]]
    """By document: where it was used, for its owner."""
    prefill: DataLoader[ServiceRow, Mapping[str, Known]]
    usual_days: DataLoader[UUID, date | None]
    objections: DataLoader[UUID, list[FiledObjection]]
    bills: DataLoader[UUID, list[BillRow]]
    state_payments: DataLoader[UUID, list[StatePaymentRow]]
    checks: DataLoader[UUID, list[CheckRow]]
    questions: DataLoader[UUID, list[QuestionRow]]
    papers: DataLoader[UUID, list[PaperRow]]
    colleagues: DataLoader[OfficerRole, list[AccountRow]]
    positions: DataLoader[ApplicationRow, Position]
    """What only the engine itself tells; for files that the caller has been let to see."""
    readings: DataLoader[ApplicationRow, None]
    """To be awaited before anything about the person is shown: an officer's look is noted, once a request."""


def loaders(*, by: Actor, at: datetime, zone: ZoneInfo, noted: set[UUID]) -> Loaders:
    """Loaders that show what the caller may see."""
    today = at.astimezone(zone).date()
    return Loaders(
        agencies=known(agencies_by_id),
        agencies_by_code=known(agencies_by_code),
        versions=known(service_versions),
        accounts=known(accounts_by_id),
        people=known(people_by_id),
        applications=perhaps(partial(applications_by_id, by=by)),
        answers=known(partial(answers_of, by=by)),
        documents=known(partial(documents_of, by=by)),
        tasks=known(partial(tasks_of, by=by)),
        events=known(partial(events_of, by=by)),
        permits=perhaps(partial(permits_of, by=by, today=today)),
        uses=known(partial(uses_of, by=by)),
        prefill=_prefill(by),
        usual_days=known(partial(usual_days, at=at, zone=zone)),
        objections=known(partial(objections_of, by=by)),
        bills=known(partial(bills_of, by=by)),
        state_payments=known(partial(state_payments_of, by=by)),
        checks=known(partial(checks_of, by=by)),
        questions=known(partial(questions_of, by=by)),
        papers=known(partial(papers_of, by=by)),
        colleagues=known(partial(_colleagues, by=by)),
        positions=_positions(at=at, zone=zone),
        readings=_readings(by=by, at=at, noted=noted),
    )


def _readings(*, by: Actor, at: datetime, noted: set[UUID]) -> DataLoader[ApplicationRow, None]:
    async def note(files: Collection[ApplicationRow]) -> Sequence[None]:
        new = [file for file in files if file.id not in noted]
        if new:
            await note_files_read(new, by=by, at=at)
        noted.update(file.id for file in new)
        return [None] * len(files)

    return DataLoader(load_fn=note, cache_key_fn=_id)


def _positions(*, at: datetime, zone: ZoneInfo) -> DataLoader[ApplicationRow, Position]:
    async def read(files: list[ApplicationRow]) -> list[Position]:
        found = await positions_of(files, at=at, clock=await working_time(zone))
        return [found[file.id] for file in files]

    return DataLoader(load_fn=read, cache_key_fn=_id)


async def _colleagues(roles: Collection[OfficerRole], *, by: Actor) -> Mapping[OfficerRole, list[AccountRow]]:
    return {role: await colleagues_of(by, role) for role in roles}


def _prefill(by: Actor) -> DataLoader[ServiceRow, Mapping[str, Known]]:
    async def read(services: Sequence[ServiceRow]) -> Sequence[Mapping[str, Known]]:
        return await answers_known([service.definition for service in services], by=by)

    return DataLoader(load_fn=read, cache_key_fn=_version)


def _version(service: ServiceRow) -> UUID:
    return service.version_id


def _id(file: ApplicationRow) -> UUID:
    return file.id
