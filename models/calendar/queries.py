"""The calendar as it stands, and how it came to be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.calendar import tables
from models.calendar.workflow import WorkingTime

MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A day on which nobody works, and where it comes from."""

    date: date
    name: str
    source: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class HolidayChangeRow:
    """Who made a day a holiday, or a working day again, and why."""

    date: date
    name: str
    source: str
    is_holiday: bool
    by: str
    at: datetime


async def holidays(year: int) -> Sequence[HolidayRow]:
    """The holidays of a year, in order."""
    days = tables.Holiday.filter(date__gte=date(year, 1, 1), date__lte=date(year, 12, 31)).order_by("date")
    return [HolidayRow(**row) for row in await days.values(*HolidayRow.__slots__)]


async def holiday_changes(*, most: int = MOST_CHANGES) -> Sequence[HolidayChangeRow]:
    """What people have changed, the newest first; the first fill is no change."""
    rows = tables.HolidayChange.all().order_by("-id").limit(most)
    return [HolidayChangeRow(**row) for row in await rows.values(*HolidayChangeRow.__slots__)]


async def changes_since(at: datetime) -> Sequence[HolidayChangeRow]:
    """What people have changed since, the oldest first."""
    rows = tables.HolidayChange.filter(at__gte=at).order_by("id").limit(MOST_CHANGES)
    return [HolidayChangeRow(**row) for row in await rows.values(*HolidayChangeRow.__slots__)]


async def years_from(source: str) -> set[int]:
    """The years for which days have come from a source whose name begins so."""
    days = await tables.Holiday.filter(source__startswith=source).only("date")
    return {day.date.year for day in days}


async def working_time(zone: ZoneInfo) -> WorkingTime:
    """Working time by the holiday table, in one statement."""
    days = await tables.Holiday.all().only("date")
    return WorkingTime(zone, frozenset(day.date for day in days))
