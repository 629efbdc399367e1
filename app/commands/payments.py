"""`kabupaten payments`: money that came and paid nothing, what is to be given back, and that it was."""

import argparse
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from app.commands.kit import Commands, with_database
from app.i18n import _
from app.regency import regency_of
from app.settings import Settings
from models.billing.astray import AstrayRow, money_astray
from models.billing.notices import notice_told
from models.billing.refunding import GivingBack, RefundNotFound, give_back
from models.billing.refunds import GivenRow, OwedRow, refunds_given, refunds_owed
from models.billing.wording import WHY_GIVEN_BACK
from models.billing.workflow import Refundable
from models.kit.actor import SYSTEM, Actor, ActorKind
from models.kit.paging import MAX_PAGE
from models.kit.regency import Regency
from models.services.presenting import rupiah


def add_payments(commands: Commands) -> None:
    """Add `payments astray`, `payments refunds`, `payments told` and `payments give-back`."""
    parser = commands.add_parser("payments", help="money that has come, and what goes back")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[..., Awaitable[None]], help: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=help, description=help)
        sub.set_defaults(command=partial(_command, run))
        return sub

    astray = add("astray", _astray, "every notice of a bank whose money paid nothing")
    refunds = add("refunds", _refunds, "what is to be given back, the longest ago first")
    refunds.add_argument(
        "--given", action="store_true", help="what was given back, the newest first, and by whom"
    )
    for listing in (astray, refunds):
        listing.add_argument("--json", action="store_true", help="one JSON object a line")
    told = add("told", _told, "what the bank wrote of a payment: who paid, as long as that is kept")
    told.add_argument("notice", help="the bank's id of the notice, as `refunds` shows it")
    back = add("give-back", _give_back, "record that the money of a notice was given back")
    back.add_argument("notice", help="the bank's id of the notice, as `refunds` shows it")
    back.add_argument("--transfer", required=True, metavar="NUMBER", help="the bank's number of the transfer")
    back.add_argument("--date", required=True, type=date.fromisoformat, help="such as 2026-12-24")
    back.add_argument("--by", required=True, metavar="NAME", help="who has done it")


def _command(
    run: Callable[[Regency, argparse.Namespace], Awaitable[None]],
    settings: Settings,
    options: argparse.Namespace,
) -> int:
    return with_database(settings, partial(run, regency_of(settings), options))


async def _astray(regency: Regency, options: argparse.Namespace) -> None:
    for row in await money_astray():
        why = Refundable(row.result.value)
        _print(row, why, row.received_at, regency.zone, as_json=options.json)


async def _refunds(regency: Regency, options: argparse.Namespace) -> None:
    after = None
    while True:
        page = (
            await refunds_given(SYSTEM, first=MAX_PAGE, after=after)
            if options.given
            else await refunds_owed(SYSTEM, first=MAX_PAGE, after=after, regency=regency)
        )
        for row in page.rows:
            _print(row, row.reason, row.received_at, regency.zone, as_json=options.json)
        if not page.has_next:
            return
        after = page.cursors[-1]


async def _told(regency: Regency, options: argparse.Namespace) -> None:
    found = await notice_told(regency.payments.name, options.notice, vault=regency.vault)
    print(_("Tidak ada, atau sudah dilupakan.") if found is None else json.dumps(found, ensure_ascii=False))


async def _give_back(regency: Regency, options: argparse.Namespace) -> None:
    by, at = Actor(ActorKind.SYSTEM, options.by), regency.now()
    after, found = None, None
    while found is None:
        page = await refunds_owed(by, first=MAX_PAGE, after=after, regency=regency)
        found = next((row for row in page.rows if row.notice == options.notice), None)
        if found is None and not page.has_next:
            raise RefundNotFound("notice")
        after = page.cursors[-1] if page.cursors else None
    giving = GivingBack(found.id, found.amount, options.transfer, options.date)
    await give_back(giving, by=by, at=at, regency=regency)
    print(_("{amount} tercatat sudah dikembalikan.").format(amount=rupiah(found.amount)))


def _print(
    row: AstrayRow | OwedRow | GivenRow, why: Refundable, at: datetime, zone: ZoneInfo, *, as_json: bool
) -> None:
    local = at.astimezone(zone)
    if as_json:
        print(json.dumps({**asdict(row), "received_at": local.isoformat()}, default=str))
        return
    line = _("{at} {channel} {notice}: {amount} untuk {bill}, {why}").format(
        at=f"{local:%Y-%m-%d %H:%M}",
        channel=row.channel,
        notice=row.notice,
        amount=rupiah(row.amount),
        bill=row.bill,
        why=_(WHY_GIVEN_BACK[why]),
    )
    if isinstance(row, GivenRow):
        line += _("; {date} dengan transfer {transfer} oleh {by}").format(
            date=row.transferred_on, transfer=row.transfer, by=row.recorder
        )
    if isinstance(row, OwedRow) and row.from_at is not None:
        line += _("; setelah {date}").format(date=f"{row.from_at.astimezone(zone):%Y-%m-%d %H:%M}")
    print(line)
