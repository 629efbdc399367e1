"""The `kabupaten` command."""

import argparse
import asyncio
import json
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import uvicorn
from redis.exceptions import ConnectionError as RedisConnectionError

from api.schema import printed
from app.catalogue_command import add_catalogue
from app.database import database, migrate, pending_changes
from app.holidays_command import add_holidays
from app.local.addresses import running_database, running_queue
from app.logs import set_up_logs
from app.main import create_app
from app.payments_command import add_payments
from app.regency import regency_of
from app.seed import seed
from app.settings import BadSettings, Settings
from app.stats_command import add_stats
from app.worker import worker
from integrations.signing import LocalSigner
from integrations.verification import validate
from models.accounts.operations import new_api_token
from models.applications.queries.export import exported
from models.kit.clock import Clock, real_now
from models.kit.errors import Refusal
from models.services import catalogue

SCHEMA = Path(__file__).parent.parent / "graphql" / "schema.graphql"


def main(argv: Sequence[str] | None = None, *, clock: Clock = real_now) -> int:
    """Run one command; 0 when it did what it says, 1 with a reason on stderr otherwise."""
    options = _parser().parse_args(argv)
    try:
        settings = replace(Settings.from_env(os.environ), clock=clock)
        set_up_logs(settings.log_level)
        command: Callable[[Settings, argparse.Namespace], int] = options.command
        done = command(settings, options)
        sys.stdout.flush()
    except (BadSettings, catalogue.FaultyDefinition) as error:
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

    def add(
        name: str, command: Callable[[Settings, argparse.Namespace], int], help: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.set_defaults(command=command)
        return sub

    add("serve", _serve, "the web process").add_argument(
        "--fd", type=int, action="append", help="answer at this inherited socket, not at HOST and PORT"
    )
    add("worker", _worker, "the worker process")
    add("migrate", _migrate, "bring the tables up to the code").add_argument(
        "--check", action="store_true", help="only tell whether a migration is missing (needs no database)"
    )
    add("seed", _seed, "put in regions, agencies, services and the demo accounts; may be run again")
    add("token", _token, "a bearer token for an account").add_argument("account", help="user name or phone")
    add("export", _export, "all applications as JSON lines")
    add("schema", _schema, "write graphql/schema.graphql from the code").add_argument(
        "--check", action="store_true", help="only tell whether it is what the code says"
    )
    add("verify", _verify, "check the signature of an issued PDF").add_argument("file", type=Path)
    add_catalogue(commands, _with_database)
    add_stats(commands, _with_database)
    add_holidays(commands, _with_database)
    add_payments(commands, _with_database)
    return parser


def _serve(settings: Settings, options: argparse.Namespace) -> int:
    app = create_app(settings, database_url=_database_url(settings), redis_url=_redis_url(settings))
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,  # an address may hold what somebody typed
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    inherited = [socket.socket(fileno=number) for number in options.fd or ()]
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):  # uvicorn has ended in order, and then says how it was told to
        server.run(sockets=inherited or None)
    return 0 if server.started else 1


def _worker(settings: Settings, options: argparse.Namespace) -> int:
    worker(settings, database_url=_database_url(settings), redis_url=_redis_url(settings)).run()
    return 0


def _migrate(settings: Settings, options: argparse.Namespace) -> int:
    if options.check:
        changes = asyncio.run(pending_changes())
        for change in changes:
            print(change)
        return 1 if changes else 0
    asyncio.run(migrate(_database_url(settings)))
    return 0


def _seed(settings: Settings, options: argparse.Namespace) -> int:
    async def run() -> None:
        regency = regency_of(settings)
        await seed(regency, var_dir=settings.var_dir, at=regency.now())

    return _with_database(settings, run)


def _token(settings: Settings, options: argparse.Namespace) -> int:
    async def run() -> None:
        regency = regency_of(settings)
        print(await new_api_token(options.account, at=regency.now(), regency=regency))

    return _with_database(settings, run)


def _export(settings: Settings, options: argparse.Namespace) -> int:
    async def run() -> None:
        async for row in exported():
            print(json.dumps(row, ensure_ascii=False, default=str))

    return _with_database(settings, run)


def _schema(settings: Settings, options: argparse.Namespace) -> int:
    if not options.check:
        SCHEMA.write_text(printed())
        return 0
    if SCHEMA.read_text() == printed():
        return 0
    print("graphql/schema.graphql is not what the code says: run `kabupaten schema`", file=sys.stderr)
    return 1


def _verify(settings: Settings, options: argparse.Namespace) -> int:
    authority = LocalSigner(settings.var_dir / "signing", settings.clock).authority()
    checks = validate(options.file.read_bytes(), [authority], at=settings.clock())
    for check in checks:
        print(f"{'valid' if check.good else 'NOT VALID'}: {check.signer}, {check.signed_at}, {check.reason}")
    return 0 if checks and all(check.good for check in checks) else 1


def _with_database(settings: Settings, run: Callable[[], Awaitable[None]]) -> int:
    async def inside() -> None:
        async with database(_database_url(settings)):
            await run()

    asyncio.run(inside())
    return 0


def _database_url(settings: Settings) -> str:
    url = settings.database_url or running_database(settings.var_dir)
    if url is None:
        raise BadSettings("DATABASE_URL is not set, and `make run` is not running here")
    return url


def _redis_url(settings: Settings) -> str:
    url = settings.redis_url or running_queue(settings.var_dir)
    if url is None:
        raise BadSettings("REDIS_URL is not set, and `make run` is not running here")
    return url
