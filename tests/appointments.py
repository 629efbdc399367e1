"""Times at which officers may come, whenever the tests run."""

from datetime import UTC, datetime, time, timedelta
from itertools import count, islice

from models.calendar.queries import working_time
from tests.clock import ZONE


async def times_to_come(after: datetime, many: int = 2) -> list[datetime]:
    """Nine o'clock on the next working days."""
    clock, today = await working_time(ZONE), after.astimezone(ZONE).date()
    days = (today + timedelta(days=number) for number in count(1))
    working = islice(filter(clock.is_working_day, days), many)
    return [datetime.combine(day, time(9), ZONE).astimezone(UTC) for day in working]
