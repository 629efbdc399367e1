"""How fast the parts are, against a private PostgreSQL: `make bench`. Compare only figures of one run."""

import asyncio
import shutil
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from app.database import database, migrate
from app.local.postgres import PostgresServer
from app.regency import regency_of
from app.seed import seed
from app.settings import Settings
from bench.data import ROWS, fill_queue
from models.accounts.queries import account_named
from models.applications.queries.tasks import queue, queue_count
from models.applications.states import TaskState
from models.services.queries import service, services

FOLDER = Path("var/bench")
RUNS = 50


async def timed(name: str, run: Callable[[], Awaitable[object]]) -> None:
    """Print the median and the slowest of `RUNS` runs, in milliseconds."""
    await run()
    spent = []
    for _ in range(RUNS):
        start = time.perf_counter()
        await run()
        spent.append((time.perf_counter() - start) * 1000)
    print(f"{name:48} {statistics.median(spent):8.2f} ms   max {max(spent):8.2f} ms")


async def measure(url: str, settings: Settings) -> None:
    """Fill the queue and read it."""
    async with database(url):
        await seed(regency_of(settings), var_dir=settings.var_dir, at=datetime.now(UTC))
        await fill_queue()
        officer = await account_named("bapenda")
        assert officer is not None
        now = datetime.now(UTC)
        first = await queue(
            officer.actor, states=[TaskState.OPEN], overdue=None, first=20, after=None, now=now
        )
        deep = await queue(
            officer.actor, states=[TaskState.OPEN], overdue=None, first=100, after=None, now=now
        )
        after = deep.cursors[-1]
        assert len(first.rows) == 20

        async def page(cursor: str | None) -> object:
            return await queue(
                officer.actor, states=[TaskState.OPEN], overdue=None, first=20, after=cursor, now=now
            )

        print(f"{ROWS} open tasks of one agency, {RUNS} runs each")
        await timed("queue, first page of 20", lambda: page(None))
        await timed("queue, a later page", lambda: page(after))
        await timed("queue, counted", lambda: queue_count(officer.actor, now=now))
        await timed("catalogue, searched", lambda: services(search="usaha", first=20, after=None))
        await timed("one service", lambda: service("izin-reklame"))


def main() -> None:
    """A database of its own, made anew and thrown away."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    settings = Settings.from_env({"VAR_DIR": str(FOLDER)})
    server = PostgresServer(FOLDER / "postgres", durable=False)
    server.prepare()
    server.start()
    try:
        asyncio.run(migrate(server.url))
        asyncio.run(measure(server.url, settings))
    finally:
        server.stop()
        shutil.rmtree(FOLDER, ignore_errors=True)


main()
