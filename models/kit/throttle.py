"""Counted tries: five wrong ones and the way is shut for a quarter of an hour."""

from datetime import datetime, timedelta

from models.kit import tables
from models.kit.errors import RateLimited
from models.kit.transactions import rows_of

MOST_TRIES = 5
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


async def take_try(kind: str, subject: str, at: datetime) -> None:
    """Count a try before it is judged, so that tries side by side count too; raises RateLimited when shut."""
    if (await rows_of(_TAKE, _take(kind, subject, at)))[0]["tries"] > MOST_TRIES:
        raise _shut()


def _take(kind: str, subject: str, at: datetime) -> list[object]:
    return [kind, subject, at, MOST_TRIES, at - FORGET_AFTER, at + SHUT_FOR]


def _shut() -> RateLimited:
    return RateLimited(minutes=int(SHUT_FOR.total_seconds() // 60))


async def refuse_if_shut(kind: str, subject: str, at: datetime) -> None:
    """Raise RateLimited while the way is shut; for right tries that may come many at once."""
    if await tables.Throttle.filter(kind=kind, subject=subject, locked_until__gt=at).exists():
        raise _shut()


async def count_wrong(kind: str, subject: str, at: datetime) -> None:
    """Count a try that was wrong."""
    await rows_of(_TAKE, _take(kind, subject, at))


async def forget_tries(kind: str, subject: str) -> None:
    """Start counting anew, after a right one."""
    await rows_of("DELETE FROM throttle WHERE kind = $1 AND subject = $2", [kind, subject])
