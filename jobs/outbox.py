"""Handing over what was promised: from the outbox to arq, again and again until it is done."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import asyncpg
import structlog
from arq.connections import ArqRedis
from redis.exceptions import RedisError
from tortoise.exceptions import BaseORMException

from jobs.context import Context
from models.kit import tables
from models.kit.clock import Clock
from models.kit.transactions import CHANNEL, Job, rows_of, unit_of_work

BATCH = 200
SWEEP_SECONDS = 5.0
FIRST_RETRY = timedelta(seconds=15)
"""Longer than a job may take, so that an attempt is over before the next one begins."""
LONGEST_RETRY = timedelta(hours=1)

log = structlog.get_logger()

_DUE = """
SELECT id, job, args, attempt FROM outbox WHERE done_at IS NULL AND next_attempt_at <= $1
ORDER BY next_attempt_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
"""
_TAKEN = """
UPDATE outbox o SET attempt = o.attempt + 1, next_attempt_at = v.again FROM jsonb_to_recordset($1::jsonb)
AS v(id bigint, again timestamptz) WHERE o.id = v.id
"""

_OUTAGES = (RedisError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError, BaseORMException)

Operation = Callable[[Context, UUID], Awaitable[None]]


class Attempt(NamedTuple):
    """One try at an outbox entry."""

    entry: int
    job: str
    id: UUID
    number: int


def outbox_job(job: Job, operation: Operation) -> Callable[[Context, int, str], Awaitable[None]]:
    """The arq function of a job: run the operation, then note that it is done; what fails is tried again."""

    async def run(ctx: Context, entry: int, id: str) -> None:
        if not await tables.OutboxEntry.filter(id=entry, done_at=None).exists():
            return
        await operation(ctx, UUID(hex=id))
        await tables.OutboxEntry.filter(id=entry, done_at=None).update(done_at=ctx["regency"].now())

    run.__name__ = run.__qualname__ = job.value
    return run


async def hand_over(redis: ArqRedis, *, now: datetime) -> int:
    """Give arq every entry that is due, each attempt under an id of its own; raises RedisError."""
    await redis.ping()
    attempts = await _take(now)
    for attempt in attempts:
        job_id = f"outbox:{attempt.entry}:{attempt.number}"
        await redis.enqueue_job(attempt.job, attempt.entry, attempt.id.hex, _job_id=job_id)
    return len(attempts)


async def _take(now: datetime) -> list[Attempt]:
    async with unit_of_work():
        rows = await rows_of(_DUE, [now, BATCH])
        if not rows:
            return []
        again = [{"id": row["id"], "again": (now + _wait(row["attempt"])).isoformat()} for row in rows]
        await rows_of(_TAKEN, [json.dumps(again)])
    return [
        Attempt(row["id"], row["job"], UUID(hex=json.loads(row["args"])["id"]), row["attempt"] + 1)
        for row in rows
    ]


def _wait(attempts_so_far: int) -> timedelta:
    doublings = min(attempts_so_far, 10)
    return min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)


async def relay(redis: ArqRedis, database_url: str, clock: Clock) -> None:
    """Hand over whenever a transaction promised something, and every few seconds what was left; until cancelled."""
    while True:
        try:
            async with _woken_by(database_url) as (listener, bell):
                while not listener.is_closed():
                    while await hand_over(redis, now=clock()) == BATCH:
                        pass
                    await _wait_for(bell)
        except _OUTAGES as error:
            log.warning("relay_interrupted", error=type(error).__name__)
            await asyncio.sleep(1)


async def _wait_for(bell: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(bell.wait(), SWEEP_SECONDS)
    bell.clear()


@asynccontextmanager
async def _woken_by(database_url: str) -> AsyncIterator[tuple[asyncpg.Connection, asyncio.Event]]:
    bell = asyncio.Event()
    listener = await asyncpg.connect(database_url)
    try:
        await listener.add_listener(CHANNEL, lambda *_: bell.set())
        listener.add_termination_listener(lambda *_: bell.set())
        yield listener, bell
    finally:
        listener.terminate()
