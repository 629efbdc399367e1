"""Officers' answers."""

from datetime import datetime
from uuid import UUID

from models.accounts.queries import roles_of
from models.applications import tables
from models.applications.access import may_answer
from models.applications.errors import TaskAlreadyDecided, TaskClaimed, TaskNotFound, TaskNotOpen
from models.applications.journal import Happening, Journal, open_journal, times_sent
from models.applications.operations.answer_drafts import forget_answer_draft
from models.applications.operations.answering import TaskAnswer, as_kept, content_of, data_of
from models.applications.operations.confirming import must_be_reported
from models.applications.operations.judging import faults_of
from models.applications.operations.separating import must_be_another
from models.applications.states import EventKind, TaskState
from models.kit.actor import Actor, ActorKind
from models.kit.errors import InvalidInput, VersionChanged
from models.kit.idempotency import claim_key
from models.kit.ids import new_id
from models.kit.regency import Regency
from models.kit.transactions import unit_of_work


async def decide_task(answer: TaskAnswer, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Record an officer's answer; of two at the same instant one is kept, the other raises TaskAlreadyDecided.

    Raises VersionChanged when the citizen has corrected the file since the officer looked at it, TaskClaimed while a
    colleague works on it, SameOfficer where the definition keeps two answers apart, and EventNotAllowed.
    """
    async with unit_of_work():
        if not await claim_key(by.account, answer.idempotency_key, "decide", content_of(answer), at):
            return
        answer = as_kept(answer)
        journal, task = await open_task(
            answer.task_id, by=by, at=at, regency=regency, on_paper=answer.paper is not None
        )
        if answer.seen is not None and answer.seen != times_sent(journal.events):
            raise VersionChanged("taskId")
        must_be_reported(journal.events, task.step, answer.payment)
        await must_be_another(journal, task, by=by)
        position = journal.position(at)
        today = at.astimezone(regency.zone).date()
        if problems := await faults_of(answer, task, journal.definition, position, by=by, at=at, today=today):
            raise InvalidInput(*problems)
        data = data_of(answer, journal.definition)
        await journal.append(Happening(EventKind.DECIDED, task.step, data), by=by, at=at)
        await _attach(answer, task, at)
        await forget_answer_draft(task.id, by=by)


async def open_task(
    task_id: UUID, *, by: Actor, at: datetime, regency: Regency, on_paper: bool = False
) -> tuple[Journal, tables.Task]:
    """The officer's own open task, which no colleague holds, and its application, locked before anything is judged.

    `on_paper`: it may be another agency's, see `_task_on_paper`. Raises TaskNotFound, TaskAlreadyDecided, TaskNotOpen
    and TaskClaimed, in this order.
    """
    known = await tables.Task.get_or_none(id=task_id)
    if known is None:
        raise TaskNotFound("taskId")
    journal = await open_journal(known.application_id, regency=regency)
    task = await (_task_on_paper if on_paper else own_task)(task_id, by=by, at=at)
    must_be_open(journal, task.step, at)
    await must_be_free(task_id, by=by, at=at)
    return journal, task


async def _task_on_paper(task_id: UUID, *, by: Actor, at: datetime) -> tables.Task:
    """A task that the officer may enter a paper decision for: of the agency, or of another where theirs issues."""
    task = await tables.Task.get_or_none(id=task_id, role="officer")
    if task is None or by.kind is not ActorKind.OFFICER:
        raise TaskNotFound("taskId")
    if task.agency_id != by.agency_id and not await _issues(task, by):
        raise TaskNotFound("taskId")
    return task


async def _issues(task: tables.Task, by: Actor) -> bool:
    """Whether the officer's agency has a step of its own that decides or signs on the same application."""
    steps = tables.Task.filter(
        application_id=task.application_id, agency_id=by.agency_id, kind__in=["DECIDE", "SIGN"]
    )
    return await steps.exists()


async def own_task(task_id: UUID, *, by: Actor, at: datetime) -> tables.Task:
    """A task that the officer may answer: of the agency, in a role of theirs today, or taken on as its head."""
    if by.kind is not ActorKind.OFFICER or by.role is None:
        raise TaskNotFound("taskId")
    roles = await roles_of(by, at=at)
    task = await tables.Task.get_or_none(id=task_id, agency_id=by.agency_id)
    if task is None or not may_answer(task.role, task.claimed_by_id, by=by, roles=roles):
        raise TaskNotFound("taskId")
    return task


async def task_of_applicant(task_id: UUID, *, by: Actor) -> tables.Task:
    """A task on the caller's own application, in which something is asked of them; raises TaskNotFound."""
    task = await tables.Task.get_or_none(id=task_id) if by.kind is ActorKind.CITIZEN else None
    mine = (
        task is not None
        and await tables.Application.filter(id=task.application_id, applicant_id=by.account).exists()
    )
    if task is None or not mine:
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


async def _attach(answer: TaskAnswer, task: tables.Task, at: datetime) -> None:
    """Keep each document once, however often it was given; one that is the paper's scan is no photo."""
    kinds = dict.fromkeys(answer.photos, "photo")
    if answer.paper is not None and answer.paper.document_id is not None:
        kinds[answer.paper.document_id] = "paper"
    if kinds:
        rows = [
            tables.TaskDocument(id=new_id(), task_id=task.id, document_id=id, kind=kind, added_at=at)
            for id, kind in kinds.items()
        ]
        await tables.TaskDocument.bulk_create(rows, ignore_conflicts=True)
