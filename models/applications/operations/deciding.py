"""Officers' answers."""

from datetime import datetime
from uuid import UUID

from models.accounts.queries import officers_of, roles_of
from models.applications import tables
from models.applications.errors import (
    SameOfficer,
    TaskAlreadyDecided,
    TaskClaimed,
    TaskNotFound,
    TaskNotOpen,
)
from models.applications.journal import Happening, Journal, open_journal, times_sent
from models.applications.operations.answering import TaskAnswer, content_of, data_of
from models.applications.operations.judging import faults_of
from models.applications.states import Decision, EventKind, Lane, TaskState
from models.kit.actor import Actor, ActorKind, OfficerRole
from models.kit.errors import InvalidInput, VersionChanged
from models.kit.idempotency import claim_key
from models.kit.ids import new_id
from models.kit.regency import Regency
from models.kit.transactions import unit_of_work
from models.services.definition import StepKind

_JUDGES = frozenset({StepKind.DECIDE, StepKind.SIGN})


async def decide_task(answer: TaskAnswer, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Record an officer's answer; of two at the same instant one is kept, the other raises TaskAlreadyDecided.

    Raises VersionChanged when the citizen has corrected the file since the officer looked at it, TaskClaimed while a
    colleague works on it, SameOfficer where the definition keeps two answers apart, and EventNotAllowed.
    """
    async with unit_of_work():
        task = await answerable_task(answer, by=by, at=at)
        journal = await open_journal(task.application_id, regency=regency)
        if not await claim_key(by.account, answer.idempotency_key, "decide", content_of(answer), at):
            return
        must_be_open(journal, task.step, at)
        await must_be_free(task.id, by=by, at=at)
        if answer.seen is not None and answer.seen != times_sent(journal.events):
            raise VersionChanged("taskId")
        await must_be_another(journal, task, by=by)
        position = journal.position(at)
        today = at.astimezone(regency.zone).date()
        if problems := await faults_of(answer, task, journal.definition, position, by=by, today=today):
            raise InvalidInput(*problems)
        data = data_of(answer, journal.definition)
        await journal.append(Happening(EventKind.DECIDED, task.step, data), by=by, at=at)
        await _attach(answer, task, at)


async def answerable_task(answer: TaskAnswer, *, by: Actor, at: datetime) -> tables.Task:
    """The task that the officer may answer; the issuer's officers may enter what another agency decided on paper."""
    if answer.paper is None:
        return await own_task(answer.task_id, by=by, at=at)
    if by.kind is not ActorKind.OFFICER:
        raise TaskNotFound("taskId")
    task = await tables.Task.get_or_none(id=answer.task_id, role="officer")
    if task is None or not (task.agency_id == by.agency_id or await _issues(task, by)):
        raise TaskNotFound("taskId")
    return task


async def _issues(task: tables.Task, by: Actor) -> bool:
    """Whether the officer's agency has a step of its own that decides or signs on the same application."""
    steps = tables.Task.filter(
        application_id=task.application_id, agency_id=by.agency_id, kind__in=["DECIDE", "SIGN"]
    )
    return await steps.exists()


async def own_task(task_id: UUID, *, by: Actor, at: datetime) -> tables.Task:
    """A task that the officer may answer: of the agency, and of the officer's role or one delegated today."""
    if by.kind is not ActorKind.OFFICER or by.role is None:
        raise TaskNotFound("taskId")
    roles = await roles_of(by, at=at)
    task = await tables.Task.get_or_none(
        id=task_id, agency_id=by.agency_id, role__in=[role.value for role in roles]
    )
    if task is None:
        raise TaskNotFound("taskId")
    return task


def must_be_open(journal: Journal, step: str, at: datetime) -> None:
    """Raise TaskAlreadyDecided or TaskNotOpen unless the step is open now."""
    task = journal.position(at).tasks[step]
    if task.state in {TaskState.DONE, TaskState.RETURNED}:
        raise TaskAlreadyDecided("taskId")
    if task.state is not TaskState.OPEN:
        raise TaskNotOpen("taskId")


async def must_be_free(task_id: UUID, *, by: Actor, at: datetime) -> None:
    """Raise TaskClaimed while a colleague holds the task."""
    held = (
        await tables.Task.filter(id=task_id, claimed_until__gt=at).exclude(claimed_by_id=by.account).first()
    )
    if held is not None and held.claimed_by_id is not None:
        raise TaskClaimed("taskId", until=held.claimed_until)


async def must_be_another(journal: Journal, task: tables.Task, *, by: Actor) -> None:
    """Raise SameOfficer where separation of duties, or an upheld objection, wants somebody else.

    Whoever has entered an answer from paper neither decides nor signs, and whoever has decided does not sign in the
    head's place: nobody stands on both sides of a decision. Whoever refused looks again after an upheld objection
    only where the agency has nobody else.
    """
    step = task.step
    definition = journal.definition
    now = definition.step(step)
    for row in journal.events:
        if row.kind not in {EventKind.DECIDED, EventKind.ISSUED} or row.actor_id != by.account:
            continue
        refused = row.step == step and row.data.get("decision") == Decision.REFUSE
        refused = refused and len(await officers_of(task.agency_id, OfficerRole(task.role))) > 1
        other = row.step != step and row.data.get("lane") == Lane.PAPER and now.kind in _JUDGES
        decided = now.kind is StepKind.SIGN and definition.step(row.step or "").kind is StepKind.DECIDE
        if row.step in now.other_officer_than or refused or other or decided:
            raise SameOfficer("taskId")


async def _attach(answer: TaskAnswer, task: tables.Task, at: datetime) -> None:
    given = [(id, "photo") for id in answer.photos]
    if answer.paper is not None and answer.paper.document_id is not None:
        given.append((answer.paper.document_id, "paper"))
    if given:
        await tables.TaskDocument.bulk_create(
            [
                tables.TaskDocument(id=new_id(), task_id=task.id, document_id=id, kind=kind, added_at=at)
                for id, kind in given
            ]
        )
