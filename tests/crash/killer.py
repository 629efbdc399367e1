"""kill -9, at moments and on victims that a seed decides."""

import asyncio
import os
import random  # noqa: TID251 - a seed makes the same bad day come again; nothing here has to be secret
import signal
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from app.local.process import PROC, birth

MARKS = {
    "web": "log/serve.process",
    "worker": "log/worker.process",
    "valkey": "valkey/process",
    "postgres": "postgres/process",
    "postgres-backend": "postgres/process",
}
PAUSE = (0.1, 1.9)
"""Seconds between two killings: some come while the last victim is still getting up."""


@dataclass
class Killer:
    """Kills in rounds, everybody once a round in another order, until it is told to stop."""

    var: Path
    seed: int
    killed: Counter[str] = field(default_factory=Counter)

    async def rage(self, stop: asyncio.Event) -> None:
        """Kill until `stop` is set."""
        chance = random.Random(self.seed)  # noqa: S311
        while True:
            for victim in chance.sample(sorted(MARKS), len(MARKS)):
                pause = chance.uniform(*PAUSE)
                try:
                    await asyncio.wait_for(stop.wait(), pause)
                except TimeoutError:
                    self._kill(victim, chance)
                else:
                    return

    def _kill(self, victim: str, chance: random.Random) -> None:
        pid = _process_of(self.var / MARKS[victim])
        if pid is not None and victim == "postgres-backend":
            pid = chance.choice(_children(pid) or [None])
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            self.killed[victim] += 1


def _process_of(mark: Path) -> int | None:
    """Who is marked, unless it is dead already or another process has its number."""
    words = mark.read_text().split() if mark.exists() else []
    if len(words) != 2 or birth(int(words[0])) != words[1]:
        return None
    return int(words[0])


def _children(pid: int) -> list[int]:
    """PostgreSQL's own processes: one for each connection, and those that tidy up."""
    try:
        return [int(word) for word in (PROC / f"{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
