"""`kabupaten export`: all applications, for counting from outside."""

import argparse
import json

from app.commands.kit import Commands, add_command, with_database
from app.settings import Settings
from models.applications.queries.export import exported


def add_applications(commands: Commands) -> None:
    """Add `export`."""
    add_command(commands, "export", _export, "all applications as JSON lines")


def _export(settings: Settings, options: argparse.Namespace) -> int:
    async def run() -> None:
        async for row in exported():
            print(json.dumps(row, ensure_ascii=False, default=str))

    return with_database(settings, run)
