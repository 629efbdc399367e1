"""Noting who looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.kit.actor import Actor, ActorKind
from models.privacy import tables


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that is about to be shown: whose (`subject_id` is the account), and why."""

    subject_id: UUID
    application_id: UUID
    purpose: str


async def note_readings(readings: Iterable[Reading], *, what: str, by: Actor, at: datetime) -> None:
    """Append who reads what and why, in one statement; a citizen's look at their own file is not noted."""
    if by.kind is not ActorKind.OFFICER:
        return
    entries = [
        tables.AccessEntry(
            at=at,
            reader_id=by.account,
            agency_id=by.agency_id,
            subject_id=reading.subject_id,
            application_id=reading.application_id,
            what=what,
            purpose=reading.purpose,
        )
        for reading in readings
    ]
    if entries:
        await tables.AccessEntry.bulk_create(entries)
