"""The real clock. Doors ask their regency what time it is, operations are told `at`, and nothing else asks here."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Answers the moment at which it is asked, in UTC."""


def real_now() -> datetime:
    """The moment at which it is asked, by this machine."""
    return datetime.now(UTC)
