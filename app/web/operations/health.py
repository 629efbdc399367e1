"""For the supervisor and the load balancer."""

import asyncio

from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tortoise.exceptions import BaseORMException

from models.kit.transactions import rows_of

PATIENCE = 2.0
"""Seconds to wait for a server before it counts as down."""

_FRESH = {"Cache-Control": "no-store"}


async def live(request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"}, headers=_FRESH)


async def ready(request: Request) -> Response:
    """Whether requests can be served: with the database. Without Redis jobs wait, and nothing is lost."""
    database, queue = await asyncio.gather(_database(), _queue(request.app.state.redis))
    status = 200 if database == "ok" else 503
    report = {"status": "ok" if status == 200 else "down", "database": database, "redis": queue}
    return JSONResponse(report, status, headers=_FRESH)


async def _database() -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            await rows_of("SELECT 1 AS one")
    except (BaseORMException, OSError, TimeoutError):
        return "down"
    return "ok"


async def _queue(redis: "Redis | None") -> str:
    if redis is None:
        return "none"
    try:
        async with asyncio.timeout(PATIENCE):
            await redis.ping()
    except (RedisError, OSError, TimeoutError):
        return "down"
    return "ok"


routes = [Route("/health/live", live), Route("/health/ready", ready)]
