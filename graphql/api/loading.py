"""Reading a relation once for a whole level of a query."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from strawberry.dataloader import DataLoader

K = TypeVar("K")
V = TypeVar("V")


def known(read: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> DataLoader[K, V]:
    """A loader over a read by many keys; every key must be there."""

    async def batch(keys: list[K]) -> list[V]:
        found = await read(keys)
        return [found[key] for key in keys]

    return DataLoader(load_fn=batch)


def perhaps(read: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> DataLoader[K, V | None]:
    """A loader over a read by many keys; None for those that are not there."""

    async def batch(keys: list[K]) -> list[V | None]:
        found = await read(keys)
        return [found.get(key) for key in keys]

    return DataLoader(load_fn=batch)
