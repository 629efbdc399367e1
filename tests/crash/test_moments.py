"""A process that dies between render, sign and commit; and what the next one makes of what it left."""

import asyncio
import hashlib
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.settings import Settings
from integrations.signing import LocalSigner
from integrations.verification import validate
from models.applications.tables import Application, Event, Task
from models.kit.tables import OutboxEntry
from models.messages.tables import Message
from models.permits.tables import Permit, PermitSeries, PreparedDocument, Reservation
from tests.crash.deaths import Deaths, deed
from tests.crash.fatal import Moment, do
from tests.real_clock import really_now
from tests.story import Story

pytestmark = pytest.mark.crash


async def approved(story: Story) -> UUID:
    """An application that waits for its signature."""
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    return sent.id


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
    checks = await asyncio.to_thread(validate, content, [signer.authority()], at=really_now())
    assert [check.good for check in checks] == [True]


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
    story: Story, deaths: Deaths, settings: Settings
) -> None:
    story.now = really_now() - timedelta(hours=1)
    application = await approved(story)
    await deaths.at(Moment.RENDERED, deed("work", story))
    rendering = await OutboxEntry.get(job="prepare_permit")
    assert (rendering.done_at, rendering.attempt) == (None, 1)
    assert await PreparedDocument.all().count() == 0

    await deaths.all_is_done()
    await do(deed("sign", story, application=application), story)
    await one_document(story, application, settings)
