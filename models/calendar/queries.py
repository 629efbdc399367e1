"""The calendar as it stands."""

from zoneinfo import ZoneInfo

from models.calendar import tables
from models.calendar.workflow import WorkingTime


async def years_from(source: str) -> set[int]:
    """The years for which days have come from a source whose name begins so."""
    days = await tables.Holiday.filter(source__startswith=source).only("date")
    return {day.date.year for day in days}


async def working_time(zone: ZoneInfo) -> WorkingTime:
    """Working time by the holiday table, in one statement."""
    days = await tables.Holiday.all().only("date")
    return WorkingTime(zone, frozenset(day.date for day in days))
