"""By when it is usually finished: pure rules."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from models.calendar.workflow import WorkingTime
from models.performance.workflow import Pace, time_waited, usually_by

CLOCK = WorkingTime(ZoneInfo("Asia/Jakarta"))
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
THREE_DAYS = Pace(20, 3 * 450, 900)
NOTHING = timedelta()

instants = st.integers(0, 20_000).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
spans = st.lists(st.tuples(instants, instants).map(lambda pair: (min(pair), max(pair))), max_size=6)


def test_under_twenty_finished_ones_nothing_is_told() -> None:
    assert usually_by(MONDAY, None, NOTHING, CLOCK) is None
    assert usually_by(MONDAY, Pace(19, 1350, 0), NOTHING, CLOCK) is None
    assert usually_by(MONDAY, Pace(0, None, None), NOTHING, CLOCK) is None
    assert usually_by(MONDAY, THREE_DAYS, NOTHING, CLOCK) == date(2026, 11, 26)


def test_the_own_citizens_time_comes_on_top_and_other_citizens_does_not() -> None:
    slow_citizens = Pace(20, 3 * 450, 100_000)
    assert usually_by(MONDAY, slow_citizens, NOTHING, CLOCK) == date(2026, 11, 26)
    assert usually_by(MONDAY, THREE_DAYS, timedelta(hours=7.5), CLOCK) == date(2026, 11, 27)


def test_a_holiday_is_nobodys_time() -> None:
    shut = WorkingTime(CLOCK.zone, frozenset({date(2026, 11, 24)}))
    assert usually_by(MONDAY, THREE_DAYS, NOTHING, shut) == date(2026, 11, 27)


def test_the_day_is_the_regencys() -> None:
    late = datetime(2026, 11, 23, 18, tzinfo=UTC)  # Tuesday, 1 a.m. in Mungkid
    assert usually_by(late, Pace(20, 60, 0), NOTHING, CLOCK) == date(2026, 11, 24)


@given(spans)
def test_time_in_which_two_waits_overlap_counts_once(waits: list[tuple[datetime, datetime]]) -> None:
    minutes = range(0, 20_001, 10)
    whole = time_waited(waits, CLOCK)
    assert whole == time_waited([*waits, *waits], CLOCK)
    assert whole == time_waited(reversed(waits), CLOCK)
    assert whole <= CLOCK.between(MONDAY, MONDAY + timedelta(minutes=minutes[-1]))
    assert whole >= max((CLOCK.between(*each) for each in waits), default=NOTHING)
