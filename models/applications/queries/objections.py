"""Objections: of applications, and those that wait for a head's decision."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.applications.access import VISIBLE, asking
from models.kit.actor import Actor, ActorKind, OfficerRole
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.paging import Page, decode_time_and_id, encode_cursor, page_size
from models.kit.text import N_
from models.kit.transactions import rows_of

_COLUMNS = """o.id, o.application_id, a.number, a.version_id, o.agency_id, o.refused_by_id, o.text, o.filed_at,
o.due_at, o.upheld, o.reason, o.decided_at, o.decided_by"""
_OF = f"""SELECT {_COLUMNS} FROM objection o JOIN application a ON a.id = o.application_id
WHERE o.application_id = ANY($4) AND ({VISIBLE} OR ($1 = 'officer' AND o.agency_id = $3))
ORDER BY o.filed_at, o.id"""  # noqa: S608 - constants
_OPEN = f"""SELECT {_COLUMNS} FROM objection o JOIN application a ON a.id = o.application_id
WHERE o.agency_id = $1 AND o.upheld IS NULL AND ($2::timestamptz IS NULL OR (o.due_at, o.id) > ($2, $3::uuid))
ORDER BY o.due_at, o.id LIMIT $4"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection to a refusal; `agency_id` is whose head decides it until `due_at`, `upheld` is None till then."""

    id: UUID
    application_id: UUID
    number: str
    version_id: UUID
    agency_id: UUID
    refused_by_id: UUID | None
    text: str
    filed_at: datetime
    due_at: datetime
    upheld: bool | None
    reason: str | None
    decided_at: datetime | None
    decided_by: str | None


async def objections_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, list[ObjectionRow]]:
    """The objections of many applications, oldest first, in one statement; for those who decide them, too."""
    found: dict[UUID, list[ObjectionRow]] = {id: [] for id in application_ids}
    for row in await rows_of(_OF, [*asking(by), list(application_ids)]):
        found[row["application_id"]].append(ObjectionRow(**row))
    return found


async def open_objections(by: Actor, *, first: int, after: str | None) -> Page[ObjectionRow]:
    """What waits for the decision of this head, most urgent first: a keyset page in one statement."""
    size = page_size(first)
    if by.kind is not ActorKind.OFFICER or by.role is not OfficerRole.HEAD:
        return Page([], [], has_next=False, has_previous=False)
    due, id = decode_time_and_id(after) if after else (None, None)
    if after and due is None:
        raise InvalidInput(Problem(ProblemCode.INVALID, ("after",), N_("Penanda halaman tidak dikenal.")))
    rows = [ObjectionRow(**row) for row in await rows_of(_OPEN, [by.agency_id, due, id, size + 1])]
    cursors = [encode_cursor(row.due_at.isoformat(), row.id.hex) for row in rows[:size]]
    return Page(rows[:size], cursors, has_next=len(rows) > size, has_previous=after is not None)
