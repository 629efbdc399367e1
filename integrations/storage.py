"""Content under keys: a folder here, an S3 bucket by its URL elsewhere."""

import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

from integrations.files import private_folder
from models.kit.ports import AlreadyStored, Missing

_KEY = re.compile(r"[0-9a-z][0-9A-Za-z._-]*(/[0-9A-Za-z][0-9A-Za-z._-]*)*")
_PIECE = 256 * 1024


class FileStorage:
    """Implements `Storage` on any obstore store."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def put(self, key: str, content: bytes) -> None:
        """Store once; the same content again is fine, other content raises AlreadyStored."""
        try:
            await self._store.put_async(_checked(key), content, mode="create", use_multipart=False)
        except AlreadyExistsError:
            if await self.get(key) != content:
                raise AlreadyStored(key) from None

    async def get(self, key: str) -> bytes:
        """The content; raises Missing."""
        try:
            found = await self._store.get_async(_checked(key))
        except FileNotFoundError:
            raise Missing(key) from None
        return bytes(await found.bytes_async())

    async def stream(self, key: str) -> AsyncIterator[bytes]:
        """The content in pieces of about 256 kB; raises Missing at the first."""
        try:
            found = await self._store.get_async(_checked(key))
        except FileNotFoundError:
            raise Missing(key) from None
        async for piece in found.stream(min_chunk_size=_PIECE):
            yield bytes(piece)

    async def delete(self, key: str) -> None:
        """Forget the content for good; what is not there is forgotten already."""
        with suppress(FileNotFoundError):
            await self._store.delete_async(_checked(key))


def local_storage(folder: Path) -> FileStorage:
    """Files under `folder`, which is made when missing."""
    return FileStorage(LocalStore(private_folder(folder)))


def storage_at(url: str) -> FileStorage:
    """The store behind a URL such as `s3://bucket/prefix`; credentials come from the environment."""
    return FileStorage(from_url(url))


def _checked(key: str) -> str:
    """The key itself; keys are made by us, so a strange one is a fault of ours."""
    if len(key) > 200 or not _KEY.fullmatch(key):
        raise ValueError("a storage key holds letters, digits, dots, dashes and slashes")
    return key
