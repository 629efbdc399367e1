"""The holiday table: who may change it, what is written down, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from models.calendar.operations import (
    CalendarNotYours,
    HolidayDraft,
    HolidayNotFound,
    HolidayStands,
    declare_holiday,
    withdraw_holiday,
)
from models.calendar.queries import holiday_changes, holidays, working_time
from models.kit.actor import Actor, ActorKind
from models.kit.errors import InvalidInput
from models.kit.tables import OutboxEntry
from tests.story import Story

pytestmark = pytest.mark.monday


TUESDAY = date(2026, 11, 24)
DECREE = HolidayDraft(TUESDAY, "Hari jadi kabupaten", "SK Bupati 188/2026")


async def test_the_secretariat_declares_a_day_and_it_is_written_down_and_promised(story: Story) -> None:
    setda = await story.officer("setda")
    await declare_holiday(DECREE, by=setda, at=story.at(), regency=story.regency)
    assert not (await working_time(story.regency.zone)).is_working_day(TUESDAY)
    day = next(row for row in await holidays(2026) if row.date == TUESDAY)
    assert (day.name, day.source, day.added_by) == (DECREE.name, DECREE.source, setda.name)
    await withdraw_holiday(
        TUESDAY, source="SK Bupati 190/2026", by=setda, at=story.at(), regency=story.regency
    )
    assert (await working_time(story.regency.zone)).is_working_day(TUESDAY)
    changes = await holiday_changes()
    assert [(row.is_holiday, row.source, row.by) for row in changes] == [
        (False, "SK Bupati 190/2026", setda.name),
        (True, DECREE.source, setda.name),
    ]
    assert await OutboxEntry.filter(job="recalculate").count() == 2


async def test_another_agencys_head_and_a_citizen_may_not(story: Story) -> None:
    for by in (await story.officer("kadis-dpmptsp"), await story.citizen()):
        with pytest.raises(CalendarNotYours):
            await declare_holiday(DECREE, by=by, at=story.at(), regency=story.regency)
        with pytest.raises(CalendarNotYours):
            await withdraw_holiday(
                date(2026, 12, 25), source="x", by=by, at=story.at(), regency=story.regency
            )
    assert await holiday_changes() == []


async def test_the_machine_acts_in_the_name_it_is_given(story: Story) -> None:
    by = Actor(ActorKind.SYSTEM, "Bagian Organisasi")
    await declare_holiday(DECREE, by=by, at=story.at(), regency=story.regency)
    assert [row.by for row in await holiday_changes()] == ["Bagian Organisasi"]


@pytest.mark.parametrize(
    ("faulty", "field"),
    [
        (replace(DECREE, date=date(2026, 11, 8)), "date"),
        (replace(DECREE, date=date(2029, 1, 1)), "date"),
        (replace(DECREE, name="  "), "name"),
        (replace(DECREE, name="a\0b"), "name"),
        (replace(DECREE, source="x" * 201), "source"),
        (replace(DECREE, source="\ud800"), "source"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(story: Story, faulty: HolidayDraft, field: str) -> None:
    by = await story.officer("sekda")
    with pytest.raises(InvalidInput) as refused:
        await declare_holiday(faulty, by=by, at=story.at(), regency=story.regency)
    assert [problem.path for problem in refused.value.problems] == [(field,)]
    assert await OutboxEntry.filter(job="recalculate").count() == 0


async def test_a_day_is_declared_once_and_one_that_is_none_is_not_withdrawn(story: Story) -> None:
    by, regency = await story.officer("setda"), story.regency
    await declare_holiday(DECREE, by=by, at=story.at(), regency=regency)
    with pytest.raises(HolidayStands):
        await declare_holiday(DECREE, by=by, at=story.at(), regency=regency)
    with pytest.raises(HolidayNotFound):
        await withdraw_holiday(date(2026, 11, 26), source="x", by=by, at=story.at(), regency=regency)
    assert len(await holiday_changes()) == 1


async def test_a_holiday_that_has_come_stays_one(story: Story) -> None:
    by, today = await story.officer("setda"), date(2026, 11, 23)
    await declare_holiday(replace(DECREE, date=today), by=by, at=story.at(), regency=story.regency)
    with pytest.raises(InvalidInput) as refused:
        await withdraw_holiday(today, source="x", by=by, at=story.at(), regency=story.regency)
    assert refused.value.problems[0].path == ("date",)
