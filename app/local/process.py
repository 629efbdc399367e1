"""Child processes that end with us, and how to recognise those of an earlier life."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ATTEMPTS = 8
"""How often a server is tried, half a second apart: what a killed one left behind goes away by itself."""
PR_SET_PDEATHSIG = 1
PROC = Path("/proc")
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    argv: Sequence[str],
    *,
    log: Path,
    mark: Path,
    env: Mapping[str, str] | None = None,
    farewell: signal.Signals = signal.SIGTERM,
    inherits: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches only us; `mark` will say who it is.

    Of our open files it gets those whose descriptors it `inherits`.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as stream:
        child = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env=env,
            start_new_session=True,
            pass_fds=inherits,
            preexec_fn=dies_with_parent(farewell),  # noqa: PLW1509 - one prctl, no locks, before threads exist
        )
    mark.write_text(f"{child.pid} {birth(child.pid)}\n")
    return child


def dies_with_parent(farewell: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before exec so that Linux sends it `farewell` when we die, even by kill -9."""
    libc, parent = _LIBC, os.getpid()
    if libc is None:
        return None

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(farewell), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def stop(child: subprocess.Popen[bytes], farewell: signal.Signals, *, patience: float = 15.0) -> None:
    """Ask a child to end; after `patience` seconds do not ask any more."""
    if child.poll() is None:
        child.send_signal(farewell)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
    child.wait()


def stop_leftover(mark: Path, farewell: signal.Signals, *, patience: float = 15.0) -> None:
    """End the process that an earlier life left running, if the mark proves that it is ours."""
    if not mark.exists():
        return
    words = mark.read_text().split()
    if (
        len(words) == 2
        and words[0].isdigit()
        and words[1] not in ("-", "")
        and birth(int(words[0])) == words[1]
    ):
        _end(int(words[0]), words[1], farewell, patience)
    mark.unlink()


def birth(pid: int) -> str:
    """When a process began, so that no other process of that number is mistaken for it; "-" if none."""
    if PROC.exists():
        try:
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
            boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        except (FileNotFoundError, ProcessLookupError):
            return "-"
        return "-" if fields[0] in "ZX" else f"{boot}:{fields[19]}"
    question = ["ps", "-o", "lstart=", "-p", str(pid)]
    asked = subprocess.run(question, capture_output=True, text=True, check=False)
    return asked.stdout.strip().replace(" ", "_") or "-"


def _end(pid: int, born: str, farewell: signal.Signals, patience: float) -> None:
    os.kill(pid, farewell)
    give_up = time.monotonic() + patience
    while birth(pid) == born:
        if time.monotonic() > give_up:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def trim_log(log: Path, *, limit: int = 10_000_000) -> None:
    """Put a log that has grown too long aside; one older one is kept."""
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".old.log"))


def tail(log: Path, *, lines: int = 20) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""
