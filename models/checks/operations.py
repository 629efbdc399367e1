"""What a machine checks in place of an officer; a robot never refuses."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from models.applications import tables as applications
from models.applications.errors import TaskNotOpen
from models.applications.journal import Happening, Journal, current_answers, open_journal, times_sent
from models.applications.operations.deciding import open_task
from models.applications.states import EventKind, Hands, TaskState
from models.checks.asking import Case, ask
from models.checks.workflow import NO_ANSWER, Finding
from models.kit.actor import SYSTEM, Actor
from models.kit.errors import Conflict
from models.kit.idempotency import is_new
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import Job, enqueue, is_promised, unit_of_work
from models.services.definition import StepKind


class NothingToAsk(Conflict):
    """No machine asks anything in this step."""

    message = N_("Langkah ini tidak diperiksa oleh mesin.")


class Overtaken(Exception):
    """The citizen changed the file while a registry was asked about it; the question has to be put again."""


class _Turn(NamedTuple):
    """What the machine has before it: how often the citizen has sent, and how often the step was checked."""

    sent: int
    checked: int


async def run_check(task_id: UUID, *, at: datetime, regency: Regency) -> Finding | None:
    """Ask what an open check step asks and write down the outcome; None when it is no longer the machine's turn.

    May run twice. Raises Overtaken when the file was corrected meanwhile: trying again helps.
    """
    task = await applications.Task.get(id=task_id)
    async with unit_of_work():
        journal = await open_journal(task.application_id, regency=regency)
        turn = await _turn(journal, task, at=at)
        case = _case(journal, task)
    if turn is None:
        return None
    finding = await ask(case, at=at, regency=regency)
    async with unit_of_work():
        journal = await open_journal(task.application_id, regency=regency)
        still = await _turn(journal, task, at=at)
        if still is None:
            return None
        if still != turn:
            raise Overtaken(task.id.hex)
        await journal.append(Happening(EventKind.CHECKED, task.step, finding.data), by=SYSTEM, at=at)
    return finding


async def give_up_check(task_id: UUID, *, at: datetime, regency: Regency) -> Finding | None:
    """Write down that nobody answered, unasked, so that an officer looks; None when it is not the machine's turn."""
    task = await applications.Task.get(id=task_id)
    async with unit_of_work():
        journal = await open_journal(task.application_id, regency=regency)
        if await _turn(journal, task, at=at) is None:
            return None
        await journal.append(Happening(EventKind.CHECKED, task.step, NO_ANSWER.data), by=SYSTEM, at=at)
    return NO_ANSWER


async def _turn(journal: Journal, task: applications.Task, *, at: datetime) -> _Turn | None:
    """The machine's turn: the step is open and was not asked yet, or an officer wants it asked again."""
    position = journal.position(at).tasks[task.step]
    if task.kind != StepKind.CHECK or position.state is not TaskState.OPEN:
        return None
    checked = _times_checked(journal, task.step)
    asked = position.hands is Hands.MACHINE
    if asked or await is_promised(Job.RUN_CHECK, task.id, checked=str(checked)):
        return _Turn(times_sent(journal.events), checked)
    return None


def _case(journal: Journal, task: applications.Task) -> Case:
    application = journal.application
    return Case(
        application_id=application.id,
        applicant_id=application.applicant_id,
        person_id=application.person_id,
        service_id=application.service_id,
        agency_id=task.agency_id,
        definition=journal.definition,
        step=journal.definition.step(task.step),
        answers=current_answers(journal.events),
    )


async def ask_again(
    task_id: UUID, *, by: Actor, at: datetime, regency: Regency, key: str | None = None
) -> None:
    """Promise to put the question of a check step once more: its officer wants it after a mismatch or no answer.

    Twice before it was put is once. Raises TaskNotFound, TaskAlreadyDecided, TaskNotOpen, TaskClaimed, NothingToAsk.
    """
    async with unit_of_work():
        if not await is_new(key, "ask-again", [task_id], by=by, at=at):
            return
        journal, task = await open_task(task_id, by=by, at=at, regency=regency)
        if task.kind != StepKind.CHECK:
            raise NothingToAsk("taskId")
        if task.outcome is None:
            raise TaskNotOpen("taskId")
        checked = str(_times_checked(journal, task.step))
        if not await is_promised(Job.RUN_CHECK, task.id, checked=checked):
            await enqueue(Job.RUN_CHECK, task.id, at=at, checked=checked)


def _times_checked(journal: Journal, step: str) -> int:
    return sum(row.kind == EventKind.CHECKED and row.step == step for row in journal.events)
