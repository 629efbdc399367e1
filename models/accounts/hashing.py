"""Passwords as they are stored. A hash takes 64 MiB and a tenth of a second: a crowd must not take the machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher = PasswordHasher()
_own_lane = asyncio.Semaphore(1)
_strangers_lane = asyncio.Semaphore(1)
_networks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


@asynccontextmanager
async def _turn(*, own: bool, origin: str | None) -> AsyncIterator[None]:
    """Wait for one's turn: who was right before never waits for strangers, nor any network for another's crowd."""
    if own:
        async with _own_lane:
            yield
        return
    async with _networks.setdefault(origin or "", asyncio.Lock()), _strangers_lane:
        yield


async def hashed_password(password: str) -> str:
    """An Argon2id hash, made in a thread."""
    async with _turn(own=True, origin=None):
        return await asyncio.to_thread(_hasher.hash, password)


async def is_password(stored: str | None, password: str, *, own: bool, origin: str | None) -> bool:
    """Whether the password fits; takes as long when there is no such account."""
    async with _turn(own=own, origin=origin):
        try:
            return await asyncio.to_thread(_hasher.verify, stored or _DECOY, password) and stored is not None
        except VerificationError:
            return False


_DECOY = _hasher.hash("no account has this password")
