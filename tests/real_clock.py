"""What tests of processes of their own go by, and nothing else does: those know no story's clock."""

from datetime import date, datetime

from models.kit.clock import real_now
from tests.clock import day_of


def really_now() -> datetime:
    """The moment in this world."""
    return real_now()


def real_today() -> date:
    """The day in this world, as the regency counts days."""
    return day_of(real_now())
