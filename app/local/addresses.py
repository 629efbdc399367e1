"""Where the private servers of a folder answer, for commands beside a running `make run`."""

from pathlib import Path

from app.local.ports import LOOPBACK
from app.local.postgres import PostgresServer
from app.local.valkey import ValkeyServer


def running_database(var_dir: Path) -> str | None:
    """The URL of the folder's PostgreSQL, or None when none was ever started there."""
    server = PostgresServer(var_dir / "postgres")
    server.port = _port(server.folder)
    return server.url if server.port else None


def running_queue(var_dir: Path) -> str | None:
    """The URL of the folder's Valkey, or None when none was ever started there."""
    server = ValkeyServer(var_dir / "valkey")
    server.port = _port(server.folder)
    return server.url if server.port else None


def running_outside(var_dir: Path) -> str | None:
    """The URL of the folder's registries and bank, or None when they were never started there."""
    port = _port(var_dir / "outside")
    return f"http://{LOOPBACK}:{port}" if port else None


def _port(folder: Path) -> int:
    file = folder / "port"
    return int(file.read_text()) if file.exists() else 0
