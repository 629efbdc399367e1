"""How fast the services are, and what that means for applications that are under way."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from models.applications.states import Decision, EventKind
from models.applications.workflow import RUNNING
from models.calendar.queries import working_time
from models.kit.transactions import rows_of
from models.performance.workflow import FEWEST, Pace, Span, time_waited, usually_by

_PACES = """
SELECT service_id, finished, agency_minutes, citizen_minutes FROM service_pace WHERE service_id = ANY($1)
"""
_UNDER_WAY = """
SELECT a.id, a.submitted_at, p.finished, p.agency_minutes, p.citizen_minutes,
  (SELECT jsonb_agg(jsonb_build_array(e.kind, e.at, e.data ->> 'decision', e.data -> 'upheld') ORDER BY e.sequence)
   FROM event e WHERE e.application_id = a.id AND (e.kind = ANY($3::text[]) OR e.data ->> 'decision' = $4)) AS turns,
  (SELECT jsonb_agg(jsonb_build_array(t.opened_at, t.decided_at))
   FROM task t WHERE t.application_id = a.id AND t.role = 'citizen' AND t.opened_at IS NOT NULL) AS payments
FROM application a JOIN service_pace p ON p.service_id = a.service_id
WHERE a.id = ANY($1) AND a.state = ANY($2::text[]) AND p.finished >= $5
"""
_TURNS = [EventKind.FINDINGS_RELEASED.value, EventKind.CORRECTED.value, EventKind.OBJECTION_DECIDED.value]
"""With a refusal: what gives the file to the citizen, or back."""


async def paces(service_ids: Collection[UUID]) -> dict[UUID, Pace]:
    """The paces of services, in one statement; one that has not been measured yet is missing."""
    rows = await rows_of(_PACES, [list(service_ids)])
    return {row.pop("service_id"): Pace(**row) for row in rows}


async def usual_days(
    application_ids: Collection[UUID], *, at: datetime, zone: ZoneInfo
) -> dict[UUID, date | None]:
    """By when such applications are usually finished, in two statements; None for one that is finished itself.

    The caller has seen to it that the applications may be seen.
    """
    days: dict[UUID, date | None] = dict.fromkeys(application_ids)
    states = [state.value for state in RUNNING]
    values = [list(application_ids), states, _TURNS, Decision.REFUSE.value, FEWEST]
    if not (rows := await rows_of(_UNDER_WAY, values)):
        return days
    clock = await working_time(zone)
    for row in rows:
        pace = Pace(row["finished"], row["agency_minutes"], row["citizen_minutes"])
        days[row["id"]] = usually_by(row["submitted_at"], pace, time_waited(_waits(row, at), clock), clock)
    return days


def _waits(row: Mapping[str, Any], at: datetime) -> Iterator[Span]:
    """The times in which it waited for the citizen, as the engine counts them; one that goes on ends now."""
    since: datetime | None = None
    for kind, text, decision, upheld in json.loads(row["turns"] or "[]"):
        moment = datetime.fromisoformat(text)
        if kind == EventKind.FINDINGS_RELEASED or decision == Decision.REFUSE:
            since = since or moment
        elif since is not None and (kind == EventKind.CORRECTED or upheld):
            yield since, moment
            since = None
    if since is not None:
        yield since, at
    for opened, decided in json.loads(row["payments"] or "[]"):
        yield datetime.fromisoformat(opened), datetime.fromisoformat(decided) if decided else at
