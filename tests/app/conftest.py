"""The site on a fresh database, and somebody who visits it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from starlette.applications import Starlette

from app.database import database
from app.main import create_app
from app.settings import Settings
from models.kit.regency import Regency
from tests.story import Story
from tests.visitor import Visitor


@pytest.fixture
def told(
    database_url: str, regency: Regency, password: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], AbstractAsyncContextManager[Story]]:
    """A story to be told first, in a database that a command opens for itself afterwards."""

    @asynccontextmanager
    async def telling() -> AsyncIterator[Story]:
        async with database(database_url):
            yield Story(regency, password)
        monkeypatch.setenv("DATABASE_URL", database_url)

    return telling


@pytest.fixture
def site(database: str, settings: Settings, redis_url: str) -> Starlette:
    """The whole application; its database is open already."""
    return create_app(settings, database_url=database, redis_url=redis_url)


@pytest.fixture
async def visitor(site: Starlette) -> AsyncIterator[Visitor]:
    """A browser that has never been here."""
    async with Visitor(site) as visitor:
        yield visitor
