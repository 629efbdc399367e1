"""The data folder of a private PostgreSQL: made whole or not at all, and freed of stale locks."""

import os
import shutil
import subprocess
from pathlib import Path

from app.local.binaries import PostgresBinaries
from app.local.identity import Identity, hand_over
from app.local.problems import LocalProblem
from app.local.secret_files import kept_secret


def make_data_folder(
    data: Path, name: str, *, binaries: PostgresBinaries, identity: Identity, durable: bool
) -> None:
    """Make user and database `name`; until all is whole the folder bears another name."""
    for half_made in data.parent.glob("making-*"):
        shutil.rmtree(half_made)
    draft = data.with_name(f"making-{os.getpid()}")
    password = data.with_name("password")
    kept_secret(password)
    hand_over(data.parent, identity.owner)
    initdb = [binaries.program("initdb"), "-D", str(draft), f"--username={name}", f"--pwfile={password}"]
    initdb += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"]
    _run([*identity.prefix, *initdb, *([] if durable else ["--no-sync"])])
    single = [binaries.program("postgres"), "--single", "-D", str(draft), "postgres"]
    _run([*identity.prefix, *single], typed=f"CREATE DATABASE {name};\n")
    draft.rename(data)


def lock_note(data: Path) -> list[str]:
    """The lines of postmaster.pid: process first, state in the eighth; empty if there is none."""
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def forget_stale_lock(data: Path) -> None:
    """Remove the lock of a killed server whose number another program bears now.

    PostgreSQL itself removes the lock of a process that is gone, but would wait for ever for a stranger.
    """
    note = lock_note(data)
    if note and note[0].strip().isdigit() and not _works_in(int(note[0]), data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def plain_environment() -> dict[str, str]:
    """Our environment without what would steer PostgreSQL elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C"}


def _works_in(pid: int, data: Path) -> bool:
    """Whether that process runs with the data folder as its own; yes if it lives where none can tell."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cwd").resolve(strict=True) == data.resolve()
        except OSError:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _run(command: list[str], *, typed: str = "") -> None:
    done = subprocess.run(
        command, input=typed, capture_output=True, text=True, check=False, env=plain_environment()
    )
    if done.returncode != 0:
        raise LocalProblem(
            "Folder data PostgreSQL tidak dapat dibuat.",
            f"The PostgreSQL data folder could not be made:\n{done.stdout}{done.stderr}",
        )
