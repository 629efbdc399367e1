"""`kabupaten serve` and `kabupaten worker`: the two processes of which the system is made."""

import argparse
import socket
from contextlib import suppress

import uvicorn

from app.commands.kit import Commands, add_command, database_url, queue_url
from app.main import create_app
from app.settings import Settings
from app.worker import worker


def add_processes(commands: Commands) -> None:
    """Add `serve` and `worker`."""
    add_command(commands, "serve", _serve, "the web process").add_argument(
        "--fd", type=int, action="append", help="answer at this inherited socket, not at HOST and PORT"
    )
    add_command(commands, "worker", _worker, "the worker process")


def _serve(settings: Settings, options: argparse.Namespace) -> int:
    app = create_app(settings, database_url=database_url(settings), redis_url=queue_url(settings))
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
    worker(settings, database_url=database_url(settings), redis_url=queue_url(settings)).run()
    return 0
