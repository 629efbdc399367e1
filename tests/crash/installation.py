"""The system as `make run` brings it up, in a folder of its own, for a test that will not be gentle."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.local.addresses import running_database, running_queue
from app.local.ports import free_port
from app.local.process import tail

PATIENCE = 120.0
"""Seconds for everything to come up, or to come down, on a busy machine."""
FOREIGN = (
    *("DATABASE_URL", "REDIS_URL", "FILES_URL", "PUBLIC_URL", "SECRET_KEY_FILE", "HOST", "PROFILE"),
    *("POPULATION_URL", "TAX_URL", "PAYMENT_URL"),
)


class Installation:
    """One running supervisor and what stands under it."""

    def __init__(self, root: Path, var: Path) -> None:
        self.root = root
        self.var = var
        self.port = free_port()
        self.said = var.with_name(f"{var.name}.said")
        own = {"VAR_DIR": str(var), "PORT": str(self.port)}
        self._env = {name: value for name, value in os.environ.items() if name not in FOREIGN} | own

    @property
    def url(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        """Where its PostgreSQL is."""
        url = running_database(self.var)
        assert url is not None
        return url

    @property
    def redis_url(self) -> str:
        """Where its Valkey is."""
        url = running_queue(self.var)
        assert url is not None
        return url

    @property
    def bank(self) -> str:
        """Where bills are paid."""
        return f"http://127.0.0.1:{(self.var / 'outside' / 'port').read_text().strip()}"

    @property
    def officer_password(self) -> str:
        """With what the demo's officers sign."""
        return (self.var / "officer-password").read_text().strip()

    @contextmanager
    def running(self) -> Iterator[None]:
        """The supervisor, from the moment at which everything answers until the block ends."""
        with self.said.open("w") as said:
            supervisor = subprocess.Popen(
                [sys.executable, "-m", "app.local"], cwd=self.root, env=self._env, stdout=said, stderr=said
            )
        try:
            self.wait_until_ready()
            yield
        except BaseException:
            for log in (self.said, *(self.var / "log").glob("*.log")):
                print(f"--- {log.name}\n{tail(log, lines=60)}")  # noqa: T201 - the folder will be gone
            raise
        finally:
            supervisor.send_signal(signal.SIGTERM)
            supervisor.wait(PATIENCE)

    def command(self, *words: str) -> str:
        """What a `kabupaten` command says."""
        program = Path(sys.executable).with_name("kabupaten")
        done = subprocess.run(
            [str(program), *words], cwd=self.root, env=self._env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def token(self, account: str) -> str:
        """A bearer token."""
        return self.command("token", account).strip()

    def export(self) -> list[dict[str, Any]]:
        """All applications."""
        return [json.loads(line) for line in self.command("export").splitlines()]

    def is_ready(self) -> bool:
        """Whether web, database and queue answer."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=5) as answer:  # noqa: S310
                return bool(json.load(answer)["redis"] == "ok")
        except (urllib.error.URLError, OSError):
            return False

    def wait_until_ready(self) -> None:
        """Wait for everything, and say what the supervisor said when they do not come."""
        give_up = time.monotonic() + PATIENCE
        while not self.is_ready():
            assert time.monotonic() < give_up, self.said.read_text()
            time.sleep(0.2)
