"""What the worker does by the clock."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast
from unittest.mock import AsyncMock
from uuid import UUID

import pytest
from structlog.testing import capture_logs
from tortoise.exceptions import DBConnectionError, OperationalError

from jobs.applications import RUN_SECONDS, wake_applications
from jobs.context import Context
from jobs.housekeeping import tidy_up
from models.accounts.tables import Session, SignInCode
from models.applications.journal import open_journal
from models.applications.operations.answering import Finding
from models.applications.operations.waking import applications_to_wake
from models.applications.states import Decision
from models.applications.tables import Application, Attachment, Draft, Event
from models.documents.tables import Document
from models.kit.ids import new_id, random_code
from models.kit.ports import Missing
from models.kit.tables import OutboxEntry, RequestKey, Throttle
from models.kit.transactions import rows_of, unit_of_work
from models.messages.tables import Message
from models.services.tables import Service
from tests.conftest import Queries
from tests.story import Story

A_MONTH = timedelta(days=30)
WIDTH = Finding(("answers", "width"), "Lebar di foto tampak 3 meter.")


@pytest.fixture
def ctx(story: Story) -> Context:
    return cast("Context", {"regency": story.regency})


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A run that has all the time in the world; what it logs is not drawn, which takes seconds."""
    monkeypatch.setattr("jobs.applications.monotonic", float)
    with capture_logs():
        yield


async def waiting(story: Story) -> UUID:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[WIDTH])
    return sent.id


async def test_findings_that_waited_long_enough_are_told_once(story: Story, ctx: Context) -> None:
    id = await waiting(story)
    story.now += A_MONTH
    for _ in range(2):
        await wake_applications(ctx)
    assert (await Application.get(id=id)).state == "RETURNED"
    assert await Event.filter(application_id=id, kind="findings-released").count() == 1
    told = Message.filter(application_id=id, phone_sealed__not_isnull=True)
    assert await told.count() == 2


async def test_one_broken_history_does_not_keep_the_others_waiting(story: Story, ctx: Context) -> None:
    broken, sound = [await waiting(story) for _ in range(2)]
    story.now += A_MONTH
    await Event.create(
        application_id=broken, sequence=9, kind="findings-released", at=story.at(),
        actor_kind="system", actor_name="Sistem", data={},
    )  # fmt: skip
    await wake_applications(ctx)
    assert (await Application.get(id=broken)).state == "IN_PROGRESS"
    assert (await Application.get(id=sound)).state == "RETURNED"
    assert await applications_to_wake(at=story.now) == []


@pytest.mark.parametrize(
    ("error", "minutes"), [(KeyError("answers"), 60), (OperationalError("deadlock detected"), 1)]
)
async def test_what_passes_is_tried_again_in_a_minute_and_what_cannot_be_read_in_an_hour(
    story: Story, ctx: Context, monkeypatch: pytest.MonkeyPatch, error: Exception, minutes: int
) -> None:
    id = await waiting(story)
    story.now += A_MONTH
    monkeypatch.setattr("jobs.applications.wake_application", AsyncMock(side_effect=error))
    began = story.now
    await wake_applications(ctx)
    again = (await Application.get(id=id)).wake_at
    assert again is not None
    assert timedelta() <= again - began - timedelta(minutes=minutes) < timedelta(minutes=1)


