"""Making the files with what the regency knows the outside by; only their owner can read them."""

import json
import secrets
from base64 import b64encode
from pathlib import Path

from integrations.files import create_once, private_folder


def make_key_files(folder: Path) -> None:
    """Make those that are missing. Light to import: every start of `make run` comes by here."""
    private_folder(folder)
    secret = b64encode(secrets.token_bytes(32)).decode()
    _make(
        folder / "population.json",
        agency="CONTOH",
        user_id="DPMPTSP-CONTOH",
        password=secrets.token_urlsafe(24),
        ip_user="127.0.0.1",
    )
    _make(folder / "tax.json", token=secrets.token_urlsafe(24))
    _make(folder / "payment.json", token=secrets.token_urlsafe(24), webhook_secret=f"whsec_{secret}")
    _make(folder / "control.json", token=secrets.token_urlsafe(24))


def _make(file: Path, **content: str) -> None:
    if not file.exists():
        create_once(file, json.dumps(content, indent=1).encode())
