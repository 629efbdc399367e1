"""What a task costs does not depend on what has happened before."""

from uuid import UUID

from models.applications.operations.answering import TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.queries.contents import events_of
from models.applications.queries.tasks import tasks_of
from models.applications.states import Decision
from models.applications.tables import Event
from models.kit.ids import random_code
from models.kit.transactions import rows_of
from tests.conftest import Queries
from tests.story import Story

_PAST = """
INSERT INTO event (application_id, sequence, kind, at, step, actor_kind, actor_name, data)
SELECT $1, n, 'recalculated', $2, NULL, 'system', 'Sistem', '{"cause": "x"}' FROM generate_series(2, $3::int) n
"""


async def with_a_past(story: Story, events: int) -> UUID:
    sent = await story.submit()
    await rows_of(_PAST, [sent.id, story.now, events])
    assert await Event.filter(application_id=sent.id).count() == events
    return sent.id


async def test_deciding_a_task_takes_as_many_statements_after_200_events_as_after_one(
    story: Story, queries: Queries
) -> None:
    by = await story.officer("dpupr")
    await story.decide((await story.submit()).id, "construction", "dpupr")  # what is read once is read now

    async def statements(events: int) -> int:
        id = await with_a_past(story, events)
        task = await story.task(id, "construction")
        answer = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code())
        queries.forget()
        await decide_task(answer, by=by, at=story.at(), regency=story.regency)
        return queries.count

    short = await statements(1)
    assert await statements(200) == short
    assert short <= 15, queries.statements


async def test_opening_all_tasks_takes_two_statements_whatever_the_history(
    story: Story, queries: Queries
) -> None:
    by = await story.officer("dpupr")
    for events in (1, 200):
        id = await with_a_past(story, events)
        queries.forget()
        assert len((await tasks_of([id], by=by))[id]) > 1
        assert len((await events_of([id], by=by))[id]) == events
        assert queries.count == 2
