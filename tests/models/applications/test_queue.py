"""An agency's queue."""

from datetime import timedelta

import pytest

from models.applications.queries import tasks
from models.applications.queries.tasks import QueueCount, queue, queue_count
from models.applications.states import TaskState
from models.applications.tables import Task
from models.kit.errors import InvalidInput
from tests.conftest import Queries
from tests.story import Story


async def test_the_queue_comes_in_pages_most_urgent_first_in_two_statements(
    story: Story, queries: Queries
) -> None:
    numbers = [(await story.submit()).number for _ in range(5)]
    by = await story.officer("bapenda")
    seen: list[str] = []
    cursor = None
    for _ in range(3):
        queries.forget()
        page = await queue(by, states=[TaskState.OPEN], overdue=None, first=2, after=cursor, now=story.now)
        assert queries.count == 2  # for whom the officer acts, and the page
        seen += [row.number for row in page.rows]
        cursor = page.cursors[-1]
    assert seen == numbers


async def test_late_and_waiting_tasks_can_be_asked_for(story: Story) -> None:
    for _ in range(3):
        await story.submit()
    much_later = story.now + timedelta(days=30)
    bapenda, dpmptsp = await story.officer("bapenda"), await story.officer("dpmptsp")
    late = await queue(bapenda, states=[TaskState.OPEN], overdue=True, first=20, after=None, now=much_later)
    assert len(late.rows) == 3
    assert (await queue_count(bapenda, now=much_later)).overdue == 3
    waiting = [TaskState.WAITING, TaskState.OPEN]
    first = await queue(dpmptsp, states=waiting, overdue=None, first=2, after=None, now=story.now)
    rest = await queue(dpmptsp, states=waiting, overdue=None, first=2, after=first.cursors[-1], now=story.now)
    assert len({row.id for row in [*first.rows, *rest.rows]}) == 3


async def test_what_is_not_late_goes_on_page_by_page_in_any_state(story: Story) -> None:
    for _ in range(3):
        await story.wait_for_office()
        await story.submit()
    bapenda, dpmptsp = await story.officer("bapenda"), await story.officer("dpmptsp")
    (late, *rest) = await Task.filter(step="tax").order_by("due_at")
    now = late.due_at
    assert now is not None
    now += timedelta(seconds=30)
    open_ = [TaskState.OPEN]
    first = await queue(bapenda, states=open_, overdue=False, first=1, after=None, now=now)
    then = await queue(bapenda, states=open_, overdue=False, first=9, after=first.cursors[-1], now=now)
    assert [row.id for row in [*first.rows, *then.rows]] == [row.id for row in rest]
    overdue = await queue(
        bapenda, states=[*open_, TaskState.DONE], overdue=True, first=9, after=None, now=now
    )
    assert [row.id for row in overdue.rows] == [late.id]
    waiting = [TaskState.WAITING, TaskState.OPEN]
    whole = await queue(dpmptsp, states=waiting, overdue=False, first=9, after=None, now=now)
    assert len(whole.rows) == 3
    none = await queue(dpmptsp, states=[TaskState.WAITING], overdue=True, first=9, after=None, now=now)
    assert none.rows == []


async def test_a_long_queue_is_counted_as_far_as_it_matters(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await story.submit()
    monkeypatch.setattr(tasks, "MOST_COUNTED", 2)
    much_later = story.now + timedelta(days=30)
    by = await story.officer("bapenda")
    assert await queue_count(by, now=story.now) == QueueCount(2, 0, open_more=True)
    assert await queue_count(by, now=much_later) == QueueCount(2, 2, open_more=True, overdue_more=True)


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIiwiYiJd", "é", ""])
async def test_a_cursor_that_is_none_of_ours_is_refused(story: Story, cursor: str) -> None:
    by = await story.officer("bapenda")
    with pytest.raises(InvalidInput):
        await queue(by, states=[TaskState.OPEN], overdue=None, first=2, after=cursor, now=story.now)


async def test_a_citizen_and_the_head_see_nothing_of_the_officers_queue(story: Story) -> None:
    await story.submit()
    for by in (await story.citizen(), await story.officer("kadis-dpmptsp")):
        page = await queue(by, states=[TaskState.OPEN], overdue=None, first=2, after=None, now=story.now)
        assert page.rows == []


async def test_a_step_that_does_not_apply_shows_only_to_who_has_another_one(story: Story) -> None:
    sent = await story.submit()
    skipped = {task.step: task.agency_id for task in await Task.filter(state="SKIPPED")}
    assert {"traffic", "tax-status"} <= set(skipped)
    await Task.filter(step="tax-status").update(role="officer")  # as where an officer looks it up
    for username, steps in (("dishub", []), ("bapenda", ["tax-status"])):
        by = await story.officer(username)
        page = await queue(by, states=[TaskState.SKIPPED], overdue=None, first=9, after=None, now=story.now)
        assert [(row.number, row.step) for row in page.rows] == [(sent.number, step) for step in steps]
