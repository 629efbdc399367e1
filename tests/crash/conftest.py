"""Helpers assert as tests do, and should say as much when they fail; and those who send processes to their end."""

from pathlib import Path

import pytest
from arq.connections import ArqRedis

from app.settings import Settings
from tests.crash.deaths import Deaths

pytest.register_assert_rewrite(
    *(f"tests.crash.{name}" for name in ("clients", "counting", "documents", "journeys"))
)


@pytest.fixture
def deaths(root: Path, settings: Settings, database: str, redis_url: str, redis: ArqRedis) -> Deaths:
    """Death at a moment, on this test's database."""
    return Deaths(root, settings, database, redis_url, redis)
