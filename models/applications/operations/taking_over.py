"""What becomes of an offer: accepted, declined or withdrawn. A step is moved by nobody but its receiver."""

from datetime import datetime
from uuid import UUID

from models.accounts.queries import roles_of
from models.applications import tables
from models.applications.access import may_take_over
from models.applications.errors import OfferGone, TaskNotFound
from models.applications.history import Offer
from models.applications.journal import Happening, Journal, open_journal
from models.applications.operations.deciding import own_task
from models.applications.operations.transferring import (
    both_agencies,
    checked_reason,
    moving_steps,
    secretariat_of,
    transfer_data,
)
from models.applications.states import TRANSFERS, EventKind, OfferKind
from models.kit.actor import Actor, ActorKind
from models.kit.idempotency import is_new
from models.kit.regency import Regency
from models.kit.transactions import unit_of_work


async def accept_transfer(
    task_id: UUID, *, by: Actor, at: datetime, regency: Regency, key: str | None = None
) -> None:
    """Take over a step offered to the caller's agency, with the clock that it has; a decision with its signature.

    Raises TaskNotFound, and OfferGone when it was answered, withdrawn or accepted meanwhile.
    """
    async with unit_of_work():
        if not await is_new(key, "accept-transfer", [task_id], by=by, at=at):
            return
        journal, task, offer = await _offered(task_id, by=by, at=at, regency=regency)
        owner, receiver = await both_agencies(task.agency_id, UUID(hex=offer.agency))
        steps = [step.key for step in await moving_steps(journal, task)]
        data = {**transfer_data(owner, receiver, by=receiver, reason=offer.reason), "steps": steps}
        await journal.append(Happening(EventKind.TRANSFER_ACCEPTED, task.step, data), by=by, at=at)


async def decline_transfer(
    task_id: UUID, reason: str, *, by: Actor, at: datetime, regency: Regency, key: str | None = None
) -> None:
    """Leave a step with its owner, who reads why; also for the secretariat, where it was asked to find somebody.

    Raises InvalidInput at `reason`, TaskNotFound and OfferGone.
    """
    reason = checked_reason(reason)
    async with unit_of_work():
        if not await is_new(key, "decline-transfer", [task_id, reason], by=by, at=at):
            return
        journal, task, offer = await _offered(task_id, by=by, at=at, regency=regency)
        owner, receiver = await both_agencies(task.agency_id, UUID(hex=offer.agency))
        data = {**transfer_data(owner, receiver, by=receiver, reason=reason), "offer": offer.kind.value}
        await journal.append(Happening(EventKind.TRANSFER_DECLINED, task.step, data), by=by, at=at)


async def withdraw_transfer(
    task_id: UUID, *, by: Actor, at: datetime, regency: Regency, key: str | None = None
) -> None:
    """Take an offer back: the owner's own, or what the secretariat has directed. Raises TaskNotFound and OfferGone."""
    async with unit_of_work():
        if not await is_new(key, "withdraw-transfer", [task_id], by=by, at=at):
            return
        known = await tables.Task.get_or_none(id=task_id)
        if known is None:
            raise TaskNotFound("taskId")
        journal = await open_journal(known.application_id, regency=regency)
        task = await tables.Task.get(id=task_id)
        offer = journal.position(at).tasks[task.step].offer
        directed = offer is not None and offer.kind is OfferKind.DIRECTED
        office = await secretariat_of(by) if directed else None
        if office is None:
            await own_task(task_id, by=by, at=at)
        if offer is None:
            raise OfferGone("taskId")
        owner, receiver = await both_agencies(task.agency_id, UUID(hex=offer.agency))
        data = transfer_data(owner, receiver, by=office or owner, reason=offer.reason)
        await journal.append(Happening(EventKind.TRANSFER_WITHDRAWN, task.step, data), by=by, at=at)


async def _offered(
    task_id: UUID, *, by: Actor, at: datetime, regency: Regency
) -> tuple[Journal, tables.Task, Offer]:
    """A task that is offered to the caller's agency, locked before it is judged, and how it is offered.

    Raises OfferGone where it was once, and TaskNotFound.
    """
    known = await tables.Task.get_or_none(id=task_id)
    if known is None or by.kind is not ActorKind.OFFICER or by.agency_id is None:
        raise TaskNotFound("taskId")
    journal = await open_journal(known.application_id, regency=regency)
    task = await tables.Task.get(id=task_id)
    offer = journal.position(at).tasks[task.step].offer
    if offer is None or offer.agency != by.agency_id.hex:
        raise (OfferGone if _was_concerned(journal, task.step, by.agency_id) else TaskNotFound)("taskId")
    if not may_take_over(task.role, asked=offer.kind is OfferKind.ASKED, roles=await roles_of(by, at=at)):
        raise TaskNotFound("taskId")
    return journal, task, offer


def _was_concerned(journal: Journal, step: str, agency: UUID) -> bool:
    """Whether the step was offered to this agency before."""
    return any(
        row.step == step and EventKind(row.kind) in TRANSFERS and row.data["agency"] == agency.hex
        for row in journal.events
    )
