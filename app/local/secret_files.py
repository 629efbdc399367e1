"""Secrets that are made once and kept in files that only we can read."""

import os
import secrets
from pathlib import Path


def kept_secret(file: Path) -> str:
    """The secret in the file; made at first use and written whole or not at all."""
    if not file.exists():
        write_private(file, secrets.token_urlsafe(24))
    return file.read_text().strip()


def write_private(file: Path, text: str) -> None:
    """Replace a file that only its owner may read."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text + "\n")
    draft.replace(file)
