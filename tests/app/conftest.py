"""The site on a fresh database, and somebody who visits it."""

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette

from app.main import create_app
from app.settings import Settings
from tests.visitor import Visitor


@pytest.fixture
def site(database: str, settings: Settings, redis_url: str) -> Starlette:
    """The whole application; its database is open already."""
    return create_app(settings, database_url=database, redis_url=redis_url)


@pytest.fixture
async def visitor(site: Starlette) -> AsyncIterator[Visitor]:
    """A browser that has never been here."""
    async with Visitor(site) as visitor:
        yield visitor
