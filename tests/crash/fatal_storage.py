"""A storage that is the last thing somebody sees."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Never

from models.kit.ports import Storage


@dataclass
class FatalStorage:
    """Stores, and dies once something of the named kind is stored."""

    inner: Storage
    is_last: Callable[[str], bool]
    die: Callable[[], Never]

    async def put(self, key: str, content: bytes) -> None:
        """Store, and perhaps die."""
        await self.inner.put(key, content)
        if self.is_last(key):
            self.die()

    async def get(self, key: str) -> bytes:
        """The content."""
        return await self.inner.get(key)

    def stream(self, key: str) -> AsyncIterator[bytes]:
        """The content in pieces."""
        return self.inner.stream(key)

    async def delete(self, key: str) -> None:
        """Forget."""
        await self.inner.delete(key)
