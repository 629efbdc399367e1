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
from app.auth import sign_in
from app.auth.csrf import OwnForms
from app.auth.headers import SafeHeaders
from app.auth.sessions import Sessions
from app.database import database
from app.i18n import _
from app.regency import regency_of
from app.settings import Settings
from app.web import (
    apply,
    desk,
    documents,
    files,
    health,
    home,
    identity,
    messages,
    mine,
    payments,
    permits,
    services,
    tracking,
    wallet,
)
from app.web.assets import Assets
from app.web.bodies import BodyLimit
from app.web.errors import HANDLERS, broken
from app.web.rendering import environment
from models.kit.regency import Regency


def create_app(settings: Settings, *, database_url: str, redis_url: str | None) -> Starlette:
    """The application of one regency; raises BadSettings. Redis is only looked at, never needed."""
    regency = regency_of(settings)
    assets = Assets()
    app = Starlette(
        routes=[
            *assets.routes,
            *_public(),
            *_for_citizens(),
            *_for_officers(),
            *_for_programs(settings, regency),
        ],
        middleware=_middleware(settings),
        exception_handlers={**HANDLERS, Exception: broken},
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.regency = regency
    app.state.templates = environment(regency, assets)
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


def _public() -> Sequence[BaseRoute]:
    return [*home.routes, *services.routes, *sign_in.routes, *permits.routes, *files.routes]


def _for_citizens() -> Sequence[BaseRoute]:
    return [*apply.routes, *identity.routes, *mine.routes, *wallet.routes, *tracking.routes]


def _for_officers() -> Sequence[BaseRoute]:
    return desk.routes


def _for_programs(settings: Settings, regency: Regency) -> Sequence[BaseRoute]:
    graphql = Route("/graphql", graphql_app(regency, local=settings.is_local, translate=_))
    return [*documents.routes, *health.routes, *messages.routes, *payments.routes, graphql]
