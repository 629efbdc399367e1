from pathlib import Path

import pytest

from integrations.storage import local_storage
from models.kit.ports import AlreadyStored, Missing


async def test_content_is_written_once_and_read_whole_or_in_pieces(tmp_path: Path) -> None:
    storage = local_storage(tmp_path / "files")
    content = bytes(range(256)) * 4000

    await storage.put("permits/2026/a.pdf", content)
    await storage.put("permits/2026/a.pdf", content)

    assert await storage.get("permits/2026/a.pdf") == content
    assert b"".join([piece async for piece in storage.stream("permits/2026/a.pdf")]) == content
    with pytest.raises(AlreadyStored):
        await storage.put("permits/2026/a.pdf", b"something else")
    assert await storage.get("permits/2026/a.pdf") == content


async def test_what_was_never_stored_is_missing(tmp_path: Path) -> None:
    storage = local_storage(tmp_path)

    with pytest.raises(Missing):
        await storage.get("documents/none")
    with pytest.raises(Missing):
        await anext(aiter(storage.stream("documents/none")))


@pytest.mark.parametrize("key", ["../secret", "/etc/passwd", "a//b", "a/../b", "", "a\0b", "a/.hidden"])
async def test_a_key_never_leaves_the_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="storage key"):
        await local_storage(tmp_path).put(key, b"")


async def test_what_is_deleted_is_gone_and_may_be_deleted_again(tmp_path: Path) -> None:
    storage = local_storage(tmp_path)
    await storage.put("documents/a", b"content")
    for _ in range(2):
        await storage.delete("documents/a")
    with pytest.raises(Missing):
        await storage.get("documents/a")
