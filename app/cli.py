"""The `kabupaten` command."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from redis.exceptions import ConnectionError as RedisConnectionError

from app.commands.applications import add_applications
from app.commands.catalogue import add_catalogue
from app.commands.holidays import add_holidays
from app.commands.kit import Command
from app.commands.officers import add_officers
from app.commands.payments import add_payments
from app.commands.processes import add_processes
from app.commands.schema import add_schema
from app.commands.signatures import add_signatures
from app.commands.stats import add_stats
from app.commands.tables import add_tables
from app.commands.tokens import add_tokens
from app.logs import set_up_logs
from app.settings import BadSettings, Settings
from models.kit.clock import Clock, real_now
from models.kit.errors import Refusal
from models.services.catalogue import FaultyDefinition

PARTS = (
    add_processes,
    add_tables,
    add_tokens,
    add_officers,
    add_applications,
    add_schema,
    add_signatures,
    add_catalogue,
    add_stats,
    add_holidays,
    add_payments,
)
"""In the order in which `--help` lists them."""


def main(argv: Sequence[str] | None = None, *, clock: Clock = real_now) -> int:
    """Run one command; 0 when it did what it says, 1 with a reason on stderr otherwise."""
    options = _parser().parse_args(argv)
    try:
        settings = replace(Settings.from_env(os.environ), clock=clock)
        set_up_logs(settings.log_level)
        command: Command = options.command
        done = command(settings, options)
        sys.stdout.flush()
    except (BadSettings, FaultyDefinition) as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:  # whoever read us has read enough, as `head` does; nothing is left to be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (ConnectionError, RedisConnectionError):
        print("The database or the queue does not answer. Is `make run` running?", file=sys.stderr)
    except Refusal as refusal:
        for problem in refusal.problems:
            print(f"{problem.code}: {problem.message.format(**problem.facts)}", file=sys.stderr)
    else:
        return done
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kabupaten", description="Kabupaten Pintar, from the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in PARTS:
        add(commands)
    return parser
