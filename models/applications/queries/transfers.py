"""Steps on their way between agencies: what is offered, what has gone, and what the secretariat may direct.

Nothing here is about the person or out of the file; a reason is what an officer has written for its reader.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.accounts.queries import roles_of
from models.applications.access import roles_offered
from models.applications.states import Hands, OfferKind, TaskState
from models.kit.actor import Actor, ActorKind
from models.kit.ids import normalised_number
from models.kit.paging import Page, decode_time_and_id, encode_cursor, page_size
from models.kit.transactions import rows_of
from models.services.definition import StepKind

_COLUMNS = """t.id, t.application_id, a.number, a.version_id, t.step, t.kind, t.role, t.agency_id, t.due_at,
t.offered_to_id, t.offered_at, t.offer_kind, t.offer_reason AS reason"""
_FROM = "FROM task t JOIN application a ON a.id = t.application_id"
_MINE = "t.offered_to_id = $1 AND t.state = 'OPEN' AND (t.offer_kind = 'asked' OR t.role = ANY($2::text[]))"
_OFFERS = f"""SELECT {_COLUMNS} {_FROM} WHERE {_MINE}
AND ($3::timestamptz IS NULL OR (t.due_at, t.id) > ($3, $4::uuid)) ORDER BY t.due_at, t.id LIMIT $5"""
_ON = f"SELECT t.id {_FROM} WHERE {_MINE} AND t.application_id = $3 ORDER BY t.due_at LIMIT 1"
_OWN_OFFER = f"""SELECT {_COLUMNS} {_FROM} WHERE t.id = $1 AND t.agency_id = $2 AND t.offered_to_id IS NOT NULL
AND t.state = 'OPEN'"""
_GONE = f"""SELECT t.id, t.application_id, a.number, a.version_id, t.step, t.state, t.decided_at, e.at,
  replace(e.data ->> 'agency', '-', '')::uuid AS agency_id, e.data ->> 'reason' AS reason {_FROM}
JOIN LATERAL (SELECT e.at, e.data FROM event e WHERE e.application_id = a.id
  AND ((e.kind = 'transfer-accepted' AND e.data -> 'steps' ? t.step) OR (e.kind = 'rerouted' AND e.step = t.step))
  AND e.data ->> 'from' = $1 ORDER BY e.sequence DESC LIMIT 1) e ON true
WHERE t.agency_id <> $2 AND {{which}} ORDER BY e.at DESC LIMIT 1"""  # noqa: S608 - constants
_DIRECTABLE = f"""SELECT {_COLUMNS} {_FROM} WHERE {{which}} AND t.state = 'OPEN' AND t.role IN ('officer', 'head')
AND EXISTS (SELECT 1 FROM agency g WHERE g.id = $2 AND g.kind = 'secretariat') ORDER BY t.due_at, t.id"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An open step of `agency_id`, and to whom it is offered, how and why; of one to be directed perhaps to nobody."""

    id: UUID
    application_id: UUID
    number: str
    version_id: UUID
    step: str
    kind: StepKind
    role: Hands
    agency_id: UUID
    due_at: datetime
    offered_to_id: UUID | None
    offered_at: datetime | None
    offer_kind: OfferKind | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class GoneRow:
    """A step that the caller's agency had, and that `agency_id` took over."""

    id: UUID
    application_id: UUID
    number: str
    version_id: UUID
    step: str
    state: TaskState
    decided_at: datetime | None
    at: datetime
    agency_id: UUID
    reason: str | None


async def offers_to(by: Actor, *, first: int, after: str | None, now: datetime) -> Page[OfferRow]:
    """What is offered to the caller's agency and theirs to answer, most urgent first: a page in one statement."""
    size = page_size(first)
    if by.kind is not ActorKind.OFFICER or by.agency_id is None:
        return Page([], [], has_next=False, has_previous=False)
    due, id = decode_time_and_id(after) if after else (None, None)
    rows = [_offer(row) for row in await rows_of(_OFFERS, [*await _asking(by, now), due, id, size + 1])]
    cursors = [encode_cursor(row.due_at.isoformat(), row.id.hex) for row in rows[:size]]
    return Page(rows[:size], cursors, has_next=len(rows) > size, has_previous=after is not None)


async def offer_on(application_id: UUID, *, by: Actor, now: datetime) -> UUID | None:
    """The task of this application that is offered to the caller's agency, if one is."""
    if by.kind is not ActorKind.OFFICER or by.agency_id is None:
        return None
    rows = await rows_of(_ON, [*await _asking(by, now), application_id])
    return rows[0]["id"] if rows else None


async def _asking(by: Actor, now: datetime) -> list[object]:
    return [by.agency_id, roles_offered(await roles_of(by, at=now))]


async def own_offer(task_id: UUID, *, by: Actor) -> OfferRow | None:
    """What the caller's agency has offered of a task of its own, or what the secretariat has directed of it."""
    rows = await rows_of(_OWN_OFFER, [task_id, by.agency_id])
    return _offer(rows[0]) if rows else None


async def gone_task(task_id: UUID, *, by: Actor) -> GoneRow | None:
    """What became of a task that another agency has taken over from the caller's."""
    return await _gone("t.id = $3", task_id, by)


async def gone_on(application_id: UUID, *, by: Actor) -> GoneRow | None:
    """The same of the newest such task on an application."""
    return await _gone("t.application_id = $3", application_id, by)


async def gone_from(number: str, *, by: Actor) -> GoneRow | None:
    """The same by the number of the application."""
    return await _gone("a.number = $3", normalised_number(number), by)


async def _gone(which: str, value: object, by: Actor) -> GoneRow | None:
    if by.kind is not ActorKind.OFFICER or by.agency_id is None:
        return None
    rows = await rows_of(_GONE.format(which=which), [by.agency_id.hex, by.agency_id, value])
    return GoneRow(**{**rows[0], "state": TaskState(rows[0]["state"])}) if rows else None


async def steps_to_direct(number: str, *, by: Actor) -> list[OfferRow]:
    """The open steps of an application that lie with people, for officers of the secretariat; else none."""
    return await _directable("a.number = $1", normalised_number(number), by)


async def step_to_direct(task_id: UUID, *, by: Actor) -> OfferRow | None:
    """One of them."""
    return next(iter(await _directable("t.id = $1", task_id, by)), None)


async def _directable(which: str, value: object, by: Actor) -> list[OfferRow]:
    if by.kind is not ActorKind.OFFICER:
        return []
    return [_offer(row) for row in await rows_of(_DIRECTABLE.format(which=which), [value, by.agency_id])]


def _offer(row: dict[str, Any]) -> OfferRow:
    kind = OfferKind(row["offer_kind"]) if row["offer_kind"] else None
    return OfferRow(**{**row, "kind": StepKind(row["kind"]), "role": Hands(row["role"]), "offer_kind": kind})
