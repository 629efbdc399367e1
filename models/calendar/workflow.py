"""Working time: office hours (Perpres 21/2023) on days that are not holidays."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

FRIDAY = 4
MONDAY_TO_THURSDAY = ((time(7, 30), time(12, 0)), (time(13, 0), time(16, 0)))
FRIDAYS = ((time(7, 30), time(11, 30)), (time(13, 0), time(16, 30)))

Sessions = tuple[tuple[datetime, datetime], ...]


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = min(day.year + year, date.max.year), month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Counts in office hours: 7.5 hours a day, Monday to Friday, without holidays; answers in UTC."""

    zone: ZoneInfo
    holidays: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """Whether the offices are open on this day."""
        return day.weekday() <= FRIDAY and day not in self.holidays

    def add_hours(self, start: datetime, hours: float) -> datetime:
        """The instant at which `hours` working hours have passed: a closing time rather than the next opening."""
        if hours <= 0:
            return start.astimezone(UTC)
        left = timedelta(hours=hours)
        for opens, closes in self._sessions(start):
            begins = max(opens, start)
            if closes - begins >= left:
                return (begins + left).astimezone(UTC)
            left -= closes - begins
        raise AssertionError("unreachable: sessions never end")

    def add_days(self, start: datetime, days: int) -> datetime:
        """Closing time of working day `days`; day 0 is the day of `start`, or the next one when it is over."""
        day = start.astimezone(self.zone).date()
        if not self.is_working_day(day) or start >= _sessions_of(self.zone, day)[-1][1]:
            day = self._next_working_day(day)
        for _ in range(days):
            day = self._next_working_day(day)
        return _sessions_of(self.zone, day)[-1][1]

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time that passes between two instants."""
        passed = timedelta()
        for opens, closes in self._sessions(start):
            if opens >= end:
                return passed
            passed += max(min(closes, end) - max(opens, start), timedelta())
        raise AssertionError("unreachable: sessions never end")

    def _sessions(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = start.astimezone(self.zone).date()
        while True:
            if self.is_working_day(day):
                for session in _sessions_of(self.zone, day):
                    if session[1] > start:
                        yield session
            day += _DAY

    def _next_working_day(self, day: date) -> date:
        day += _DAY
        while not self.is_working_day(day):
            day += _DAY
        return day


_DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def _sessions_of(zone: ZoneInfo, day: date) -> Sessions:
    """The office hours of a weekday in UTC; kept, because deadlines are counted over the same days again and again."""
    hours = FRIDAYS if day.weekday() == FRIDAY else MONDAY_TO_THURSDAY
    return tuple(
        (
            datetime.combine(day, opens, zone).astimezone(UTC),
            datetime.combine(day, closes, zone).astimezone(UTC),
        )
        for opens, closes in hours
    )
