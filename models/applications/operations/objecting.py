"""Objecting to a refusal (keberatan, UU 30/2014 Ps 77), and deciding on it: never by whoever refused."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.accounts.queries import acting_heads, officers_of, roles_of
from models.agencies.queries import secretariat
from models.applications import tables
from models.applications.errors import (
    ApplicationNotFound,
    ObjectionDecided,
    ObjectionNotFound,
    SameOfficer,
)
from models.applications.journal import Happening, Journal, open_journal
from models.applications.operations.answering import LONGEST_REASON
from models.applications.states import Decision, EventKind
from models.kit.actor import Actor, OfficerRole
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.idempotency import claim_key
from models.kit.reading import is_storable, read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import unit_of_work
from models.messages.operations import tell_officers

FILED = N_("Keberatan atas {number} menunggu keputusan Anda.")


@dataclass(frozen=True, slots=True)
class ObjectionDraft:
    """Why the citizen does not accept the refusal."""

    application_id: UUID
    text: str
    idempotency_key: str


async def object_to_refusal(draft: ObjectionDraft, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Record an objection within the service's time for it, and put it before the head of the issuing agency.

    Where that head has refused, it goes to the Sekda. Raises InvalidInput at `text`, EventNotAllowed out of time.
    """
    text = _checked(draft.text, "text", N_("Tulis mengapa Anda berkeberatan, paling banyak {limit} huruf."))
    async with unit_of_work():
        id = draft.application_id
        if not await tables.Application.filter(id=id, applicant_id=by.account).exists():
            raise ApplicationNotFound("applicationId")
        journal = await open_journal(id, regency=regency)
        if not await claim_key(by.account, draft.idempotency_key, "object", [id, text], at):
            return
        await journal.append(Happening(EventKind.OBJECTED, data={"text": text}), by=by, at=at)
        refusal = _refusal(journal)
        agency_id, judges = await _judges(journal, refusal, at)
        await tables.Objection.create(
            application_id=id,
            agency_id=agency_id,
            refused_by_id=refusal.actor_id,
            text=text,
            filed_at=at,
            due_at=journal.clock.add_days(at, journal.definition.objection.answer_working_days),
        )
        told = FILED.format(number=journal.application.number)
        await tell_officers(judges, told, application_id=id, at=at, regency=regency)


def _refusal(journal: Journal) -> tables.Event:
    return next(row for row in reversed(journal.events) if row.data.get("decision") == Decision.REFUSE)


async def _judges(journal: Journal, refusal: tables.Event, at: datetime) -> tuple[UUID, list[UUID]]:
    """The agency whose head decides, and who is told: the issuer, or the secretariat where nobody else heads it.

    Where the secretariat has no other head either, it stays with the issuer: whoever stands in for its head decides,
    and the head, who may appoint somebody, is told.
    """
    last = journal.definition.last_step.key
    issuer = (await tables.Task.get(application_id=journal.application.id, step=last)).agency_id
    office = await secretariat()
    for agency_id in (issuer, office.id) if office else (issuer,):
        heads = await officers_of(agency_id, OfficerRole.HEAD)
        if any(id != refusal.actor_id for id in heads):
            standing = await acting_heads(agency_id, at=at)
            return agency_id, [id for id in standing if id != refusal.actor_id]
    return issuer, await acting_heads(issuer, at=at)


@dataclass(frozen=True, slots=True)
class ObjectionAnswer:
    """Whether the citizen was right, and why."""

    objection_id: UUID
    upheld: bool
    reason: str
    idempotency_key: str


async def decide_objection(answer: ObjectionAnswer, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Answer an objection; upheld, the refused step opens again for another officer. For the head of its agency.

    Whoever stands in for the head may do it too. Raises ObjectionNotFound, ObjectionDecided, SameOfficer for whoever
    refused, InvalidInput at `reason`.
    """
    reason = _checked(answer.reason, "reason", N_("Tulis alasan putusan, paling banyak {limit} huruf."))
    async with unit_of_work():
        content = [answer.objection_id, answer.upheld, reason]
        if not await claim_key(by.account, answer.idempotency_key, "decide-objection", content, at):
            return
        known = await tables.Objection.get_or_none(id=answer.objection_id)
        if known is None:
            raise ObjectionNotFound("objectionId")
        journal = await open_journal(known.application_id, regency=regency)
        await _must_judge(known.id, by, at)
        data = {"upheld": answer.upheld, "reason": reason}
        await journal.append(Happening(EventKind.OBJECTION_DECIDED, data=data), by=by, at=at)
        answered = tables.Objection.filter(id=known.id, upheld=None)
        if await answered.update(upheld=answer.upheld, reason=reason, decided_at=at, decided_by=by.name) != 1:
            raise ObjectionDecided


async def _must_judge(id: UUID, by: Actor, at: datetime) -> None:
    """Raise unless the objection is open and the officer decides it; asked after the application is locked."""
    heads = OfficerRole.HEAD in await roles_of(by, at=at)
    objection = await tables.Objection.get_or_none(id=id, agency_id=by.agency_id) if heads else None
    if objection is None:
        raise ObjectionNotFound("objectionId")
    if objection.upheld is not None:
        raise ObjectionDecided
    if objection.refused_by_id == by.account:
        raise SameOfficer("objectionId")


def _checked(text: str, name: str, message: str) -> str:
    text = read_text(text)
    if not 1 <= len(text) <= LONGEST_REASON or not is_storable(text):
        raise InvalidInput(Problem(ProblemCode.REQUIRED, (name,), message, {"limit": LONGEST_REASON}))
    return text
