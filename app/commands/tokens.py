"""`kabupaten token`: bearer tokens for programs."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from app.commands.kit import Commands, add_command, with_database
from app.i18n import _
from app.regency import regency_of
from app.settings import Settings
from models.accounts.tokens import (
    USUAL_DAYS,
    TokenRow,
    TokenUnknown,
    api_tokens,
    new_api_token,
    revoke_token,
    revoke_tokens_of,
)
from models.kit.regency import Regency


def add_tokens(commands: Commands) -> None:
    """Add `token`, whose first word is an account or what to do with tokens that are there."""
    text = "a bearer token for an account; `list` them, `revoke` one or all of an account"
    parser = add_command(commands, "token", _token, text)
    parser.usage = (
        "kabupaten token ACCOUNT [--days N] | list [ACCOUNT] | revoke ID | revoke --account ACCOUNT"
    )
    parser.add_argument("word", metavar="ACCOUNT", help="user name or phone")
    parser.add_argument("of", nargs="?", help="the account to list, or the id to revoke")
    parser.add_argument(
        "--days", type=int, default=USUAL_DAYS, help=f"how long it is good; {USUAL_DAYS} unless told"
    )
    parser.add_argument("--account", help="revoke all tokens of this account")


def _token(settings: Settings, options: argparse.Namespace) -> int:
    regency = regency_of(settings)
    return with_database(settings, lambda: _DONE.get(options.word, _made)(options, regency))


async def _made(options: argparse.Namespace, regency: Regency) -> None:
    print(await new_api_token(options.word, days=options.days, at=regency.now(), regency=regency))


async def _listed(options: argparse.Namespace, regency: Regency) -> None:
    now = regency.now()
    for row in await api_tokens(options.of, regency=regency):
        print(_line(row, regency, now))


async def _revoked(options: argparse.Namespace, regency: Regency) -> None:
    now = regency.now()
    if options.account:
        count = await revoke_tokens_of(options.account, at=now, regency=regency)
        print(_("{count} token dicabut.").format(count=count))
    else:
        await revoke_token(_id(options.of or ""), at=now)


_DONE: dict[str, Callable[[argparse.Namespace, Regency], Awaitable[None]]] = {
    "list": _listed,
    "revoke": _revoked,
}


def _id(text: str) -> UUID:
    try:
        return UUID(hex=text)
    except ValueError:
        raise TokenUnknown("id") from None


def _line(row: TokenRow, regency: Regency, now: datetime) -> str:
    def local(at: datetime | None) -> str:
        return f"{at.astimezone(regency.zone):%Y-%m-%d %H:%M}" if at else "-"

    end = _("dicabut {at}").format(at=local(row.revoked_at)) if row.revoked_at else local(row.expires_at)
    line = _("{id} {account}: dibuat {made}, berakhir {end}, terakhir dipakai {used}")
    told = line.format(
        id=row.id.hex, account=row.account, made=local(row.created_at), end=end, used=local(row.used_at)
    )
    return f"{told} ({_('berakhir')})" if row.is_over(now) else told
