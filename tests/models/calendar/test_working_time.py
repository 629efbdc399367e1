"""Working time: the vectors of the domain notes, and rules that hold for any instant."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
from hypothesis import given
from hypothesis import strategies as st

from models.calendar.workflow import WorkingTime

JAKARTA = ZoneInfo("Asia/Jakarta")
DAYS_OFF = frozenset(
    holidays.country_holidays("ID", years=range(2025, 2029), categories=("public", "government"))
)
CLOCK = WorkingTime(JAKARTA, DAYS_OFF)

FIRST = datetime(2025, 2, 1, tzinfo=UTC)
instants = st.integers(0, 850 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def wib(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=JAKARTA)


def test_five_working_days_go_round_nyepi_and_lebaran() -> None:
    assert CLOCK.add_days(wib(2026, 3, 16, 9), 5).astimezone(JAKARTA).date() == date(2026, 3, 30)


def test_sixty_working_days_reach_into_the_next_year() -> None:
    assert CLOCK.add_days(wib(2026, 11, 23, 9), 60).astimezone(JAKARTA).date() == date(2027, 2, 22)


def test_what_comes_after_closing_counts_from_the_next_working_day() -> None:
    assert CLOCK.add_days(wib(2026, 11, 27, 17), 1) == wib(2026, 12, 1, 16)


def test_hours_run_over_lunch_and_over_the_weekend() -> None:
    friday_noon = wib(2026, 11, 27, 11)
    assert CLOCK.add_hours(friday_noon, 1) == wib(2026, 11, 27, 13, 30)
    assert CLOCK.add_hours(friday_noon, 5) == wib(2026, 11, 30, 8, 30)


def test_a_holiday_added_today_moves_tomorrows_deadline() -> None:
    before = CLOCK.add_hours(wib(2026, 11, 23, 15), 8)
    after = WorkingTime(JAKARTA, DAYS_OFF | {date(2026, 11, 24)}).add_hours(wib(2026, 11, 23, 15), 8)
    assert after - before == timedelta(days=1)


@given(instants, st.integers(0, 400), st.integers(0, 400))
def test_hours_add_up(start: datetime, first: int, second: int) -> None:
    step = CLOCK.add_hours(CLOCK.add_hours(start, first / 4), second / 4)
    assert step == CLOCK.add_hours(start, (first + second) / 4)


@given(instants, st.integers(0, 400))
def test_between_takes_back_what_was_added(start: datetime, quarters: int) -> None:
    hours = quarters / 4
    assert CLOCK.between(start, CLOCK.add_hours(start, hours)) == timedelta(hours=hours)


@given(instants, st.integers(1, 60))
def test_a_deadline_is_the_closing_of_a_working_day(start: datetime, days: int) -> None:
    due = CLOCK.add_days(start, days).astimezone(JAKARTA)
    assert CLOCK.is_working_day(due.date())
    assert (due.hour, due.minute) == ((16, 30) if due.weekday() == 4 else (16, 0))
    assert CLOCK.add_days(start, days + 1) > due
