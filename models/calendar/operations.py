"""Keeping the holiday table: every change is written down and moves the deadlines that are running."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from models.agencies.queries import agencies_by_id
from models.calendar import tables
from models.calendar.access import may_keep
from models.kit.actor import Actor
from models.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound, Problem, ProblemCode
from models.kit.reading import read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import Job, enqueue, many_at_a_time, one_at_a_time, rows_of, unit_of_work

LATEST_NOTE = timedelta(days=14)
"""How late a day may be noted on which the offices were shut, as after an eruption."""
FARTHEST_YEARS = 2
"""The joint decree comes out in the year before; nobody knows more."""
LONGEST = 200
FROM_THE_BEGINNING = UUID(int=0)
"""After this id every application is counted again: the job goes over them by id, batch after batch."""

_CALENDAR = "calendar"
"""Held by whoever changes the holiday table alone, by whoever begins deadlines together."""

_ADD = """
INSERT INTO holiday (date, name, source, added_by, added_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (date) DO NOTHING RETURNING date
"""


class CalendarNotYours(NotAllowed):
    """Only the secretariat keeps the calendar."""

    message = N_("Hanya Sekretariat Daerah yang mengatur hari libur.")


class HolidayStands(Conflict):
    """The day is a holiday already."""

    message = N_("Tanggal ini sudah menjadi hari libur.")


class HolidayNotFound(NotFound):
    """The day is none."""

    message = N_("Tanggal ini bukan hari libur.")


@dataclass(frozen=True, slots=True)
class HolidayDraft:
    """A day, and what says so: the decree for one that is declared, the reason for one that is withdrawn."""

    date: date
    name: str
    source: str


async def add_holidays(days: Mapping[date, str], *, source: str, by: str, at: datetime) -> None:
    """Fill the table of a new installation; what it has stays as it is."""
    rows = [tables.Holiday(date=d, name=n, source=source, added_by=by, added_at=at) for d, n in days.items()]
    await tables.Holiday.bulk_create(rows, ignore_conflicts=True)


async def hold_calendar() -> None:
    """Keep the holiday table as it is until the transaction ends.

    A change waits until the deadlines that begin in it can be seen, so that the recount reaches them too.
    """
    await many_at_a_time(_CALENDAR)


async def declare_holiday(draft: HolidayDraft, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Make a day one on which nobody works; running deadlines move, each with a trace.

    At most 14 days back, at most to the end of the year after next. Raises CalendarNotYours, HolidayStands,
    InvalidInput at `date`, `name` or `source`.
    """
    await _must_keep(by)
    today = at.astimezone(regency.zone).date()
    name, source = read_text(draft.name), read_text(draft.source)
    problems = [*_out_of_reach(draft.date, today), *_faulty("name", name), *_faulty("source", source)]
    if problems:
        raise InvalidInput(*problems)
    async with unit_of_work():
        await one_at_a_time(_CALENDAR)
        if not await rows_of(_ADD, [draft.date, name, source, by.name, at]):
            raise HolidayStands("date")
        await _changed(HolidayDraft(draft.date, name, source), is_holiday=True, by=by, at=at)


async def withdraw_holiday(day: date, *, source: str, by: Actor, at: datetime, regency: Regency) -> None:
    """Make a holiday that is still to come a working day again; `source` says by which decree or why.

    What is over was counted as it was: people relied on it. Raises CalendarNotYours, HolidayNotFound, InvalidInput.
    """
    await _must_keep(by)
    source = read_text(source)
    problems = _faulty("source", source)
    if day <= at.astimezone(regency.zone).date():
        message = N_("Hari libur yang sudah tiba tidak dapat dibatalkan.")
        problems = [Problem(ProblemCode.INVALID, ("date",), message), *problems]
    if problems:
        raise InvalidInput(*problems)
    async with unit_of_work():
        await one_at_a_time(_CALENDAR)
        known = await tables.Holiday.select_for_update().get_or_none(date=day)
        if known is None:
            raise HolidayNotFound("date")
        await known.delete()
        await _changed(HolidayDraft(day, known.name, source), is_holiday=False, by=by, at=at)


async def _changed(change: HolidayDraft, *, is_holiday: bool, by: Actor, at: datetime) -> None:
    await tables.HolidayChange.create(
        date=change.date, name=change.name, source=change.source, is_holiday=is_holiday, by=by.name, at=at
    )
    await enqueue(Job.RECALCULATE, FROM_THE_BEGINNING, at=at)


async def _must_keep(by: Actor) -> None:
    own = await agencies_by_id([by.agency_id]) if by.agency_id else {}
    if not may_keep(by, agency_kind=next((agency.kind for agency in own.values()), None)):
        raise CalendarNotYours()


def _out_of_reach(day: date, today: date) -> list[Problem]:
    last = date(today.year + FARTHEST_YEARS, 12, 31)
    if today - LATEST_NOTE <= day <= last:
        return []
    facts = {"days": LATEST_NOTE.days, "year": last.year}
    message = N_("Pilih tanggal paling lama {days} hari yang lalu, sampai akhir tahun {year}.")
    return [Problem(ProblemCode.INVALID, ("date",), message, facts)]


def _faulty(field: str, text: str) -> list[Problem]:
    if 1 <= len(text) <= LONGEST and text.isprintable():
        return []
    message = N_("Isi 1 sampai {limit} huruf dalam satu baris.")
    return [Problem(ProblemCode.INVALID, (field,), message, {"limit": LONGEST})]
