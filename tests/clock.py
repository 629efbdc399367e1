"""The one clock of a test: its story, the site, the API, the commands and the jobs all go by it."""

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
"""A working morning: 09.00 in Mungkid."""
BEGINS = datetime.fromisoformat(os.environ.get("STORY_BEGINS") or MONDAY.isoformat())
"""When stories begin: on that Monday, or whenever `STORY_BEGINS` says."""
ZONE = ZoneInfo("Asia/Jakarta")
TODAY = BEGINS.astimezone(ZONE).date()
"""The day on which stories begin, as the regency counts days."""
TICK = timedelta(milliseconds=1)


class StoryClock:
    """Stands where the story is, and goes on a moment whenever somebody looks at it."""

    def __init__(self, begins: datetime) -> None:
        self.begin(begins)

    def begin(self, at: datetime) -> None:
        """A new story begins."""
        self.began = self.now = at

    def __call__(self) -> datetime:
        self.now += TICK
        return self.now


def day_of(at: datetime) -> date:
    """The day in the regency."""
    return at.astimezone(ZONE).date()
