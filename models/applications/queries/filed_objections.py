"""The objections that applications have seen, answered or not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.applications.access import VISIBLE, asking
from models.kit.actor import Actor
from models.kit.transactions import rows_of

_SELECT = """SELECT o.id, o.application_id, o.agency_id, o.text, o.filed_at, o.due_at, o.upheld, o.reason, o.decided_at
FROM objection o JOIN application a ON a.id = o.application_id"""
_OF = f"{_SELECT} WHERE o.application_id = ANY($4) AND {VISIBLE} ORDER BY o.filed_at, o.id"
_ONE = f"{_SELECT} WHERE o.id = $4 AND ({VISIBLE} OR ($1 = 'officer' AND o.agency_id = $3))"


@dataclass(frozen=True, slots=True)
class FiledObjection:
    """An objection to a refusal; the head of `agency_id` decides it until `due_at`, `upheld` is None till then."""

    id: UUID
    application_id: UUID
    agency_id: UUID
    text: str
    filed_at: datetime
    due_at: datetime
    upheld: bool | None
    reason: str | None
    decided_at: datetime | None


async def objections_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, list[FiledObjection]]:
    """The objections to refusals of many applications that the caller may see, oldest first, in one statement."""
    found: dict[UUID, list[FiledObjection]] = {id: [] for id in application_ids}
    for row in await rows_of(_OF, [*asking(by), list(application_ids)]):
        found[row["application_id"]].append(FiledObjection(**row))
    return found


async def objection_by_id(id: UUID, *, by: Actor) -> FiledObjection | None:
    """An objection of an application that the caller may see, or that the caller's agency decides or has decided."""
    rows = await rows_of(_ONE, [*asking(by), id])
    return FiledObjection(**rows[0]) if rows else None
