"""`kabupaten token`: bearer tokens for programs."""

import argparse

from app.commands.kit import Commands, add_command, with_database
from app.regency import regency_of
from app.settings import Settings
from models.accounts.operations import new_api_token


def add_tokens(commands: Commands) -> None:
    """Add `token`."""
    parser = add_command(commands, "token", _token, "a bearer token for an account")
    parser.add_argument("account", help="user name or phone")


def _token(settings: Settings, options: argparse.Namespace) -> int:
    async def run() -> None:
        regency = regency_of(settings)
        print(await new_api_token(options.account, at=regency.now(), regency=regency))

    return with_database(settings, run)
