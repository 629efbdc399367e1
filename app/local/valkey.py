"""A private Valkey (or Redis) in one folder."""

import signal
import socket
import subprocess
import time
from pathlib import Path

from app.local.binaries import find_valkey, source_wanted
from app.local.ports import LOOPBACK, remembered_port
from app.local.problems import LocalProblem
from app.local.process import ATTEMPTS, spawn, stop, stop_leftover, tail, trim_log
from app.local.secret_files import kept_secret, write_private

# Every write reaches the append-only file before its answer: kill -9 loses nothing, a power cut one second.
CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
dir "{folder}"
daemonize no
databases 16
save ""
appendonly yes
appendfsync {fsync}
maxmemory-policy noeviction
"""


class ValkeyServer:
    """Starts, stops and starts again one Valkey; `durable=False` only where data may be lost."""

    name = "Valkey"

    def __init__(self, folder: Path, *, durable: bool = True, source: str | None = None) -> None:
        self.folder = folder.resolve()
        self.durable = durable
        self.source = source or source_wanted()
        self.log = self.folder / "log.txt"
        self.mark = self.folder / "process"
        self.port = 0
        self._program = ""
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the queue is, with its password."""
        return f"redis://:{self._password()}@{LOOPBACK}:{self.port}/0"

    def prepare(self) -> None:
        """Find program, port and password, and end what was left over."""
        (self.folder / "data").mkdir(parents=True, exist_ok=True, mode=0o700)
        stop_leftover(self.mark, signal.SIGTERM)
        trim_log(self.log)
        self._program = find_valkey(self.source)
        self.port = remembered_port(self.folder / "port")
        settings = CONFIGURATION.format(
            host=LOOPBACK,
            port=self.port,
            password=self._password(),
            folder=self.folder / "data",
            fsync="everysec" if self.durable else "no",
        )
        write_private(self.folder / "valkey.conf", settings)

    def start(self) -> None:
        """Start on the prepared port and return once it answers."""
        if not self._program:
            raise RuntimeError("prepare() comes before start()")
        for _ in range(ATTEMPTS):
            command = [self._program, str(self.folder / "valkey.conf")]
            self._child = spawn(command, log=self.log, mark=self.mark)
            if self._wait_until_ready(self._child):
                return
            self.stop()
            time.sleep(0.5)
        raise LocalProblem("Valkey tidak mau mulai.", f"Valkey does not start:\n{tail(self.log)}")

    def alive(self) -> bool:
        """Whether the server process runs."""
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        """End it in peace: the append-only file is written out first."""
        if self._child is not None:
            stop(self._child, signal.SIGTERM)
            self.mark.unlink(missing_ok=True)
            self._child = None

    def _password(self) -> str:
        return kept_secret(self.folder / "password")

    def _wait_until_ready(self, child: subprocess.Popen[bytes], *, patience: float = 60.0) -> bool:
        give_up = time.monotonic() + patience
        while child.poll() is None and time.monotonic() < give_up:
            if self._answers():
                return True
            time.sleep(0.02)
        return False

    def _answers(self) -> bool:
        """Whether it takes our password and says PONG; while it loads its file it says so instead."""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as line:
                line.sendall(f"AUTH {self._password()}\r\nPING\r\n".encode())
                heard = b""
                while heard.count(b"\r\n") < 2 and (more := line.recv(200)):
                    heard += more
        except OSError:
            return False
        return heard.endswith(b"+PONG\r\n")
