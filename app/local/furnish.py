"""`python -m app.local.furnish`: migrate and seed in one process, which every start of `make run` waits for."""

import asyncio
import os
import sys

from app.database import database, migrate
from app.logs import set_up_logs
from app.regency import regency_of
from app.seed import seed
from app.settings import Settings


async def furnish(settings: Settings, database_url: str) -> None:
    """Bring the tables up to the code and put in what is missing; does nothing where nothing is."""
    await migrate(database_url)
    async with database(database_url):
        regency = regency_of(settings)
        await seed(regency, var_dir=settings.var_dir, at=regency.now())


def main() -> int:
    """Furnish the database of DATABASE_URL."""
    settings = Settings.from_env(os.environ)
    set_up_logs(settings.log_level)
    asyncio.run(furnish(settings, os.environ["DATABASE_URL"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
