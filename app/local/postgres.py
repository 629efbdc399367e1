"""A private PostgreSQL in one folder."""

import signal
import subprocess
import time
from pathlib import Path

from app.local.binaries import PostgresBinaries, find_postgres, source_wanted
from app.local.identity import Identity, choose_identity
from app.local.ports import LOOPBACK, remembered_port
from app.local.postgres_data import forget_stale_lock, lock_note, make_data_folder, plain_environment
from app.local.problems import LocalProblem
from app.local.process import ATTEMPTS, spawn, stop, stop_leftover, tail, trim_log
from app.local.secret_files import kept_secret

NAME = "kabupaten"
FAST_SHUTDOWN = signal.SIGINT
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",  # a long path would not fit in a socket's name
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "max_connections": "100",
    "logging_collector": "off",
    "log_error_verbosity": "terse",  # details and contexts quote what people typed
    "log_min_error_statement": "panic",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class PostgresServer:
    """Starts, stops and starts again one PostgreSQL; `durable=False` only where data may be lost."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, *, durable: bool = True, source: str | None = None) -> None:
        self.folder = folder.resolve()
        self.durable = durable
        self.source = source or source_wanted()
        self.data = self.folder / "data"
        self.log = self.folder / "log.txt"
        self.mark = self.folder / "process"
        self.port = 0
        self._child: subprocess.Popen[bytes] | None = None
        self._binaries: PostgresBinaries | None = None
        self._identity: Identity | None = None

    @property
    def url(self) -> str:
        """Where the regency's database is, with its password."""
        return self.url_of(NAME)

    def url_of(self, database: str) -> str:
        """Where one database of this server is, with its password."""
        return f"postgres://{NAME}:{kept_secret(self.folder / 'password')}@{LOOPBACK}:{self.port}/{database}"

    def prepare(self) -> None:
        """Find programs, port and password, make the data folder if there is none, end what was left over."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stop_leftover(self.mark, FAST_SHUTDOWN)
        trim_log(self.log)
        version = self.data / "PG_VERSION"
        major = int(version.read_text()) if version.exists() else None
        self._binaries = find_postgres(self.source, major=major)
        self._identity = choose_identity(self._binaries.program("postgres"), self.folder)
        self.port = remembered_port(self.folder / "port")
        if major is None:
            make_data_folder(
                self.data, NAME, binaries=self._binaries, identity=self._identity, durable=self.durable
            )

    def start(self) -> None:
        """Start on the prepared port and return once it answers."""
        if self._binaries is None or self._identity is None:
            raise RuntimeError("prepare() comes before start()")
        for _ in range(ATTEMPTS):
            forget_stale_lock(self.data)
            command = self._command(self._binaries, self._identity)
            self._child = spawn(
                command, log=self.log, mark=self.mark, env=plain_environment(), farewell=FAST_SHUTDOWN
            )
            if self._wait_until_ready(self._child):
                return
            # Backends of a killed server may hold its shared memory for a moment.
            self.stop()
            time.sleep(0.5)
        raise LocalProblem(
            f"PostgreSQL tidak mau mulai; lihat {self.log}:", f"PostgreSQL does not start:\n{tail(self.log)}"
        )

    def alive(self) -> bool:
        """Whether the server process runs."""
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        """End it the fast and clean way: sessions are cut, what was committed is kept."""
        if self._child is not None:
            stop(self._child, FAST_SHUTDOWN)
            self.mark.unlink(missing_ok=True)
            self._child = None

    def _command(self, binaries: PostgresBinaries, identity: Identity) -> list[str]:
        settings = SETTINGS | ({} if self.durable else CARELESS) | {"port": str(self.port)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [*identity.prefix, binaries.program("postgres"), "-D", str(self.data), *options]

    def _wait_until_ready(self, child: subprocess.Popen[bytes], *, patience: float = 60.0) -> bool:
        """Crash recovery may take its time; a process that ended will never be ready."""
        give_up = time.monotonic() + patience
        while child.poll() is None and time.monotonic() < give_up:
            note = lock_note(self.data)
            if len(note) > 7 and note[0] == str(child.pid) and note[7].strip() == "ready":
                return True
            time.sleep(0.02)
        return False
