"""`kabupaten schema`: the published contract, written from the code."""

import argparse
import sys
from pathlib import Path

from api.schema import printed
from app.commands.kit import Commands, add_command
from app.settings import Settings

SCHEMA = Path(__file__).parents[2] / "graphql" / "schema.graphql"


def add_schema(commands: Commands) -> None:
    """Add `schema`."""
    add_command(commands, "schema", _schema, "write graphql/schema.graphql from the code").add_argument(
        "--check", action="store_true", help="only tell whether it is what the code says"
    )


def _schema(settings: Settings, options: argparse.Namespace) -> int:
    if not options.check:
        SCHEMA.write_text(printed())
        return 0
    if SCHEMA.read_text() == printed():
        return 0
    print("graphql/schema.graphql is not what the code says: run `kabupaten schema`", file=sys.stderr)
    return 1
