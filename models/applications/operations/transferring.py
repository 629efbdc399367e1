"""A step is put before another agency with a reason: by its owner, or by the secretariat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.accounts.queries import officers_of
from models.agencies.queries import AgencyRow, agencies_by_code, agencies_by_id
from models.applications import tables
from models.applications.errors import (
    AgencyNotNamed,
    AgencyUnknown,
    OfferStands,
    OtherCompetence,
    TaskNotFound,
)
from models.applications.journal import Happening, Journal, open_journal
from models.applications.operations.answering import LONGEST_REASON
from models.applications.operations.deciding import must_be_open, open_task
from models.applications.receivers import SECRETARIAT, is_named, may_be_directed, moving_with
from models.applications.states import EventKind, OfferKind
from models.kit.actor import Actor, ActorKind
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.idempotency import claim_key
from models.kit.reading import UNSTORABLE, is_storable, read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import unit_of_work
from models.services.definition import Step


@dataclass(frozen=True, slots=True)
class TransferWish:
    """A step that is another agency's business, named by its code, and why: the receiver and the applicant read it."""

    task_id: UUID
    agency: str
    reason: str
    idempotency_key: str


async def offer_transfer(wish: TransferWish, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Offer an own open step to an agency that its definition names, or ask the secretariat (by its code) to find one.

    Until the receiver accepts, the step stays here and its clock runs. Raises InvalidInput at `reason`, AgencyUnknown,
    AgencyNotNamed, OfferStands, and what `open_task` raises.
    """
    reason = checked_reason(wish.reason)
    async with unit_of_work():
        content = [wish.task_id, wish.agency, reason]
        if not await claim_key(by.account, wish.idempotency_key, "reroute", content, at):
            return
        journal, task = await open_task(wish.task_id, by=by, at=at, regency=regency)
        owner, receiver = await _both(task, wish.agency)
        step = journal.definition.step(task.step)
        kind = EventKind.TRANSFER_OFFERED
        if not is_named(step, receiver):
            if receiver.kind != SECRETARIAT:
                raise AgencyNotNamed("agency")
            kind = EventKind.TRANSFER_ASKED
        else:
            await _must_have_people(receiver, [step])
        _must_be_free_to_offer(journal, step.key, at, may_follow=None)
        data = transfer_data(owner, receiver, by=owner, reason=reason)
        await journal.append(Happening(kind, step.key, data), by=by, at=at)


async def direct_transfer(wish: TransferWish, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Offer any agency's open step to the one that is competent, for officers of the secretariat.

    A decision and its signature move together. Raises TaskNotFound for everybody else, AgencyUnknown, OtherCompetence,
    OfferStands, InvalidInput at `reason`, TaskAlreadyDecided and TaskNotOpen.
    """
    reason = checked_reason(wish.reason)
    office = await secretariat_of(by)
    async with unit_of_work():
        content = [wish.task_id, wish.agency, reason]
        if not await claim_key(by.account, wish.idempotency_key, "direct", content, at):
            return
        known = await tables.Task.get_or_none(id=wish.task_id)
        if known is None:
            raise TaskNotFound("taskId")
        journal = await open_journal(known.application_id, regency=regency)
        task = await tables.Task.get(id=wish.task_id)
        must_be_open(journal, task.step, at)
        owner, receiver = await _both(task, wish.agency)
        steps = await moving_steps(journal, task)
        if not may_be_directed(steps, owner, receiver):
            raise OtherCompetence("agency")
        await _must_have_people(receiver, steps)
        _must_be_free_to_offer(journal, task.step, at, may_follow=OfferKind.ASKED)
        data = {**transfer_data(owner, receiver, by=office, reason=reason), "directed": True}
        await journal.append(Happening(EventKind.TRANSFER_OFFERED, task.step, data), by=by, at=at)


def checked_reason(reason: str) -> str:
    """The reason as it is kept; raises InvalidInput at `reason`."""
    reason = read_text(reason)
    if not 1 <= len(reason) <= LONGEST_REASON:
        message = N_("Tulis alasannya, paling banyak {limit} huruf.")
        raise InvalidInput(Problem(ProblemCode.REQUIRED, ("reason",), message, {"limit": LONGEST_REASON}))
    if not is_storable(reason):
        raise InvalidInput(Problem(ProblemCode.INVALID, ("reason",), UNSTORABLE))
    return reason


def transfer_data(owner: AgencyRow, receiver: AgencyRow, *, by: AgencyRow, reason: str) -> dict[str, Any]:
    """What a transfer's event remembers; names of agencies as they are today."""
    return {
        "from": owner.id.hex,
        "agency": receiver.id.hex,
        "to": receiver.name,
        "by": by.name,
        "reason": reason,
    }


async def _both(task: tables.Task, code: str) -> tuple[AgencyRow, AgencyRow]:
    """Who has a task, and another agency by its code; raises AgencyUnknown."""
    receiver = (await agencies_by_code([code])).get(code)
    if receiver is None or receiver.id == task.agency_id:
        raise AgencyUnknown("agency")
    return (await agencies_by_id([task.agency_id]))[task.agency_id], receiver


async def both_agencies(owner: UUID, receiver: UUID) -> tuple[AgencyRow, AgencyRow]:
    """Who has a step, and who may take it over."""
    found = await agencies_by_id([owner, receiver])
    return found[owner], found[receiver]


async def secretariat_of(by: Actor) -> AgencyRow:
    """The officer's agency, which is the regency's secretariat; raises TaskNotFound for everybody else."""
    own = await agencies_by_id([by.agency_id]) if by.agency_id else {}
    office = next(iter(own.values()), None)
    if by.kind is not ActorKind.OFFICER or office is None or office.kind != SECRETARIAT:
        raise TaskNotFound("taskId")
    return office


async def moving_steps(journal: Journal, task: tables.Task) -> list[Step]:
    """The steps that go when this one does, of those that its agency has, or would have if they were asked again."""
    holders = await journal.holders()
    owned = {step for step, holder in holders.items() if holder == holders[task.step]}
    return moving_with(journal.definition, task.step, owned)


async def _must_have_people(receiver: AgencyRow, steps: Sequence[Step]) -> None:
    """Raise AgencyUnknown where nobody there could answer."""
    for role in {step.role for step in steps}:
        if not await officers_of(receiver.id, role):
            raise AgencyUnknown("agency")


def _must_be_free_to_offer(
    journal: Journal, step: str, at: datetime, *, may_follow: OfferKind | None
) -> None:
    offer = journal.position(at).tasks[step].offer
    if offer is not None and offer.kind is not may_follow:
        raise OfferStands("taskId")
