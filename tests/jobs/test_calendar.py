"""Counting deadlines again: in pieces that fit a job's time, and none is left out."""

from typing import cast

import pytest

from jobs import calendar
from jobs.context import Context
from models.applications.tables import Event
from models.calendar.operations import FROM_THE_BEGINNING, HolidayDraft, declare_holiday
from models.kit.actor import Actor, ActorKind
from models.kit.tables import OutboxEntry
from tests.appointments import times_to_come
from tests.clock import day_of
from tests.story import Story

MACHINE = Actor(ActorKind.SYSTEM, "Bagian Organisasi")


@pytest.fixture
def ctx(story: Story) -> Context:
    return cast("Context", {"regency": story.regency})


async def shut_the_next_working_day(story: Story) -> None:
    (morning,) = await times_to_come(story.now, 1)
    draft = HolidayDraft(day_of(morning), "Hari jadi", "SK Bupati 188/2026")
    await declare_holiday(draft, by=MACHINE, at=story.at(), regency=story.regency)


async def test_every_running_application_is_counted_again_and_twice_does_no_harm(
    story: Story, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "MOST_SECONDS", 600.0)
    sent = [await story.submit() for _ in range(3)]
    await shut_the_next_working_day(story)
    for _ in range(2):
        await calendar.recalculate(ctx, FROM_THE_BEGINNING)
    traces = await Event.filter(kind="recalculated").order_by("id")
    assert [trace.application_id for trace in traces] == [each.id for each in sent]
    assert await OutboxEntry.filter(job="recalculate").count() == 1


async def test_when_the_time_is_up_the_rest_is_promised(
    story: Story, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [await story.submit() for _ in range(3)]
    await shut_the_next_working_day(story)
    monkeypatch.setattr(calendar, "MOST_SECONDS", 0.0)
    await calendar.recalculate(ctx, FROM_THE_BEGINNING)
    assert await Event.filter(kind="recalculated").count() == 1
    promised = await OutboxEntry.filter(job="recalculate").order_by("-id").first()
    assert promised is not None
    assert promised.args == {"id": sent[0].id.hex}


async def test_one_that_cannot_be_counted_does_not_stop_the_others(
    story: Story, ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "MOST_SECONDS", 600.0)
    broken, sound = [await story.submit() for _ in range(2)]
    await Event.create(
        application_id=broken.id, sequence=9, kind="findings-released", at=story.at(),
        actor_kind="system", actor_name="Sistem", data={},
    )  # fmt: skip
    await shut_the_next_working_day(story)
    await calendar.recalculate(ctx, FROM_THE_BEGINNING)
    assert [row.application_id for row in await Event.filter(kind="recalculated")] == [sound.id]
