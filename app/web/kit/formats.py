"""How dates and sizes are written in Indonesian, by the regency's clock."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal

from app.i18n import _
from models.services.presenting import moment_in_words

LOCALE = "id"


class Formats:
    """The filters of the templates that need to know the time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def local(self, day: dt.date) -> dt.date:
        """An instant by the regency's clock; a plain date as it is."""
        return day.astimezone(self.zone) if isinstance(day, dt.datetime) else day

    def date(self, day: dt.date) -> str:
        """`Senin, 23 November 2026`."""
        return format_date(self.local(day), "EEEE, d MMMM y", locale=LOCALE)

    def short_date(self, day: dt.date) -> str:
        """`23 Nov 2026`."""
        return format_date(self.local(day), "d MMM y", locale=LOCALE)

    def datetime(self, at: dt.datetime) -> str:
        """`23 November 2026, pukul 14.30 WIB`."""
        here = at.astimezone(self.zone)
        day = format_date(here, "d MMMM y", locale=LOCALE)
        return f"{day}, pukul {format_time(here, 'HH.mm', locale=LOCALE)} {here.tzname()}"

    def month(self, day: dt.date) -> str:
        """`November`."""
        return format_date(self.local(day), "MMMM", locale=LOCALE)

    def weekday(self, day: dt.date) -> str:
        """`Senin`."""
        return format_date(self.local(day), "EEEE", locale=LOCALE)

    def clock(self, at: dt.datetime) -> str:
        """`pukul 14.30`."""
        return format_datetime(at.astimezone(self.zone), "'pukul' HH.mm", locale=LOCALE)

    def weekday_time(self, at: dt.datetime) -> str:
        """`Senin, pukul 14.30`."""
        return format_datetime(at.astimezone(self.zone), "EEEE, 'pukul' HH.mm", locale=LOCALE)

    def short_datetime(self, at: dt.datetime) -> str:
        """`23 Nov 2026, pukul 14.30 WIB`."""
        here = at.astimezone(self.zone)
        return f"{self.short_date(here)}, {self.clock(here)} {here.tzname()}"

    def moment(self, at: dt.datetime) -> str:
        """`Senin, 23 November 2026, pukul 14.30 WIB`."""
        return moment_in_words(at, self.zone)


def filesize(size: int) -> str:
    """`340 kB` or `1,2 MB`, never broken between two lines."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0kB"
    return f"{format_decimal(round(size / 1_000_000, 1), locale=LOCALE)}\u00a0MB"


def joined_names(names: Sequence[str]) -> str:
    """`A`, `A serta B`, `A, B, serta C`, each name once: names of agencies have their own commas and “dan”."""
    once = list(dict.fromkeys(names))
    if len(once) < 3:
        return _(" serta ").join(once)
    return _("{names}, serta {last}").format(names=", ".join(once[:-1]), last=once[-1])
