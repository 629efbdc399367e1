"""How fast the services are, and what that means for applications that are under way."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from models.applications.queries.position import positions_in
from models.applications.workflow import RUNNING
from models.calendar.queries import working_time
from models.kit.transactions import rows_of
from models.performance.workflow import FEWEST, Pace, time_waited, usually_by

_PACES = """
SELECT service_id, finished, agency_minutes, citizen_minutes FROM service_pace WHERE service_id = ANY($1)
"""
_UNDER_WAY = """
SELECT a.id, a.version_id, a.submitted_at, p.finished, p.agency_minutes, p.citizen_minutes
FROM application a JOIN service_pace p ON p.service_id = a.service_id
WHERE a.id = ANY($1) AND a.state = ANY($2::text[]) AND p.finished >= $3
"""


async def paces(service_ids: Collection[UUID]) -> dict[UUID, Pace]:
    """The paces of services, in one statement; one that has not been measured yet is missing."""
    rows = await rows_of(_PACES, [list(service_ids)])
    return {row.pop("service_id"): Pace(**row) for row in rows}


async def usual_days(
    application_ids: Collection[UUID], *, at: datetime, zone: ZoneInfo
) -> dict[UUID, date | None]:
    """By when such applications are usually finished, in three statements; None for one that is finished itself.

    The caller has seen to it that the applications may be seen.
    """
    days: dict[UUID, date | None] = dict.fromkeys(application_ids)
    states = [state.value for state in RUNNING]
    if not (rows := await rows_of(_UNDER_WAY, [list(application_ids), states, FEWEST])):
        return days
    clock = await working_time(zone)
    versions = {row["id"]: row["version_id"] for row in rows}
    positions = await positions_in(versions, at=at, clock=clock)
    for row in rows:
        pace = Pace(row["finished"], row["agency_minutes"], row["citizen_minutes"])
        waits = [(start, end or at) for start, end in positions[row["id"]].waits]
        days[row["id"]] = usually_by(row["submitted_at"], pace, time_waited(waits, clock), clock)
    return days
