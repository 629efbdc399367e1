"""Helpers assert as tests do, and should say as much when they fail; and those who send processes to their end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from arq.connections import ArqRedis, RedisSettings, create_pool

from app.settings import Settings
from tests.crash.deaths import Deaths

pytest.register_assert_rewrite(
    *(f"tests.crash.{name}" for name in ("clients", "counting", "documents", "journeys"))
)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[ArqRedis]:
    """The queue, empty before and after."""
    pool = await create_pool(RedisSettings.from_dsn(redis_url))
    await pool.flushdb()
    yield pool
    await pool.flushdb()
    await pool.aclose()


@pytest.fixture
def deaths(root: Path, settings: Settings, database: str, redis_url: str, redis: ArqRedis) -> Deaths:
    """Death at a moment, on this test's database."""
    return Deaths(root, settings, database, redis_url, redis)
