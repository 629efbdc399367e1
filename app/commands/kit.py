"""What all commands share: their place in the parser, and the database and the queue that they work with."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from app.database import database
from app.local.addresses import running_database, running_queue
from app.settings import BadSettings, Settings

Command = Callable[[Settings, argparse.Namespace], int]
"""Does what it says and returns the exit status."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""The verbs of a parser, to which more can be added."""


def add_command(commands: Commands, name: str, run: Command, help: str) -> argparse.ArgumentParser:
    """Add one verb, whose options are then added to what is returned."""
    parser = commands.add_parser(name, help=help, description=help)
    parser.set_defaults(command=run)
    return parser


def with_database(settings: Settings, run: Callable[[], Awaitable[None]]) -> int:
    """Run with the database open; 0 unless it raises."""

    async def inside() -> None:
        async with database(database_url(settings)):
            await run()

    asyncio.run(inside())
    return 0


def database_url(settings: Settings) -> str:
    """The database of the settings, or the one of a running `make run`; raises BadSettings without either."""
    url = settings.database_url or running_database(settings.var_dir)
    if url is None:
        raise BadSettings("DATABASE_URL is not set, and `make run` is not running here")
    return url


def queue_url(settings: Settings) -> str:
    """The queue of the settings, or the one of a running `make run`; raises BadSettings without either."""
    url = settings.redis_url or running_queue(settings.var_dir)
    if url is None:
        raise BadSettings("REDIS_URL is not set, and `make run` is not running here")
    return url
