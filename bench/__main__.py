"""How fast the parts are, against a private PostgreSQL: `make bench`. Compare only figures of one run."""

import asyncio
import shutil
from pathlib import Path

from app.database import database, migrate
from app.local.postgres import PostgresServer
from app.regency import regency_of
from app.seed import seed
from app.settings import Settings
from bench.data import fill_people
from bench.histories import measure_histories
from bench.queues import measure_queues
from models.kit.clock import real_now

FOLDER = Path("var/bench")


async def measure(url: str, settings: Settings) -> None:
    """Fill the tables, then read and decide."""
    regency = regency_of(settings)
    await migrate(url)
    async with database(url):
        await seed(regency, var_dir=settings.var_dir, at=real_now())
        await measure_queues()
        await fill_people()
        await measure_histories(regency)


def main() -> None:
    """A database of its own, made anew and thrown away."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    settings = Settings.from_env({"VAR_DIR": str(FOLDER)})
    server = PostgresServer(FOLDER / "postgres", durable=False)
    server.prepare()
    server.start()
    try:
        asyncio.run(measure(server.url, settings))
    finally:
        server.stop()
        shutil.rmtree(FOLDER, ignore_errors=True)


main()
