"""A process that dies between render, sign and commit; and what the next one makes of what it left."""

import asyncio
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from arq.connections import ArqRedis, RedisSettings, create_pool

from app.settings import Settings
from integrations.signing import LocalSigner
from integrations.verification import validate
from jobs.outbox import hand_over
from models.applications.tables import Application, Event, Task
from models.kit.tables import OutboxEntry
from models.messages.tables import Message
from models.permits.tables import Permit, PermitSeries, PreparedDocument, Reservation
from tests.crash.fatal import Deed, Moment, do
from tests.story import Story

pytestmark = pytest.mark.crash


class Deaths:
    """Sends processes to their end on the test's own database."""

    def __init__(self, root: Path, settings: Settings, database_url: str, redis_url: str) -> None:
        own = {"VAR_DIR": str(settings.var_dir), "PUBLIC_URL": settings.public_url}
        self._env = os.environ | own | {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
        self._root = root

    async def at(self, moment: Moment, deed: Deed) -> None:
        """A process begins the deed and has died of kill -9 at the moment."""
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "tests.crash.fatal"], cwd=self._root, env=self._env,
            input=deed.to_json(moment), capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == -signal.SIGKILL, done.stderr

    @contextmanager
    def nobody_dies(self) -> Iterator[None]:
        """A worker as it should be."""
        program = Path(sys.executable).with_name("kabupaten")
        worker = subprocess.Popen([str(program), "worker"], cwd=self._root, env=self._env)
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(30)


@pytest.fixture
def deaths(root: Path, settings: Settings, database: str, redis_url: str) -> Deaths:
    return Deaths(root, settings, database, redis_url)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[ArqRedis]:
    pool = await create_pool(RedisSettings.from_dsn(redis_url))
    await pool.flushdb()
    yield pool
    await pool.flushdb()
    await pool.aclose()


async def approved(story: Story) -> UUID:
    """An application that waits for its signature."""
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    return sent.id


def deed(verb: str, story: Story, **about: UUID) -> Deed:
    return Deed(verb, story.at().isoformat(), **{name: id.hex for name, id in about.items()})


async def one_document(story: Story, application: UUID, settings: Settings) -> None:
    """One number, one prepared PDF, one permit, one entry in the history, one message about it."""
    reservation = await Reservation.get()
    assert (await PermitSeries.get()).newest == reservation.sequence == 1
    prepared = await PreparedDocument.get(reservation_id=reservation.id)
    files = (settings.var_dir / "files/permits/prepared").glob(f"{reservation.id.hex}*")
    assert [file.name for file in files] == [Path(prepared.storage_key).name]
    permit = await Permit.get(application_id=application)
    assert (permit.number, permit.code) == (reservation.number, reservation.code)
    assert await Event.filter(application_id=application, kind="issued").count() == 1
    assert (await Application.get(id=application)).state == "ISSUED"
    assert await Message.filter(application_id=application).count() == 2
    content = await story.regency.storage.get(permit.storage_key)
    assert hashlib.sha256(content).hexdigest() == permit.sha256
    signer = story.regency.signer
    assert isinstance(signer, LocalSigner)
    assert [check.good for check in await asyncio.to_thread(validate, content, [signer.authority()])] == [
        True
    ]


@pytest.mark.parametrize(
    ("verb", "moment"),
    [
        ("prepare", Moment.RENDERED),
        ("prepare", Moment.PREPARED_STORED),
        ("sign", Moment.RENDERED),
        ("sign", Moment.PREPARED_STORED),
        ("sign", Moment.SIGNED),
        ("sign", Moment.SIGNED_STORED),
        ("sign", Moment.BEFORE_COMMIT),
        ("sign", Moment.AFTER_COMMIT),
    ],
)
async def test_a_document_whose_making_was_cut_short_is_issued_once(
    story: Story, deaths: Deaths, settings: Settings, verb: str, moment: Moment
) -> None:
    application = await approved(story)
    await deaths.at(moment, deed(verb, story, application=application))
    assert await Permit.all().count() == (1 if moment is Moment.AFTER_COMMIT else 0)
    for again in ("prepare", "sign", "sign"):
        await do(deed(again, story, application=application), story)
    await one_document(story, application, settings)


@pytest.mark.parametrize("moment", [Moment.BEFORE_COMMIT, Moment.AFTER_COMMIT])
async def test_an_application_cut_short_is_taken_in_once(
    story: Story, deaths: Deaths, moment: Moment
) -> None:
    paper = await story.document(await story.citizen())
    await deaths.at(moment, deed("submit", story, document=paper))
    assert await Application.all().count() == (1 if moment is Moment.AFTER_COMMIT else 0)
    for _ in range(2):
        await do(deed("submit", story, document=paper), story)
    application = await Application.get()
    assert await Event.filter(application_id=application.id).values_list("kind") == [("submitted",)]
    opened = await Task.filter(state="OPEN", opened_at=application.submitted_at).count()
    assert (opened, await Task.all().count()) == (3, 9)
    assert await OutboxEntry.all().count() == await Message.all().count() == 1


@pytest.mark.parametrize("moment", [Moment.BEFORE_COMMIT, Moment.AFTER_COMMIT])
async def test_a_decision_cut_short_is_taken_once(story: Story, deaths: Deaths, moment: Moment) -> None:
    application = (await story.submit()).id
    await deaths.at(moment, deed("decide", story, application=application))
    decided = Event.filter(application_id=application, kind="decided", step="tax")
    assert await decided.count() == (1 if moment is Moment.AFTER_COMMIT else 0)
    for _ in range(2):
        await do(deed("decide", story, application=application), story)
    assert await decided.count() == 1
    assert (await story.task(application, "tax")).state == "DONE"


async def test_a_job_that_dies_half_way_is_handed_over_again_and_makes_one_document(
    story: Story, deaths: Deaths, settings: Settings, redis: ArqRedis
) -> None:
    story.now = datetime.now(UTC)
    application = await approved(story)
    await deaths.at(Moment.RENDERED, deed("work", story))
    rendering = await OutboxEntry.get(job="prepare_permit")
    assert (rendering.done_at, rendering.attempt) == (None, 1)
    assert await PreparedDocument.all().count() == 0

    assert await hand_over(redis, now=rendering.next_attempt_at) >= 1
    with deaths.nobody_dies():
        for _ in range(300):
            if await OutboxEntry.filter(done_at=None).count() == 0:
                break
            await asyncio.sleep(0.1)
    assert await OutboxEntry.filter(done_at=None).count() == 0
    await do(deed("sign", story, application=application), story)
    await one_document(story, application, settings)
