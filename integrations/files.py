"""Files that are there whole or not at all, also after a crash."""

import os
import secrets
from pathlib import Path


def private_folder(folder: Path) -> Path:
    """The folder, made when missing, open to its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def create_once(path: Path, content: bytes) -> bool:
    """Write a 0600 file unless one is there; True for the one process that wrote it."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write(draft, content)
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    _settle(path.parent)
    return True


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Make the new name survive a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
