"""PostgreSQL refuses to run as root: under whose name it runs here."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from app.local.problems import LocalProblem

NOBODY = 65534


@dataclass(frozen=True)
class Identity:
    """Words that go before a command, and the user who must own its files."""

    prefix: tuple[str, ...]
    owner: int


def identities() -> list[Identity]:
    """Every way that may work here, the best first."""
    if os.geteuid() != 0:
        return [Identity((), os.geteuid())]
    ways = []
    if unshare := shutil.which("unshare"):
        # In a user namespace root is called 1000; the files stay root's.
        ways.append(Identity((unshare, "--user", "--map-user=1000", "--map-group=1000"), 0))
    if setpriv := shutil.which("setpriv"):
        to_nobody = (setpriv, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--pdeathsig=INT")
        # A clone under a 0700 home is out of another user's reach, unless this one right goes along.
        ways.append(
            Identity((*to_nobody, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"), NOBODY)
        )
        ways.append(Identity(to_nobody, NOBODY))
    return ways


def choose_identity(program: str, folder: Path) -> Identity:
    """The first way that runs the program and may write in the folder, which then belongs to it."""
    before = folder.stat().st_uid
    for way in identities():
        hand_over(folder, way.owner)
        if _works(way, program, folder):
            return way
    hand_over(folder, before)
    raise LocalProblem(
        "PostgreSQL tidak mau berjalan sebagai root, dan wadah ini tidak mengizinkan cara lain. "
        "Jalankan sebagai pengguna biasa, atau beri DATABASE_URL.",
        "PostgreSQL refuses to run as root and this container allows no way around it. "
        "Run as an ordinary user, or set DATABASE_URL.",
    )


def hand_over(folder: Path, owner: int) -> None:
    """Make a folder and all in it belong to a user; only root can, and only root needs to."""
    if os.geteuid() != 0:
        return
    for path in (folder, *folder.rglob("*")):
        if path.lstat().st_uid != owner:
            os.chown(path, owner, -1, follow_symlinks=False)


def _works(way: Identity, program: str, folder: Path) -> bool:
    probe = folder / f".probe-{os.getpid()}"
    script = '[ "$(id -u)" != 0 ] && "$1" --version && : > "$2" && rm "$2"'
    asked = subprocess.run(
        [*way.prefix, "/bin/sh", "-c", script, "sh", program, str(probe)], capture_output=True, check=False
    )
    return asked.returncode == 0
