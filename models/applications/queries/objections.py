"""Objections that wait for a head's decision."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.accounts.queries import roles_of
from models.kit.actor import Actor, OfficerRole
from models.kit.paging import Page, decode_time_and_id, encode_cursor, page_size
from models.kit.transactions import rows_of
from models.services.definition import Definition
from models.services.queries import definitions

_OPEN = """
SELECT o.id, o.application_id, a.number, a.version_id, o.text, o.filed_at, o.due_at, o.refused_by_id,
  t.step, t.reason, t.decided_by, t.decided_at, g.name AS refused_by
FROM objection o JOIN application a ON a.id = o.application_id
JOIN task t ON t.application_id = o.application_id AND t.decision = 'REFUSE' JOIN agency g ON g.id = t.agency_id
WHERE o.agency_id = $1 AND o.upheld IS NULL AND ($2::uuid IS NULL OR $2 IN (o.id, o.application_id))
AND ($3::timestamptz IS NULL OR (o.due_at, o.id) > ($3, $4::uuid)) ORDER BY o.due_at, o.id LIMIT $5
"""


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An open objection, with the refusal that it is about; nothing in it is about the person but their own text."""

    id: UUID
    application_id: UUID
    number: str
    definition: Definition
    text: str
    filed_at: datetime
    due_at: datetime
    refused_by_id: UUID | None
    step: str
    reason: str | None
    decided_by: str | None
    decided_at: datetime | None
    refused_by: str


async def open_objections(by: Actor, *, at: datetime, first: int, after: str | None) -> Page[ObjectionRow]:
    """What the head of this agency, or who stands in, has to decide, most urgent first: a keyset page."""
    size = page_size(first)
    due, id = decode_time_and_id(after) if after else (None, None)
    rows = await _rows(by, None, due, id, size + 1, at=at)
    cursors = [encode_cursor(row.due_at.isoformat(), row.id.hex) for row in rows[:size]]
    return Page(rows[:size], cursors, has_next=len(rows) > size, has_previous=after is not None)


async def open_objection(id: UUID, *, by: Actor, at: datetime) -> ObjectionRow | None:
    """One of them, by its id or the application's; None where it is somebody else's or decided."""
    return next(iter(await _rows(by, id, None, None, 1, at=at)), None)


async def _rows(
    by: Actor, id: UUID | None, due: datetime | None, last: UUID | None, most: int, *, at: datetime
) -> list[ObjectionRow]:
    if OfficerRole.HEAD not in await roles_of(by, at=at):
        return []
    rows = await rows_of(_OPEN, [by.agency_id, id, due, last, most])
    versions = await definitions({row["version_id"] for row in rows})
    said = [versions[row.pop("version_id")] for row in rows]
    return [ObjectionRow(**row, definition=known) for row, known in zip(rows, said, strict=True)]