async def test_a_database_that_is_away_delays_nobody(
    story: Story, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = await waiting(story)
    story.now += A_MONTH
    away = AsyncMock(side_effect=DBConnectionError("gone"))
    monkeypatch.setattr("jobs.applications.wake_application", away)
    with pytest.raises(DBConnectionError):
        await wake_applications(ctx)
    assert await applications_to_wake(at=story.now) == [id]


MANY = 10_000
_DUE = """
INSERT INTO application (id, number, version_id, service_id, applicant_id, person_id, state, idempotency_key,
  fingerprint, submitted_at, wake_at)
SELECT gen_random_uuid(), 'X-' || n, version_id, service_id, applicant_id, person_id, state, n::text, 'x', submitted_at,
  $2::timestamptz - n * interval '1 second' FROM application, generate_series(1, $3::int) n WHERE id = $1
"""
_LEFT = "SELECT count(*) FROM application WHERE wake_at <= $1"
_WOKEN = "UPDATE application SET wake_at = NULL WHERE id = $1"


async def many_due(story: Story, count: int) -> None:
    """So many applications without a history, in each of which a timer has run out."""
    sent = await story.submit()
    await rows_of(_DUE, [sent.id, story.now, count])
    await rows_of(_WOKEN, [sent.id])
    await rows_of("ANALYZE application")


async def wake_quickly(id: UUID, **_: object) -> bool:
    await rows_of(_WOKEN, [id])
    return True


async def left(story: Story) -> int:
    count: int = (await rows_of(_LEFT, [story.now]))[0]["count"]
    return count


async def test_a_run_ends_in_time_whatever_is_due_and_the_next_goes_on_with_the_rest(
    story: Story, ctx: Context, monkeypatch: pytest.MonkeyPatch, queries: Queries
) -> None:
    await many_due(story, MANY)
    tenths = iter(range(10**9))
    monkeypatch.setattr("jobs.applications.monotonic", lambda: next(tenths) / 10)
    monkeypatch.setattr("jobs.applications.wake_application", wake_quickly)
    a_run = int(RUN_SECONDS * 10) - 1
    for runs in (1, 2):
        queries.forget()
        await wake_applications(ctx)
        assert await left(story) == MANY - runs * a_run
        asked = [each for each in queries.statements if "wake_at" in each and each.startswith("SELECT")]
        assert len(asked) == 2, "one for the batch, and one of this test"


async def test_all_that_is_due_is_found_in_batches_by_its_index(
    story: Story, ctx: Context, monkeypatch: pytest.MonkeyPatch, queries: Queries
) -> None:
    await many_due(story, 1_000)
    monkeypatch.setattr("jobs.applications.wake_application", wake_quickly)
    queries.forget()
    await wake_applications(ctx)
    assert await left(story) == 0
    batches = [each for each in queries.statements if '"wake_at"' in each and "ORDER BY" in each]
    assert len(batches) == 1_000 // 200 + 1


async def test_what_cannot_be_woken_lies_once_a_run_and_the_others_are_woken(
    story: Story, ctx: Context
) -> None:
    sound = await waiting(story)
    story.now += A_MONTH
    await many_due(story, 300)
    await wake_applications(ctx)
    assert (await Application.get(id=sound)).state == "RETURNED"
    assert await left(story) == 0


async def test_workers_side_by_side_do_not_wait_for_each_other(story: Story, ctx: Context) -> None:
    held, free = [await waiting(story) for _ in range(2)]
    story.now += A_MONTH
    begun, done = asyncio.Event(), asyncio.Event()

    async def another() -> None:
        async with unit_of_work():
            await open_journal(held, regency=story.regency)
            begun.set()
            await done.wait()

    async def this() -> None:
        await begun.wait()
        await asyncio.wait_for(wake_applications(ctx), 60)
        done.set()

    await asyncio.gather(another(), this())
    assert (await Application.get(id=free)).state == "RETURNED"
    assert (await Application.get(id=held)).state == "IN_PROGRESS"
    await wake_applications(ctx)
    assert (await Application.get(id=held)).state == "RETURNED"


async def sessions_and_codes(story: Story, now: datetime) -> None:
    account = (await story.citizen()).account
    for mark, expires in (("old", -timedelta(minutes=1)), ("kept", timedelta(minutes=1))):
        await Session.create(token_hash=mark, account_id=account, created_at=now, expires_at=now + expires)
    for mark, hours in (("old", 25), ("kept", 23)):
        expired = now - timedelta(hours=hours)
        await SignInCode.create(phone_hash=mark, code_hash=mark, created_at=expired, expires_at=expired)


async def test_sessions_and_codes_go_when_their_time_is_over(story: Story, ctx: Context) -> None:
    await sessions_and_codes(story, story.now)
    await tidy_up(ctx)
    assert [each.token_hash for each in await Session.all()] == ["kept"]
    assert [each.phone_hash for each in await SignInCode.all()] == ["kept"]


async def test_tries_and_keys_go_and_what_still_counts_stays(story: Story, ctx: Context) -> None:
    now, account = story.now, (await story.citizen()).account
    for mark, hours in (("old", -1), ("kept", 1)):
        await Throttle.create(kind="sign", subject=mark, tries=5, ends_at=now + timedelta(hours=hours))
    for mark, hours in (("old", 25), ("kept", 23)):
        await RequestKey.create(
            account_id=account, key=mark, operation="sign", fingerprint=mark,
            created_at=now - timedelta(hours=hours),
        )  # fmt: skip
    await tidy_up(ctx)
    assert [each.subject for each in await Throttle.all()] == ["kept"]
    assert [each.key for each in await RequestKey.all()] == ["kept"]


@pytest.mark.usefixtures("database")
async def test_promises_go_a_week_after_they_were_kept_and_never_before(ctx: Context) -> None:
    now = ctx["regency"].now()
    long_ago = now - timedelta(days=99)
    for job, done in (("old", now - timedelta(days=8)), ("kept", now - timedelta(days=6)), ("owed", None)):
        await OutboxEntry.create(
            job=job, args={}, created_at=long_ago, next_attempt_at=long_ago, done_at=done
        )
    await tidy_up(ctx)
    assert {each.job for each in await OutboxEntry.all()} == {"kept", "owed"}


async def test_drafts_end_when_nobody_goes_on_with_them_and_soon_after_they_are_sent(
    story: Story, ctx: Context
) -> None:
    service, sent = await Service.get(slug="izin-reklame"), await story.submit()
    account, kept = (await story.citizen()).account, set()
    for owner, application, lives in (
        (None, None, timedelta(days=1)),
        (account, sent.id, timedelta(days=30)),
        (account, None, timedelta(days=180)),
    ):
        for more in (timedelta(hours=-1), timedelta(hours=1)):
            draft = await Draft.create(
                service_id=service.id, account_id=owner, application_id=application, answers={}, documents={},
                claim_hash=None if owner else random_code(), updated_at=story.now - lives - more,
            )  # fmt: skip
            kept |= {draft.id} if more < timedelta() else set()
    await tidy_up(ctx)
    assert {draft.id for draft in await Draft.all()} == kept


async def test_what_people_were_told_ends_after_a_year_and_what_was_never_sent_stays(
    story: Story, ctx: Context
) -> None:
    account, kept = (await story.citizen()).account, set()
    for owner, phone, told, days in (
        (None, b"", True, 2), (account, None, False, 364), (account, None, False, 366),
        (account, b"", True, 366), (account, b"", False, 366), (account, b"", True, 8),
    ):  # fmt: skip
        at = story.now - timedelta(days=days)
        message = await Message.create(
            account_id=owner, phone_sealed=phone, text_sealed=b"", created_at=at, sent_at=at if told else None
        )
        kept |= {message.id} if owner and (days < 365 or (phone == b"" and not told)) else set()
    await tidy_up(ctx)
    left = await Message.all()
    assert {message.id for message in left} == kept
    assert [message.sent_at for message in left if message.phone_sealed is not None] == [None], (
        "a number is kept only for what is still to be sent"
    )


async def test_uploads_that_nothing_uses_end_and_their_content_with_them(story: Story, ctx: Context) -> None:
    sent = await story.submit()
    citizen = await story.citizen()
    loose, drafted, young = [await story.document(citizen, f"{name}.jpg") for name in ("a", "b", "c")]
    service = await Service.get(slug="izin-reklame")
    await Draft.create(
        service_id=service.id, account_id=citizen.account, answers={}, documents={"design": [drafted.hex]},
        updated_at=story.now + timedelta(days=31),
    )  # fmt: skip
    attached = {row.document_id for row in await Attachment.filter(submission__application_id=sent.id)}
    key = (await Document.get(id=loose)).storage_key
    story.now += timedelta(days=31)
    await Document.filter(id=young).update(created_at=story.now)
    await tidy_up(ctx)
    assert {row.id for row in await Document.all()} == attached | {drafted, young}
    with pytest.raises(Missing):
        await story.regency.storage.get(key)
    for row in await Document.all():
        assert await story.regency.storage.get(row.storage_key)


async def test_tidying_leaves_applications_alone(story: Story, ctx: Context) -> None:
    sent = await story.submit(key=f"old-{new_id().hex}")
    story.now += timedelta(days=400)
    await tidy_up(ctx)
    assert await Event.filter(application_id=sent.id).count() == 1
    assert await Message.filter(application_id=sent.id).count() == 1
    assert await OutboxEntry.filter(done_at=None).count() == 1
