"""Counted tries: five wrong ones and the way is shut for a quarter of an hour."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from models.kit import tables
from models.kit.errors import RateLimited
from models.kit.transactions import rows_of

MOST_TRIES = 5
MOST_FROM_ANYWHERE = 50
"""For a way that a stranger could shut for its owner: five from each address, and this many from all of them."""
SHUT_FOR = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=24)

_TAKE = """
INSERT INTO throttle AS t (kind, subject, tries, updated_at) VALUES ($1, $2, 1, $3)
ON CONFLICT (kind, subject) DO UPDATE SET
  tries = CASE WHEN t.locked_until > $3 THEN $4 + 1
               WHEN t.locked_until IS NOT NULL OR t.updated_at < $5 THEN 1
               ELSE t.tries + 1 END,
  locked_until = CASE WHEN t.locked_until > $3 THEN t.locked_until
                      WHEN t.locked_until IS NULL AND t.updated_at >= $5 AND t.tries + 1 >= $4 THEN $6
                      ELSE NULL END,
  updated_at = $3
RETURNING tries
"""


async def take_try(kind: str, subject: str, at: datetime, *, most: int = MOST_TRIES) -> None:
    """Count a try before it is judged, so that tries side by side count too; raises RateLimited when shut."""
    if (await rows_of(_TAKE, _take(kind, subject, at, most)))[0]["tries"] > most:
        raise _shut()


def _take(kind: str, subject: str, at: datetime, most: int = MOST_TRIES) -> list[object]:
    return [kind, subject, at, most, at - FORGET_AFTER, at + SHUT_FOR]


def _shut() -> RateLimited:
    return RateLimited(minutes=int(SHUT_FOR.total_seconds() // 60))


@asynccontextmanager
async def judging(kind: str, subject: str, at: datetime) -> AsyncIterator[None]:
    """Judge a try alone in this process; raises RateLimited while the way is shut. Only wrong ones are counted.

    For tries of which many right ones may come at once, as when a head signs a pile.
    """
    async with _alone.setdefault((kind, subject), asyncio.Lock()):
        if await tables.Throttle.filter(kind=kind, subject=subject, locked_until__gt=at).exists():
            raise _shut()
        yield


_alone: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()


async def count_wrong(kind: str, subject: str, at: datetime) -> None:
    """Count a try that was wrong."""
    await rows_of(_TAKE, _take(kind, subject, at))


async def forget_tries(kind: str, subject: str) -> None:
    """Start counting anew, after a right one."""
    await rows_of("DELETE FROM throttle WHERE kind = $1 AND subject = $2", [kind, subject])
