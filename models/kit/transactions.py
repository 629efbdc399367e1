"""The one way to a transaction, and the one way out of it: the outbox."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import asyncpg
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionContext
from tortoise.connection import get_connection
from tortoise.exceptions import DBConnectionError, TransactionManagementError
from tortoise.transactions import in_transaction

from models.kit import tables

CHANNEL = "outbox"

DATABASE_AWAY: tuple[type[Exception], ...] = (
    DBConnectionError,
    TransactionManagementError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    ConnectionError,
)
"""What is raised when the database shuts down, restarts or breaks off: nothing was stored, trying again helps."""


_SINCE = "SELECT min(created_at) AS at FROM outbox WHERE done_at IS NULL AND job = $1 AND args ->> 'id' = $2"
_PROMISED = "SELECT id FROM outbox WHERE done_at IS NULL AND job = $1 AND args = $2::jsonb LIMIT 1"


class Job(StrEnum):
    """The jobs that operations may promise; `jobs/` holds one function for each."""

    PREPARE_PERMIT = "prepare_permit"
    DELIVER_MESSAGE = "deliver_message"
    RUN_CHECK = "run_check"
    OPEN_BILL = "open_bill"
    RECALCULATE = "recalculate"


def unit_of_work() -> TransactionContext:
    """One transaction: all of it is stored, or none."""
    return in_transaction("default")


def connection() -> BaseDBAsyncClient:
    """The connection of the transaction at hand, or of the pool outside one."""
    return get_connection("default")


async def rows_of(sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Rows of a statement written by hand, for what the query builder cannot say."""
    return await connection().execute_query_dict(sql, list(values))


async def one_at_a_time(*name: object) -> None:
    """Wait until no other transaction holds this name, and hold it until ours ends."""
    await rows_of("SELECT pg_advisory_xact_lock($1)", [_lock(name)])


async def many_at_a_time(*name: object) -> None:
    """Hold this name until our transaction ends, beside others that do so; who wants it alone waits for all."""
    await rows_of("SELECT pg_advisory_xact_lock_shared($1)", [_lock(name)])


def _lock(name: Sequence[object]) -> int:
    digest = hashlib.sha256("\0".join(map(str, name)).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


async def enqueue(job: Job, id: UUID, *, at: datetime, **facts: str) -> None:
    """Promise a job about the row `id` in the transaction at hand; the worker wakes up when it commits.

    `facts` stay in the outbox, where `is_promised` finds them until the job is done.
    """
    args = {"id": id.hex, **facts}
    await tables.OutboxEntry.create(job=job.value, args=args, created_at=at, next_attempt_at=at)
    await rows_of("SELECT pg_notify($1, '')", [CHANNEL])


async def is_promised(job: Job, id: UUID, **facts: str) -> bool:
    """Whether exactly this was promised and is not done yet."""
    return bool(await rows_of(_PROMISED, [job.value, json.dumps({"id": id.hex, **facts})]))


async def promised_at(job: Job, id: UUID) -> datetime | None:
    """Since when a job about this row is promised and not done; None where none is."""
    moment: datetime | None = (await rows_of(_SINCE, [job.value, id.hex]))[0]["at"]
    return moment
