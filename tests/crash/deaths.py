"""Processes that are sent to their end at a named moment, and those that come after them."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from arq.connections import ArqRedis

from app.settings import Settings
from jobs.outbox import FIRST_RETRY, hand_over
from models.applications.operations.waking import applications_to_wake
from models.kit.tables import OutboxEntry
from tests.crash.fatal import Deed, Moment
from tests.real_clock import really_now
from tests.story import Story


class Deaths:
    """Sends processes to their end on the test's own database and queue."""

    def __init__(
        self, root: Path, settings: Settings, database_url: str, redis_url: str, queue: ArqRedis
    ) -> None:
        own = {"VAR_DIR": str(settings.var_dir), "PUBLIC_URL": settings.public_url}
        self._env = os.environ | own | {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
        self._root = root
        self._queue = queue

    async def at(self, moment: Moment, deed: Deed) -> None:
        """A process begins the deed and has died of kill -9 at the moment."""
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "tests.crash.fatal"], cwd=self._root, env=self._env,
            input=deed.to_json(moment), capture_output=True, text=True, check=False, timeout=60,
            pass_fds=[deed.door] if deed.door else [],
        )  # fmt: skip
        assert done.returncode == -signal.SIGKILL, done.stderr

    @contextmanager
    def nobody_dies(self, door: socket.socket | None = None) -> Iterator[None]:
        """A worker as it should be; or a web process at the door that it inherits."""
        program, inherited = Path(sys.executable).with_name("kabupaten"), [door.fileno()] if door else []
        words = ["serve", "--fd", str(door.fileno())] if door else ["worker"]
        heir = subprocess.Popen([str(program), *words], cwd=self._root, env=self._env, pass_fds=inherited)
        try:
            yield
        finally:
            heir.terminate()
            heir.wait(30)

    async def it_is_time(self) -> None:
        """The worker's clock strikes now, and not only in up to twenty seconds."""
        await self._queue.enqueue_job("cron:wake_applications")

    async def all_is_done(self) -> None:
        """Time passes until whatever was promised is due again, and a worker does it."""
        await hand_over(self._queue, now=really_now() + FIRST_RETRY)
        with self.nobody_dies():
            for _ in range(600):
                if not await _is_left():
                    break
                await asyncio.sleep(0.1)
        assert not await _is_left()


async def _is_left() -> bool:
    """Whether a timer has run out or a promise is not kept."""
    if await applications_to_wake(at=really_now()):
        return True
    return await OutboxEntry.filter(done_at=None).exists()


def deed(verb: str, story: Story, *, door: int = 0, **about: UUID) -> Deed:
    """A deed at the story's next minute."""
    return Deed(verb, story.at().isoformat(), door=door, **{name: id.hex for name, id in about.items()})
