"""Where one application stands by the engine itself: what the stored tasks do not tell."""

import json
from datetime import datetime

from models.applications.positions import Position
from models.applications.queries.applications import ApplicationRow
from models.applications.states import Event, EventKind
from models.applications.workflow import advance
from models.calendar.workflow import WorkingTime
from models.kit.transactions import rows_of
from models.services.queries import definitions

_EVENTS = "SELECT kind, at, step, data FROM event WHERE application_id = $1 ORDER BY sequence"


async def position_of(file: ApplicationRow, *, at: datetime, clock: WorkingTime) -> Position:
    """The position of a file that the caller has been let to see: read only, nothing that is due is written down."""
    rows = await rows_of(_EVENTS, [file.id])
    events = [Event(EventKind(row["kind"]), row["at"], row["step"], json.loads(row["data"])) for row in rows]
    definition = (await definitions([file.version_id]))[file.version_id]
    return advance(definition, events, at, clock)
