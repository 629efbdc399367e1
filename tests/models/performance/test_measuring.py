"""What is measured, and what people read of it."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from models.applications import tables
from models.applications.journal import open_journal
from models.applications.operations.answering import Finding, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.operations.objecting import (
    ObjectionAnswer,
    ObjectionDraft,
    decide_objection,
    object_to_refusal,
)
from models.applications.states import Decision
from models.kit.ids import random_code
from models.kit.transactions import rows_of, unit_of_work
from models.performance.operations import WINDOW, measure_paces
from models.performance.queries import paces, usual_days
from models.performance.workflow import Pace, usually_by
from tests.conftest import Queries
from tests.story import Story

_FINISHED = """
INSERT INTO application (id, number, version_id, service_id, applicant_id, person_id, state, idempotency_key,
  fingerprint, submitted_at, finished_at, agency_minutes, citizen_minutes)
SELECT gen_random_uuid(), $2 || n, version_id, service_id, applicant_id, person_id, $2, $2 || n, 'x',
  $4::timestamptz - interval '9 days', $4, n * 100, n * 10
FROM application, generate_series(1, $3::int) n WHERE id = $1
"""
FINDING = Finding(("answers", "width"), "Lebar di foto tampak 3 meter.")


async def finish(story: Story, like: UUID, count: int, state: str = "ISSUED", days_ago: int = 1) -> None:
    await rows_of(_FINISHED, [like, state, count, story.now - timedelta(days=days_ago)])


async def pace_of(id: UUID) -> Pace | None:
    service = (await tables.Application.get(id=id)).service_id
    return (await paces([service])).get(service)


async def usual(story: Story, id: UUID) -> date | None:
    return (await usual_days([id], at=story.now, zone=story.regency.zone))[id]


async def test_nine_of_ten_of_the_last_ninety_days_the_agencies_and_the_citizens_time_apart(
    story: Story, queries: Queries
) -> None:
    sent = await story.submit()
    await finish(story, sent.id, 12, "ISSUED")
    await finish(story, sent.id, 8, "REFUSED")
    await finish(story, sent.id, 50, "WITHDRAWN")
    await finish(story, sent.id, 50, "LAPSED")
    await finish(story, sent.id, 50, "COMPLETED", days_ago=WINDOW.days + 1)
    queries.forget()
    await measure_paces(at=story.now)
    assert queries.count == 1
    assert await pace_of(sent.id) == Pace(20, 1010, 101)


async def test_measuring_again_replaces_and_an_old_run_does_not(story: Story) -> None:
    sent = await story.submit()
    await finish(story, sent.id, 3)
    await measure_paces(at=story.now)
    await finish(story, sent.id, 5, "REFUSED")
    await measure_paces(at=story.now + timedelta(hours=1))
    await measure_paces(at=story.now - timedelta(days=30))
    pace = await pace_of(sent.id)
    assert pace is not None
    assert pace.finished == 8


@pytest.mark.monday
async def test_nineteen_finished_tell_nothing_and_twenty_tell_a_day(story: Story) -> None:
    sent = await story.submit()
    await finish(story, sent.id, 19)
    await measure_paces(at=story.at())
    assert await usual(story, sent.id) is None
    await finish(story, sent.id, 1, "REFUSED")
    await measure_paces(at=story.at())
    assert await usual(story, sent.id) == date(2026, 11, 27)


async def test_what_is_finished_itself_has_no_usual_day(story: Story) -> None:
    sent = await story.submit()
    await finish(story, sent.id, 20)
    await measure_paces(at=story.at())
    await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Titik terlarang.")
    assert await usual(story, sent.id) is None


@pytest.mark.monday
async def test_many_are_read_in_three_statements(story: Story, queries: Queries) -> None:
    sent = [(await story.submit()).id for _ in range(3)]
    await finish(story, sent[0], 20)
    await measure_paces(at=story.at())
    queries.forget()
    days = await usual_days(sent, at=story.now, zone=story.regency.zone)
    assert set(days.values()) == {date(2026, 11, 27)}
    assert queries.count == 3


async def tax(story: Story, id: UUID) -> None:
    task, by = await story.task(id, "tax"), await story.officer("bapenda")
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code(), amount=90_000)
    await decide_task(answer, by=by, at=story.at(), regency=story.regency)


async def agrees_with_the_engine(story: Story, id: UUID) -> timedelta:
    """That the day stands on the waits that the engine counts; answers how long they are."""
    async with unit_of_work():
        journal = await open_journal(id, regency=story.regency)
    waits = journal.position(story.now).waits
    waited = sum((journal.clock.between(start, end or story.now) for start, end in waits), timedelta())
    submitted_at = journal.application.submitted_at
    assert await usual(story, id) == usually_by(submitted_at, await pace_of(id), waited, journal.clock)
    return waited


async def test_the_time_in_the_citizens_hands_is_what_the_engine_says(story: Story) -> None:
    sent = await story.submit()
    await finish(story, sent.id, 20)
    await measure_paces(at=story.at())
    assert await agrees_with_the_engine(story, sent.id) == timedelta()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[FINDING])
    await tax(story, sent.id)
    await story.decide(sent.id, "public-order", "satpolpp")
    await story.wait_for_office(3)
    assert await agrees_with_the_engine(story, sent.id) > timedelta(hours=14)
    await story.correct(sent.id, {"width": 3})
    corrected = await agrees_with_the_engine(story, sent.id)
    await story.wait_for_office(2)
    assert await agrees_with_the_engine(story, sent.id) == corrected
    await tax(story, sent.id)  # the width is something that it stands on
    await story.decide(sent.id, "construction", "dpupr")
    await story.decide(sent.id, "decision", "dpmptsp")
    await story.wait_for_office(3)
    assert await agrees_with_the_engine(story, sent.id) > corrected


async def test_the_time_between_a_refusal_and_an_upheld_objection_is_not_the_agencies(story: Story) -> None:
    sent = await story.submit()
    await finish(story, sent.id, 20)
    await measure_paces(at=story.at())
    await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Titik terlarang.")
    await story.wait_for_office(2)
    draft = ObjectionDraft(sent.id, "Titik itu milik saya sendiri.", random_code())
    await object_to_refusal(draft, by=await story.citizen(), at=story.at(), regency=story.regency)
    objection = await tables.Objection.get(application_id=sent.id)
    answer = ObjectionAnswer(objection.id, True, "Titik itu tidak terlarang.", random_code())
    head = await story.officer("kadis-dpmptsp")
    await decide_objection(answer, by=head, at=story.at(), regency=story.regency)
    assert await agrees_with_the_engine(story, sent.id) > timedelta(hours=7)
