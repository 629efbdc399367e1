"""A holiday that is added today moves tomorrow's deadlines and leaves a trace; taken back, they are what they were."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.applications import tables
from models.applications.operations import submitting
from models.applications.operations.answering import Finding
from models.applications.operations.objecting import ObjectionDraft, object_to_refusal
from models.applications.operations.recalculating import (
    applications_with_deadlines,
    recalculate_application,
)
from models.applications.states import Decision, Event
from models.applications.workflow import advance
from models.calendar.operations import FROM_THE_BEGINNING, HolidayDraft, declare_holiday, withdraw_holiday
from models.calendar.workflow import WorkingTime
from models.kit.actor import Actor, ActorKind
from models.kit.ids import random_code
from models.kit.transactions import rows_of
from models.messages.operations import tell
from models.services.definition import Definition
from tests.models.applications.graphs import CLOCK, histories
from tests.story import Story

pytestmark = pytest.mark.monday


TUESDAY = date(2026, 11, 24)
MACHINE = Actor(ActorKind.SYSTEM, "Bagian Organisasi")
days = st.dates(date(2026, 11, 23), date(2026, 12, 31))


async def declare(story: Story, day: date = TUESDAY) -> None:
    draft = HolidayDraft(day, "Hari jadi", "SK Bupati 188/2026")
    await declare_holiday(draft, by=MACHINE, at=story.at(), regency=story.regency)


async def withdraw(story: Story, day: date = TUESDAY) -> None:
    await withdraw_holiday(day, source="dibatalkan", by=MACHINE, at=story.at(), regency=story.regency)


async def recalculate(story: Story, id: UUID) -> bool:
    return await recalculate_application(id, at=story.at(), regency=story.regency)


async def deadlines(id: UUID) -> dict[str, datetime | None]:
    row = await tables.Application.get(id=id)
    tasks = await tables.Task.filter(application_id=id)
    shown = {task.step: task.due_at for task in tasks}
    return shown | {"promise": row.due_at, "citizen": row.citizen_due_at, "wake": row.wake_at}


async def causes(id: UUID) -> list[str]:
    rows = tables.Event.filter(application_id=id, kind="recalculated").order_by("sequence")
    return [row.data["cause"] for row in await rows]


async def test_a_holiday_that_is_declared_while_somebody_submits_reaches_that_file_too(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(*args: Any, **more: Any) -> None:
        begun.set()
        await go_on.wait()
        await tell(*args, **more)

    monkeypatch.setattr(submitting, "tell", slowly)
    submission = asyncio.create_task(story.submit())
    await begun.wait()
    change = asyncio.create_task(declare(story))
    await rows_of("SELECT pg_sleep(0.2)")
    assert not change.done()
    go_on.set()
    sent = await submission
    await change
    assert sent.id in await applications_with_deadlines(FROM_THE_BEGINNING, most=10)
    assert await recalculate(story, sent.id)


async def test_steps_that_are_stored_otherwise_than_the_rules_say_are_mended_with_one_trace(
    story: Story,
) -> None:
    sent = await story.submit()
    await tables.Task.filter(application_id=sent.id, step="decision").update(
        state="OPEN", opened_at=story.now, due_at=story.now
    )
    assert await recalculate(story, sent.id)
    assert (await story.task(sent.id, "decision")).state == "WAITING"
    assert await causes(sent.id) == ["rules"]
    assert not await recalculate(story, sent.id)


async def test_tomorrows_holiday_moves_every_deadline_and_taking_it_back_moves_them_back(
    story: Story,
) -> None:
    sent = await story.submit()
    before = await deadlines(sent.id)
    await declare(story)
    assert await recalculate(story, sent.id)
    after = await deadlines(sent.id)
    for step in ("tax", "construction", "public-order", "promise"):
        assert _known(after[step]) - _known(before[step]) >= timedelta(days=1)
    assert _known(after["wake"]) > _known(before["wake"])
    await withdraw(story)
    assert await recalculate(story, sent.id)
    assert await deadlines(sent.id) == before
    assert await causes(sent.id) == ["+2026-11-24 Hari jadi", "-2026-11-24 Hari jadi"]


def _known(at: datetime | None) -> datetime:
    assert at is not None
    return at


async def test_counting_again_what_has_not_moved_writes_nothing(story: Story) -> None:
    sent = await story.submit()
    assert not await recalculate(story, sent.id)
    await declare(story)
    assert [await recalculate(story, sent.id) for _ in range(2)] == [True, False]
    assert len(await causes(sent.id)) == 1


async def test_the_trace_names_every_change_that_may_have_moved_a_deadline(story: Story) -> None:
    await declare(story, date(2026, 12, 7))
    sent = await story.submit()
    await declare(story)
    await declare(story, date(2026, 12, 30))
    assert await recalculate(story, sent.id)
    assert await causes(sent.id) == ["+2026-11-24 Hari jadi, +2026-12-30 Hari jadi"]


async def test_what_could_not_be_woken_for_a_while_is_no_change_of_the_calendar(story: Story) -> None:
    sent = await story.submit()
    before = await deadlines(sent.id)
    await declare(story, date(2026, 12, 30))
    await tables.Application.filter(id=sent.id).update(wake_at=story.at())
    assert not await recalculate(story, sent.id)
    assert await causes(sent.id) == []
    assert await deadlines(sent.id) == before


async def test_the_citizens_own_deadline_moves_as_well(story: Story) -> None:
    sent = await story.submit()
    finding = Finding(("answers", "width"), "Lebar di foto tampak 3 meter.")
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[finding])
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "public-order", "satpolpp")
    before = (await deadlines(sent.id))["citizen"]
    await declare(story, date(2026, 11, 30))
    await recalculate(story, sent.id)
    after = (await deadlines(sent.id))["citizen"]
    assert _known(after) - _known(before) == timedelta(days=1)


async def test_an_objection_that_is_open_gets_its_day_too_and_what_has_ended_is_left_alone(
    story: Story,
) -> None:
    refused, over = await story.submit(), await story.submit()
    for sent in (refused, over):
        await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Titik terlarang.")
    draft = ObjectionDraft(refused.id, "Titik itu milik saya sendiri.", random_code())
    await object_to_refusal(draft, by=await story.citizen(), at=story.at(), regency=story.regency)
    before = await tables.Objection.get(application_id=refused.id)
    await declare(story)
    assert await applications_with_deadlines(FROM_THE_BEGINNING, most=10) == [refused.id]
    assert await recalculate(story, refused.id)
    after = await tables.Objection.get(application_id=refused.id)
    assert after.due_at - before.due_at == timedelta(days=1)
    for _ in range(2):
        await story.sleep(refused.id)
    assert (await tables.Application.get(id=refused.id)).wake_at == after.due_at
    assert not await recalculate(story, refused.id)


@given(histories(), days)
def test_a_holiday_moves_no_deadline_forward_and_taken_back_leaves_all_as_it_was(
    told: tuple[Definition, list[Event]], day: date
) -> None:
    definition, events = told
    now = max(event.at for event in events)
    shut = WorkingTime(CLOCK.zone, CLOCK.holidays | {day})
    again = WorkingTime(shut.zone, shut.holidays - {day})
    before, during = (advance(definition, events, now, clock) for clock in (CLOCK, shut))
    assert advance(definition, events, now, again) == before
    assert (before.due_at is None) == (during.due_at is None)
    for key, task in before.tasks.items():
        later = during.tasks[key]
        assert (later.state, later.decision, later.opened_at) == (task.state, task.decision, task.opened_at)
        assert task.due_at is None or (later.due_at is not None and later.due_at >= task.due_at)


def test_a_day_over_which_nobody_counts_moves_nothing() -> None:
    start = datetime(2026, 11, 23, 2, tzinfo=UTC)
    sunday = WorkingTime(CLOCK.zone, frozenset({date(2026, 11, 29)}))
    assert [sunday.add_hours(start, hours) for hours in range(80)] == [
        CLOCK.add_hours(start, hours) for hours in range(80)
    ]
