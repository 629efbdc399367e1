"""The web application: routes, middleware, lifespan."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.routing import BaseRoute, Route
from starlette_compress import CompressMiddleware

from api.app import graphql_app
from app.auth.csrf import OwnForms
from app.auth.headers import SafeHeaders
from app.auth.sessions import Sessions
from app.database import database
from app.i18n import _
from app.regency import regency_of
from app.settings import Settings
from app.web import accounts, applications, apply, desk, documents, operations, permits, services
from app.web.kit.assets import Assets
from app.web.kit.bodies import BodyLimit
from app.web.kit.errors import HANDLERS, broken, page_when_broken
from app.web.kit.rendering import environment
from models.kit.regency import Regency


def create_app(settings: Settings, *, database_url: str, redis_url: str | None) -> Starlette:
    """The application of one regency; raises BadSettings. Redis is only looked at, never needed."""
    regency = regency_of(settings)
    assets = Assets()
    app = Starlette(
        routes=[*assets.routes, *_pages(), _graphql(settings, regency)],
        middleware=_middleware(settings),
        exception_handlers={**HANDLERS, Exception: broken},
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.regency = regency
    app.state.templates = environment(regency, assets)
    app.state.page_when_broken = page_when_broken(app.state.templates)
    app.state.database_url = database_url
    app.state.redis_url = redis_url
    app.state.redis = None
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    url: str | None = app.state.redis_url
    redis = Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) if url else None
    app.state.redis = redis
    try:
        async with database(app.state.database_url):
            yield
    finally:
        if redis is not None:
            await redis.aclose()


def _middleware(settings: Settings) -> Sequence[Middleware]:
    """From the outside in."""
    return [
        Middleware(SafeHeaders, https=settings.public_url.startswith("https://")),
        Middleware(CompressMiddleware, zstd=False, brotli_quality=5),
        # What the guards below refuse becomes a page like any other.
        Middleware(ExceptionMiddleware, handlers=HANDLERS),
        Middleware(Sessions),
        Middleware(BodyLimit),
        Middleware(OwnForms),
    ]


def _pages() -> Sequence[BaseRoute]:
    areas = (services, accounts, permits, documents, apply, applications, desk, operations)
    return [route for area in areas for route in area.routes]


def _graphql(settings: Settings, regency: Regency) -> BaseRoute:
    return Route("/graphql", graphql_app(regency, local=settings.is_local, translate=_))
