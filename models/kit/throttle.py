"""Counted tries: five wrong ones and the way is shut for a quarter of an hour."""

from datetime import datetime, timedelta

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
    values = [kind, subject, at, MOST_TRIES, at - FORGET_AFTER, at + SHUT_FOR]
    if (await rows_of(_TAKE, values))[0]["tries"] > MOST_TRIES:
        raise RateLimited(minutes=int(SHUT_FOR.total_seconds() // 60))


async def forget_tries(kind: str, subject: str) -> None:
    """Start counting anew, after a right one."""
    await rows_of("DELETE FROM throttle WHERE kind = $1 AND subject = $2", [kind, subject])
