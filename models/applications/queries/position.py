"""Where applications stand by the engine itself: what the stored tasks do not tell."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from models.applications.positions import Position
from models.applications.queries.applications import ApplicationRow
from models.applications.states import Event, EventKind
from models.applications.workflow import advance
from models.calendar.workflow import WorkingTime
from models.kit.transactions import rows_of
from models.services.queries import definitions

_EVENTS = """SELECT application_id, kind, at, step, data FROM event
WHERE application_id = ANY($1) ORDER BY application_id, sequence"""


async def position_of(file: ApplicationRow, *, at: datetime, clock: WorkingTime) -> Position:
    """The position of a file that the caller has been let to see: read only, nothing that is due is written down."""
    return (await positions_of([file], at=at, clock=clock))[file.id]


async def positions_of(
    files: Collection[ApplicationRow], *, at: datetime, clock: WorkingTime
) -> dict[UUID, Position]:
    """The positions of many files that the caller has been let to see, in two statements at most."""
    return await positions_in({file.id: file.version_id for file in files}, at=at, clock=clock)


async def positions_in(
    versions: Mapping[UUID, UUID], *, at: datetime, clock: WorkingTime
) -> dict[UUID, Position]:
    """The same of applications by their ids, with the version that each was sent under."""
    events = defaultdict[UUID, list[Event]](list)
    for row in await rows_of(_EVENTS, [list(versions)]):
        event = Event(EventKind(row["kind"]), row["at"], row["step"], json.loads(row["data"]))
        events[row["application_id"]].append(event)
    found = await definitions(set(versions.values()))
    return {id: advance(found[version], events[id], at, clock) for id, version in versions.items()}
