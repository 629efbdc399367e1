"""`kabupaten holidays`: the holiday table, and what has been changed in it."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from app.commands.kit import Commands, with_database
from app.i18n import _
from app.regency import regency_of
from app.settings import Settings
from models.calendar import operations, queries
from models.calendar.operations import HolidayDraft
from models.kit.actor import Actor, ActorKind


def add_holidays(commands: Commands) -> None:
    """Add `holidays list`, `holidays changes`, `holidays add` and `holidays remove`."""
    parser = commands.add_parser("holidays", help="the days on which nobody works")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[..., Awaitable[None]], help: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=help)
        sub.set_defaults(command=partial(_command, run))
        return sub

    add("list", _list, "the days of a year").add_argument("year", nargs="?", type=int, help="this year")
    add("changes", _changes, "who has changed what, the newest first")
    declare = add("add", _add, "make a day a holiday; running deadlines move")
    declare.add_argument("date", type=date.fromisoformat, help="such as 2026-12-24")
    declare.add_argument("name")
    withdraw = add("remove", _remove, "make a holiday that is still to come a working day again")
    withdraw.add_argument("date", type=date.fromisoformat)
    for verb in (declare, withdraw):
        verb.add_argument("--source", required=True, help="the decree, or the reason")
        verb.add_argument("--by", required=True, metavar="NAME", help="who has decided so")


def _command(
    run: Callable[[Settings, argparse.Namespace], Awaitable[None]],
    settings: Settings,
    options: argparse.Namespace,
) -> int:
    return with_database(settings, partial(run, settings, options))


async def _list(settings: Settings, options: argparse.Namespace) -> None:
    regency = regency_of(settings)
    year = options.year or regency.now().astimezone(regency.zone).year
    for day in await queries.holidays(year):
        print(f"{day.date}  {day.name}  [{day.source}; {day.added_by}]")


async def _changes(settings: Settings, options: argparse.Namespace) -> None:
    for change in await queries.holiday_changes():
        sign = "+" if change.is_holiday else "-"
        print(
            f"{change.at:%Y-%m-%d %H:%M}Z  {sign}{change.date}  {change.name}  [{change.source}; {change.by}]"
        )


async def _add(settings: Settings, options: argparse.Namespace) -> None:
    draft = HolidayDraft(options.date, options.name, options.source)
    by, regency = Actor(ActorKind.SYSTEM, options.by), regency_of(settings)
    await operations.declare_holiday(draft, by=by, at=regency.now(), regency=regency)
    print(_("{day} menjadi hari libur. Batas waktu yang berjalan dihitung ulang.").format(day=options.date))


async def _remove(settings: Settings, options: argparse.Namespace) -> None:
    by, regency = Actor(ActorKind.SYSTEM, options.by), regency_of(settings)
    day, source = options.date, options.source
    await operations.withdraw_holiday(day, source=source, by=by, at=regency.now(), regency=regency)
    print(
        _("{day} menjadi hari kerja lagi. Batas waktu yang berjalan dihitung ulang.").format(day=options.date)
    )
