"""`python -m app.local`: the whole system on one machine, until Ctrl-C."""

import argparse
import fcntl
import http.client
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.local.greeting import greeting
from app.local.outside.server import OutsideServer
from app.local.ports import listen
from app.local.postgres import PostgresServer
from app.local.problems import LocalProblem
from app.local.process import tail
from app.local.supervisor import Program, Supervisor
from app.local.valkey import ValkeyServer
from app.settings import BadSettings, Settings

PATIENCE = 60.0
"""Seconds until a web process that does not answer is given up."""
TRIES = 3
"""How often web or worker may die before anything has worked."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop; 0 after an orderly end, 1 with a reason on stderr if it could not start."""
    parser = argparse.ArgumentParser(prog="python -m app.local", description=__doc__)
    parser.add_argument("--with-parent", action="store_true", help="stop when the parent process stops")
    options = parser.parse_args(argv)
    supervisor = Supervisor(with_parent=options.with_parent)
    try:
        settings = Settings.from_env(os.environ)
        with only_one(settings.var_dir):
            try:
                bring_up(supervisor, settings)
                supervisor.watch()
            finally:
                supervisor.stop_all()
    except (LocalProblem, BadSettings) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def bring_up(supervisor: Supervisor, settings: Settings) -> None:
    """Servers, tables, worker, web and the outside, in this order; returns when all answer or when told to stop."""
    web, worker = (_program(name, settings) for name in ("serve", "worker"))
    web.prepare()
    worker.prepare()
    try:
        web.sockets = listen(settings.port, settings.host)
    except OSError:
        other = f"PORT={settings.port + 1} make run"
        raise LocalProblem(
            f"Port {settings.port} sudah dipakai program lain; pilih port lain, misalnya: {other}",
            f"Port {settings.port} is taken by another program; choose another, such as: {other}",
        ) from None
    env = dict(os.environ) | {"VAR_DIR": str(settings.var_dir), "PYTHONUNBUFFERED": "1"}
    env |= _servers(supervisor, settings)
    outside = _outside(settings)
    if not supervisor.should_stop():
        furnish = [sys.executable, "-m", "app.local.furnish"]
        supervisor.run_once(furnish, env=env, log=settings.var_dir / "log" / "furnish.log")
    for program in (worker, web):
        program.env = env
        if not supervisor.should_stop():
            supervisor.add(program)
    if _wait_until_ready(supervisor, settings, (web, worker)):
        if outside is not None:
            supervisor.add(outside)  # last: nobody waits for it, and web and worker know its port already
        print(greeting(settings), flush=True)


def kabupaten(*words: str) -> list[str]:
    """A command of ours, run by this very Python."""
    return [str(Path(sys.executable).with_name("kabupaten")), *words]


@contextmanager
def only_one(var_dir: Path) -> Iterator[None]:
    """Hold a folder for this process; the kernel lets go of it however we end."""
    var_dir.mkdir(parents=True, exist_ok=True)
    with (var_dir / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalProblem(
                f"Sudah berjalan dari folder {var_dir}; hentikan dahulu, atau pakai VAR_DIR lain.",
                f"Already running from {var_dir}; stop that first, or use another VAR_DIR.",
            ) from None
        yield


def _program(name: str, settings: Settings) -> Program:
    return Program(name, kabupaten(name), var=settings.var_dir, env=os.environ)


def _servers(supervisor: Supervisor, settings: Settings) -> Mapping[str, str]:
    """Where database and queue are; ours are started where none were given."""
    postgres = None if settings.database_url else PostgresServer(settings.var_dir / "postgres")
    valkey = None if settings.redis_url else ValkeyServer(settings.var_dir / "valkey")
    for server in (postgres, valkey):
        if server is not None and not supervisor.should_stop():
            server.prepare()
            supervisor.add(server)
    return {
        "DATABASE_URL": postgres.url if postgres else settings.database_url or "",
        "REDIS_URL": valkey.url if valkey else settings.redis_url or "",
    }


def _outside(settings: Settings) -> OutsideServer | None:
    """Registries and bank where none were given, with port and keys that web and worker find in the folder."""
    given = all(one.url for one in (settings.population, settings.tax, settings.payment))
    if given or not settings.is_local:
        return None
    outside = OutsideServer(settings.var_dir, site=settings.public_url)
    outside.prepare()
    return outside


def _wait_until_ready(supervisor: Supervisor, settings: Settings, programs: Sequence[Program]) -> bool:
    give_up = time.monotonic() + PATIENCE
    while not supervisor.should_stop():
        if _is_ready(settings):
            return True
        supervisor.revive()
        for program in programs:
            if program.starts > TRIES or time.monotonic() > give_up:
                raise LocalProblem(
                    f"`kabupaten {program.name}` tidak mau berjalan; catatannya di {program.log}.",
                    f"`kabupaten {program.name}` does not come up:\n{tail(program.log)}",
                )
        time.sleep(0.1)
    return False


def _is_ready(settings: Settings) -> bool:
    line = http.client.HTTPConnection(settings.host, settings.port, timeout=1)
    try:
        line.request("GET", "/health/ready")
        return line.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


if __name__ == "__main__":
    sys.exit(main())
