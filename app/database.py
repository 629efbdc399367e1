"""The database: which tables there are, and the way in."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tortoise import Tortoise
from tortoise.context import TortoiseContext
from tortoise.migrations.api.migrate import migrate as run_migrations
from tortoise.migrations.autodetector import MigrationAutodetector

AREAS = (
    "kit", "calendar", "places", "agencies", "people", "accounts", "privacy", "messages",
    "services", "documents", "applications", "performance", "billing", "permits", "registers",
)  # fmt: skip


def tortoise_config(url: str) -> dict[str, Any]:
    """Tortoise's configuration for the database at `url`: `postgres://…`, with libpq's `sslmode` where given."""
    url = url.replace("postgresql://", "asyncpg://").replace("postgres://", "asyncpg://")
    return {
        "connections": {"default": url.replace("sslmode=", "ssl=")},
        "apps": {
            "models": {
                "models": [f"models.{area}.tables" for area in AREAS],
                "migrations": "models.migrations",
                "default_connection": "default",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


TORTOISE = tortoise_config(os.environ.get("DATABASE_URL", "asyncpg://localhost/kabupaten"))
"""For the `tortoise` command; the application passes its own settings."""


@asynccontextmanager
async def database(url: str) -> AsyncIterator[None]:
    """The database, open for every task of this process until the block ends."""
    await Tortoise.init(config=tortoise_config(url), _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()


async def migrate(url: str) -> None:
    """Bring the tables up to the code."""
    await run_migrations(config=tortoise_config(url))


async def pending_changes() -> list[str]:
    """What the tables in the code have and the migrations lack, a line each; asks no database."""
    async with TortoiseContext() as context:
        await context.init(config=TORTOISE, init_connections=False)
        apps = context.apps
        if apps is None:
            raise RuntimeError("no tables were found")
        writers = await MigrationAutodetector(apps, TORTOISE["apps"]).changes()
    return [f"{writer.name}: {operation}" for writer in writers for operation in writer.operations]
