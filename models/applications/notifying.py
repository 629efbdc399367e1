"""Telling people what has happened: the applicant by SMS and in the app, officers at their desk."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from models.accounts import queries as accounts
from models.agencies.queries import agencies_by_id
from models.applications import tables
from models.applications.move_wording import OFFER_ANSWERED, OFFERED
from models.applications.positions import Position
from models.applications.states import TRANSFERS, EventKind, Hands, OfferKind
from models.applications.timers import LEVELS
from models.applications.wording import (
    ALERTS,
    NEWS,
    OBJECTION_ALERTS,
    OBJECTION_ANSWERED,
    OBJECTION_GRANTED,
    OBJECTION_LAPSED,
    PAYMENT_NOT_CONFIRMED,
    PERMIT_REVOKED,
    REMINDERS,
    REOPENED,
    TO_GIVE_BACK,
    VISIT_ANSWERED,
    VISIT_PROPOSED,
)
from models.kit.actor import OfficerRole
from models.kit.regency import Regency
from models.messages.operations import tell, tell_officers
from models.services.definition import Definition
from models.services.presenting import rupiah

FIRST, _, LAST = LEVELS


async def notify(
    application: tables.Application,
    definition: Definition,
    new: Sequence[tables.Event],
    earlier: str,
    position: Position,
    *,
    at: datetime,
    regency: Regency,
) -> None:
    """Promise the messages that the new events call for, in the transaction at hand."""
    for text in _texts(new, earlier, position):
        page = regency.links.application_page(application.number)
        await tell(
            application.applicant_id,
            text.format(number=application.number, url=page),
            application_id=application.id,
            at=at,
            regency=regency,
        )
    for event in new:
        if event.kind == EventKind.OBJECTION_DEEMED or (event.kind == EventKind.ESCALATED and not event.step):
            await _tell_judges(application, event, at=at, regency=regency)
        elif event.kind == EventKind.ESCALATED:
            await _alert(application, definition, event, at=at, regency=regency)
        elif event.kind in VISIT_ANSWERED:
            await _tell_visitors(application, definition, event, at=at, regency=regency)
        elif event.kind in TRANSFERS:
            await _tell_agencies(application, definition, event, at=at, regency=regency)


async def tell_of_surplus(
    application: tables.Application, amount: int, *, at: datetime, regency: Regency
) -> None:
    """Promise the applicant the message that so many rupiah are to be given back, in the transaction at hand."""
    page = regency.links.application_page(application.number)
    text = TO_GIVE_BACK.format(number=application.number, amount=rupiah(amount), url=page)
    await tell(application.applicant_id, text, application_id=application.id, at=at, regency=regency)


def _texts(new: Sequence[tables.Event], earlier: str, position: Position) -> Iterable[str]:
    released = any(row.kind == EventKind.FINDINGS_RELEASED for row in new)
    if (released or position.state != earlier) and position.state in NEWS:
        yield NEWS[position.state]
    for row in new:
        if row.kind == EventKind.REMINDED:
            yield REMINDERS[row.step is not None]
        elif row.kind == EventKind.REOPENED:
            yield REOPENED
        elif row.kind == EventKind.VISIT_PROPOSED:
            yield VISIT_PROPOSED
        elif row.kind == EventKind.PAYMENT_NOT_CONFIRMED:
            yield PAYMENT_NOT_CONFIRMED
        elif row.kind == EventKind.OBJECTION_DECIDED:
            yield OBJECTION_ANSWERED
        elif row.kind == EventKind.OBJECTION_DEEMED:
            yield OBJECTION_GRANTED
        elif row.kind == EventKind.REVOKED:
            yield PERMIT_REVOKED


async def _alert(
    application: tables.Application,
    definition: Definition,
    event: tables.Event,
    *,
    at: datetime,
    regency: Regency,
) -> None:
    """To the officers at 50 per cent, to their head at 80, to the Sekda at 100 (or when there is no head)."""
    task = await tables.Task.get(application_id=application.id, step=event.step)
    level = event.data["level"]
    if level == LAST:
        told = []
    elif level > FIRST or task.role == Hands.HEAD:
        told = await accounts.acting_heads(task.agency_id, at=at)
    else:
        told = await accounts.officers_of(task.agency_id, OfficerRole.OFFICER)
    told = told or await accounts.heads_of_secretariat()
    title = definition.step(task.step).title
    text = ALERTS[level].format(number=application.number, step=title)
    await tell_officers(told, text, application_id=application.id, at=at, regency=regency)


async def _tell_judges(
    application: tables.Application, event: tables.Event, *, at: datetime, regency: Regency
) -> None:
    """To those who decide on the newest objection at 50 per cent; to the Sekda as well when it is late, or granted."""
    objection = await tables.Objection.filter(application_id=application.id).order_by("-filed_at").first()
    if objection is None:
        raise LookupError("an event about an objection that nobody filed")
    judges = await accounts.acting_heads(objection.agency_id, at=at)
    told = [id for id in judges if id != objection.refused_by_id]
    if event.data.get("level") != FIRST:
        told += await accounts.heads_of_secretariat()
    text = OBJECTION_ALERTS[event.data["level"]] if "level" in event.data else OBJECTION_LAPSED
    text = text.format(number=application.number)
    await tell_officers(
        list(dict.fromkeys(told)), text, application_id=application.id, at=at, regency=regency
    )


async def _tell_visitors(
    application: tables.Application,
    definition: Definition,
    event: tables.Event,
    *,
    at: datetime,
    regency: Regency,
) -> None:
    """To the officers of the agency that visits: a time suits the citizen, or none of theirs does."""
    task = await tables.Task.get(application_id=application.id, step=event.step)
    told = await accounts.officers_of(task.agency_id, OfficerRole.OFFICER)
    text = VISIT_ANSWERED[EventKind(event.kind)]
    text = text.format(number=application.number, step=definition.step(task.step).title)
    await tell_officers(told, text, application_id=application.id, at=at, regency=regency)


async def _tell_agencies(
    application: tables.Application,
    definition: Definition,
    event: tables.Event,
    *,
    at: datetime,
    regency: Regency,
) -> None:
    """To the officers who may take a step over; then to those who had offered it, what became of that."""
    kind, data = EventKind(event.kind), event.data
    sender, receiver = UUID(hex=data["from"]), UUID(hex=data["agency"])
    step = definition.step(event.step or "")
    if kind in {EventKind.TRANSFER_ASKED, EventKind.TRANSFER_OFFERED}:
        asked = kind is EventKind.TRANSFER_ASKED
        offer = OfferKind.DIRECTED if data.get("directed") else OfferKind.OFFERED
        text, agency = OFFERED[OfferKind.ASKED if asked else offer], receiver
        role = OfficerRole.OFFICER if asked else step.role
    else:
        text, role = OFFER_ANSWERED[kind], step.role
        agency = receiver if kind is EventKind.TRANSFER_WITHDRAWN else sender
    names = await agencies_by_id([sender])
    facts = {"agency": names[sender].name, "by": data["by"], "to": data["to"], "reason": data["reason"]}
    text = text.format(number=application.number, step=step.title, **facts)
    told = await accounts.officers_of(agency, role)
    if role is OfficerRole.HEAD:
        told = await accounts.acting_heads(agency, at=at)
    await tell_officers(told, text, application_id=application.id, at=at, regency=regency)
    if kind is EventKind.TRANSFER_DECLINED and data.get("offer") == OfferKind.DIRECTED:
        office = await accounts.officers_of_secretariat()
        await tell_officers(office, text, application_id=application.id, at=at, regency=regency)
