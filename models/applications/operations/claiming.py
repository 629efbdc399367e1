"""Who of an agency works on a task: claimed with a lease, given back, handed over."""

from datetime import datetime, timedelta
from uuid import UUID

from models.accounts.operations import must_be_here
from models.accounts.queries import accounts_by_id, roles_of
from models.applications import tables
from models.applications.access import has_charge
from models.applications.errors import ColleagueUnknown, TaskClaimed, TaskNotOpen
from models.applications.journal import open_journal
from models.applications.operations.deciding import must_be_open, open_task, own_task
from models.applications.states import TaskState
from models.kit.actor import Actor
from models.kit.idempotency import is_new
from models.kit.regency import Regency
from models.kit.transactions import rows_of, unit_of_work

LEASE = timedelta(minutes=30)
"""How long a claim holds without being renewed: an officer who goes home does not stop the line."""

_CLAIM = """
UPDATE task SET claimed_by_id = $2, claimed_until = $3
WHERE id = $1 AND state = 'OPEN' AND agency_id = $6
  AND ($7 OR claimed_by_id IS NULL OR claimed_by_id = $5 OR claimed_until <= $4)
RETURNING id
"""
"""For $2 until $3, unless somebody else than $5 holds it at $4 or it has gone to another agency than $6.

With $7 it does not matter who holds it.
"""


async def claim_task(task_id: UUID, *, by: Actor, at: datetime, key: str | None = None) -> datetime:
    """Take a task for `LEASE`, or renew it, and answer until when; of two at once one gets it.

    Raises TaskClaimed while a colleague holds it, TaskNotOpen when there is nothing to do.
    """
    async with unit_of_work():
        if await is_new(key, "claim", [task_id], by=by, at=at):
            await own_task(task_id, by=by, at=at)
            await _claim(task_id, by.account, by=by, at=at)
    return at + LEASE


async def _claim(task_id: UUID, holder: UUID, *, by: Actor, at: datetime, pulls: bool = False) -> None:
    """Let the holder have the task, unless a colleague of `by` has it: one statement, so that no claim is lost.

    `pulls`: the colleague loses it. Raises NoLongerHere for a holder who has left.
    """
    await must_be_here(holder)
    if await rows_of(_CLAIM, [task_id, holder, at + LEASE, at, by.account, by.agency_id, pulls]):
        return
    task = await tables.Task.filter(id=task_id, agency_id=by.agency_id, state=TaskState.OPEN.value).first()
    if task is None:
        raise TaskNotOpen("taskId")
    raise TaskClaimed("taskId", until=task.claimed_until)


async def release_task(task_id: UUID, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Give a task back to the colleagues; one that somebody else holds stays theirs."""
    async with unit_of_work():
        if await is_new(key, "release", [task_id], by=by, at=at):
            await own_task(task_id, by=by, at=at)
            await tables.Task.filter(id=task_id, claimed_by_id=by.account).update(
                claimed_by_id=None, claimed_until=None
            )


async def hand_over_task(
    task_id: UUID, to: UUID, *, by: Actor, at: datetime, regency: Regency, key: str | None = None
) -> datetime:
    """Give a task to a colleague of the same agency and role, with a lease of their own; answers until when.

    Whoever heads the agency gives away any open task of its officers, also one that an absent officer holds, and may
    take it on by giving it to themselves. Raises ColleagueUnknown at `to`, and for others TaskClaimed while another
    colleague holds it.
    """
    async with unit_of_work():
        if await is_new(key, "hand-over", [task_id, to], by=by, at=at):
            task, charge = await _to_give_away(task_id, by=by, at=at, regency=regency)
            colleague = (await accounts_by_id([to])).get(to)
            takes_on = charge and to == by.account
            if colleague is None or not (takes_on or await _is_theirs(colleague.actor, task, at)):
                raise ColleagueUnknown("to")
            await _claim(task_id, to, by=by, at=at, pulls=charge)
    return at + LEASE


async def _to_give_away(
    task_id: UUID, *, by: Actor, at: datetime, regency: Regency
) -> tuple[tables.Task, bool]:
    """The open task, and whether it is in the charge of `by`; else it is one of their own that nobody else holds."""
    task = await tables.Task.get_or_none(id=task_id, agency_id=by.agency_id)
    if task is None or not has_charge(task.role, await roles_of(by, at=at)):
        _, own = await open_task(task_id, by=by, at=at, regency=regency)
        return own, False
    must_be_open(await open_journal(task.application_id, regency=regency), task.step, at)
    return task, True


async def _is_theirs(colleague: Actor, task: tables.Task, at: datetime) -> bool:
    """Whether it is a task of their role: no officer makes the head answer in their place."""
    return colleague.agency_id == task.agency_id and task.role in await roles_of(colleague, at=at)
