"""Keeps a handful of parts running, in order, until it is told to stop."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Protocol

from app.local.problems import LocalProblem
from app.local.process import spawn, stop, stop_leftover, tail, trim_log

LOOK_EVERY = 0.2
"""Seconds between two looks at the parts."""
CALM = 10.0
"""A part that lived this many seconds is started again without delay."""
LONGEST_WAIT = 5.0


class Part(Protocol):
    """What can be started again and again on the same port."""

    name: str

    def start(self) -> None: ...
    def alive(self) -> bool: ...
    def stop(self) -> None: ...


class Program:
    """One of our own processes, its words in a log, and the sockets at which it finds its clients."""

    def __init__(self, name: str, argv: Sequence[str], *, var: Path, env: Mapping[str, str]) -> None:
        self.name = name
        self.argv = argv
        self.env = env
        self.log = var / "log" / f"{name}.log"
        self.mark = var / "log" / f"{name}.process"
        self.starts = 0
        self.sockets: list[socket.socket] = []
        self._child: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """End the process of an earlier life, if one is left."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        stop_leftover(self.mark, signal.SIGTERM)
        trim_log(self.log)

    def start(self) -> None:
        """Start the process; whether it does its work, others have to ask it."""
        self.starts += 1
        numbers = [one.fileno() for one in self.sockets]
        argv = [*self.argv, *(f"--fd={number}" for number in numbers)]
        self._child = spawn(argv, log=self.log, mark=self.mark, env=self.env, inherits=numbers)

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        """Let it finish what it is doing, then end it."""
        if self._child is not None:
            stop(self._child, signal.SIGTERM)
            self.mark.unlink(missing_ok=True)
            self._child = None
        for one in self.sockets:
            one.close()


class Supervisor:
    """Starts parts in the order given, revives them, and stops them in the opposite order."""

    def __init__(self, *, with_parent: bool) -> None:
        self.stopping = False
        self._parts: list[Part] = []
        self._started: dict[str, float] = {}
        self._wait: dict[str, float] = {}
        self._parent = os.getppid() if with_parent else None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)

    def add(self, part: Part) -> None:
        """Start a part and look after it from now on."""
        self._parts.append(part)
        self._started[part.name] = time.monotonic()
        part.start()

    def watch(self) -> None:
        """Look after the parts until told to stop."""
        while not self.should_stop():
            self.revive()
            time.sleep(LOOK_EVERY)

    def revive(self) -> None:
        """Start again whatever has died; what dies at once again and again waits longer each time."""
        for part in self._parts:
            if part.alive() or self.stopping:
                continue
            lived = time.monotonic() - self._started[part.name]
            wait = 0.0 if lived > CALM else self._wait.get(part.name, 0.0)
            if lived < wait:
                continue
            self._wait[part.name] = min(LONGEST_WAIT, wait * 2 + LOOK_EVERY)
            print(f"{part.name} berhenti; dinyalakan lagi.", file=sys.stderr, flush=True)
            self._started[part.name] = time.monotonic()
            try:
                part.start()
            except LocalProblem as problem:
                print(problem, file=sys.stderr, flush=True)

    def stop_all(self) -> None:
        """Stop the parts, the last one started first."""
        self.stopping = True
        for part in reversed(self._parts):
            part.stop()
        self._parts.clear()

    def run_once(self, argv: Sequence[str], *, env: Mapping[str, str], log: Path) -> None:
        """Run one command to its end; if it fails, its last words are the reason."""
        mark = log.with_suffix(".process")
        child = spawn(argv, log=log, mark=mark, env=env)
        while child.poll() is None:
            if self.should_stop():
                stop(child, signal.SIGTERM)
                return
            time.sleep(LOOK_EVERY / 10)
        mark.unlink()
        if child.returncode != 0:
            words = " ".join([Path(argv[0]).name, *argv[1:]])
            raise LocalProblem(f"`{words}` gagal; catatannya di {log}.", f"`{words}` failed:\n{tail(log)}")

    def should_stop(self) -> bool:
        """Whether a signal came, to us or to the `make` above us."""
        return self.stopping or (self._parent is not None and _is_ending(self._parent))

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True


def _is_ending(parent: int) -> bool:
    """Whether `make` is gone, or holds back SIGINT, which it does only while it waits for us to end.

    On SIGTERM make tells its child; on a SIGINT that was sent to make alone it only waits.
    """
    if os.getppid() != parent:
        return True
    try:
        status = Path(f"/proc/{parent}/status").read_text()
    except OSError:
        return False
    blocked = next(line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:"))
    return bool(int(blocked, 16) >> (signal.SIGINT - 1) & 1)
