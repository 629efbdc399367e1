"""The calendar as it stands."""

from zoneinfo import ZoneInfo

from models.calendar import tables
from models.calendar.workflow import WorkingTime


async def working_time(zone: ZoneInfo) -> WorkingTime:
    """Working time by the holiday table, in one statement."""
    days = await tables.Holiday.all().only("date")
    return WorkingTime(zone, frozenset(day.date for day in days))
