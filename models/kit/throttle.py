"""Counted tries: so many within a while, and the way is shut until the while is over."""

import asyncio
import math
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from models.kit import tables
from models.kit.errors import RateLimited
from models.kit.text import N_
from models.kit.transactions import rows_of, unit_of_work
from models.kit.vault import token_hash


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many within a while that begins with the first of them."""

    most: int
    within: timedelta


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """One thing that is counted: a row of the table."""

    kind: str
    subject: str
    most: int
    within: timedelta


def counts(kind: str, limits: Sequence[Limit], *subject: str) -> list[Count]:
    """What is counted of a subject: one count for each limit."""
    digest = token_hash("\0".join(subject))
    return [Count(f"{kind}:{limit.within}", digest, limit.most, limit.within) for limit in limits]


_TAKE = """
INSERT INTO throttle AS t (kind, subject, tries, ends_at)
SELECT kind, subject, 1, ends_at FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS new (kind, subject, ends_at)
ON CONFLICT (kind, subject) DO UPDATE SET
  tries = CASE WHEN t.ends_at <= $4 THEN 1 ELSE t.tries + 1 END,
  ends_at = CASE WHEN t.ends_at <= $4 THEN excluded.ends_at ELSE t.ends_at END
RETURNING kind, subject, tries, ends_at
"""
_LOCKED = """SELECT t.id FROM throttle t
  JOIN unnest($1::text[], $2::text[]) AS these (kind, subject) USING (kind, subject)
  ORDER BY t.kind COLLATE "C", t.subject COLLATE "C" FOR UPDATE OF t"""
_GIVE_BACK = f"""
UPDATE throttle SET tries = greatest(tries - 1, 0) WHERE id = ANY(ARRAY({_LOCKED}))
"""  # noqa: S608 - only the constant above is put in
_CLEAR = f"UPDATE throttle SET tries = 0 WHERE id = ANY(ARRAY({_LOCKED}))"  # noqa: S608 - as above


async def take(wanted: Sequence[Count], at: datetime) -> None:
    """Count a try before it is judged, so that tries side by side count too.

    Raises RateLimited when one of the counts is full, and then counts nothing anywhere.
    """
    wanted = sorted(wanted)  # always in one order, so that two callers never wait for each other
    ends = [at + count.within for count in wanted]
    async with unit_of_work():
        rows = await rows_of(_TAKE, [*_names(wanted), ends, at])
        most = {(count.kind, count.subject): count.most for count in wanted}
        full = [row["ends_at"] for row in rows if row["tries"] > most[row["kind"], row["subject"]]]
        if full:
            raise _shut(max(full) - at)


async def give_back(these: Sequence[Count]) -> None:
    """Take a try off again, after a right one or one that was never judged."""
    await rows_of(_GIVE_BACK, _names(these))


async def clear(these: Sequence[Count]) -> None:
    """Begin to count anew."""
    await rows_of(_CLEAR, _names(these))


def _names(these: Sequence[Count]) -> list[list[str]]:
    return [[count.kind for count in these], [count.subject for count in these]]


class ShutForHours(RateLimited):
    """The way is shut for longer than one counts in minutes."""

    message = N_("Terlalu banyak percobaan. Coba lagi {hours} jam lagi.")


def _shut(rest: timedelta) -> RateLimited:
    if rest > timedelta(hours=2):
        return ShutForHours(hours=math.ceil(rest / timedelta(hours=1)))
    return RateLimited(minutes=max(math.ceil(rest / timedelta(minutes=1)), 1))


@asynccontextmanager
async def judging(these: Sequence[Count], at: datetime) -> AsyncIterator[None]:
    """Judge a try alone in this process; raises RateLimited while the way is shut. Only wrong ones are counted.

    For tries of which many right ones may come at once, as when a head signs a pile.
    """
    name = tuple(count.subject for count in these)
    async with _alone.setdefault(name, asyncio.Lock()):
        for count in these:
            row = await tables.Throttle.get_or_none(kind=count.kind, subject=count.subject, ends_at__gt=at)
            if row is not None and row.tries >= count.most:
                raise _shut(row.ends_at - at)
        yield


_alone: WeakValueDictionary[tuple[str, ...], asyncio.Lock] = WeakValueDictionary()


async def forget_old_tries(*, at: datetime) -> None:
    """Delete the counts whose while is over."""
    await tables.Throttle.filter(ends_at__lte=at).delete()
