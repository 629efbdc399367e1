"""Keeping the holiday table."""

from collections.abc import Mapping
from datetime import date, datetime

from models.calendar import tables


async def add_holidays(days: Mapping[date, str], *, source: str, by: str, at: datetime) -> None:
    """Add the days that the table does not have yet; what it has stays as it is."""
    rows = [tables.Holiday(date=d, name=n, source=source, added_by=by, added_at=at) for d, n in days.items()]
    await tables.Holiday.bulk_create(rows, ignore_conflicts=True)
