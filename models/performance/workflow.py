"""By when such an application is usually finished: what nine of ten took, never a promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.calendar.workflow import WorkingTime

FEWEST = 20
"""Under so many finished applications there is nothing to tell."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Pace:
    """What nine of ten of the finished applications of the last 90 days took at most, in minutes of working time.

    `citizen_minutes` is the time for which they waited for the citizen; it is no part of `agency_minutes`.
    """

    finished: int
    agency_minutes: int | None
    citizen_minutes: int | None


def usually_by(
    submitted_at: datetime, pace: Pace | None, waited: timedelta, clock: WorkingTime
) -> date | None:
    """The day on which the agencies' usual time is over; None under twenty finished ones.

    `waited` is the working time for which this application has waited for its citizen so far: it comes on top, so that
    nobody's own time is laid at the agencies' door, nor another citizen's at this one's.
    """
    if pace is None or pace.finished < FEWEST or pace.agency_minutes is None:
        return None
    whole = timedelta(minutes=pace.agency_minutes) + waited
    return clock.add_hours(submitted_at, whole.total_seconds() / 3600).astimezone(clock.zone).date()


def time_waited(spans: Iterable[Span], clock: WorkingTime) -> timedelta:
    """The working time in these spans; where they overlap it counts once."""
    waited, counted = timedelta(), None
    for start, end in sorted(spans):
        begin = start if counted is None else max(start, counted)
        if end > begin:
            waited += clock.between(begin, end)
            counted = end
    return waited
