"""Measuring how fast the services are."""

from datetime import datetime, timedelta

from models.applications.states import ApplicationState
from models.kit.transactions import rows_of

WINDOW = timedelta(days=90)
SHARE = 0.9
ANSWERED = (ApplicationState.ISSUED, ApplicationState.COMPLETED, ApplicationState.REFUSED)
"""The ends that agencies bring about: a yes or a no. One that the citizen gave up says nothing about their pace."""

_MEASURE = """
INSERT INTO service_pace AS p (id, service_id, finished, agency_minutes, citizen_minutes, computed_at)
SELECT gen_random_uuid(), s.id, count(a.id),
  round(percentile_cont($4::float) WITHIN GROUP (ORDER BY a.agency_minutes)),
  round(percentile_cont($4::float) WITHIN GROUP (ORDER BY a.citizen_minutes)), $1
FROM service s LEFT JOIN application a ON a.service_id = s.id AND a.finished_at > $2 AND a.finished_at <= $1
  AND a.state = ANY($3::text[]) AND a.agency_minutes IS NOT NULL
GROUP BY s.id
ON CONFLICT (service_id) DO UPDATE SET finished = excluded.finished, agency_minutes = excluded.agency_minutes,
  citizen_minutes = excluded.citizen_minutes, computed_at = excluded.computed_at
WHERE p.computed_at <= excluded.computed_at
"""


async def measure_paces(*, at: datetime) -> None:
    """What nine of ten applications answered in the last 90 days took at most, for every service, in one statement."""
    await rows_of(_MEASURE, [at, at - WINDOW, [state.value for state in ANSWERED], SHARE])
