"""`kabupaten migrate` and `kabupaten seed`: the tables, and what a new installation starts with."""

import argparse
import asyncio

from app.commands.kit import Commands, add_command, database_url, with_database
from app.database import migrate, pending_changes
from app.regency import regency_of
from app.seed import seed
from app.settings import Settings


def add_tables(commands: Commands) -> None:
    """Add `migrate` and `seed`."""
    add_command(commands, "migrate", _migrate, "bring the tables up to the code").add_argument(
        "--check", action="store_true", help="only tell whether a migration is missing (needs no database)"
    )
    text = "put in regions, agencies, services and the demo accounts; may be run again"
    add_command(commands, "seed", _seed, text)


def _migrate(settings: Settings, options: argparse.Namespace) -> int:
    if options.check:
        changes = asyncio.run(pending_changes())
        for change in changes:
            print(change)
        return 1 if changes else 0
    asyncio.run(migrate(database_url(settings)))
    return 0


def _seed(settings: Settings, options: argparse.Namespace) -> int:
    async def run() -> None:
        regency = regency_of(settings)
        await seed(regency, var_dir=settings.var_dir, at=regency.now())

    return with_database(settings, run)
