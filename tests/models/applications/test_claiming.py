"""Two officers never work on one task unknowingly, and one who is away does not stop the line."""

import asyncio

import pytest

from models.applications import tables
from models.applications.errors import (
    ColleagueUnknown,
    SameOfficer,
    TaskAlreadyDecided,
    TaskClaimed,
    TaskNotFound,
    TaskNotOpen,
)
from models.applications.operations.answering import Finding
from models.applications.operations.claiming import (
    LEASE,
    claim_task,
    hand_over_task,
    release_task,
)
from models.applications.queries.tasks import tasks_of
from models.applications.states import Decision
from tests.story import Story


async def ready(story: Story) -> tables.Task:
    sent = await story.submit()
    await story.verify_all(sent.id)
    return await story.task(sent.id, "decision")


async def claim(story: Story, task: tables.Task, officer: str) -> None:
    await claim_task(task.id, by=await story.officer(officer), at=story.at())


async def test_while_one_works_the_other_is_told(story: Story) -> None:
    task = await ready(story)
    await claim(story, task, "dpmptsp")
    with pytest.raises(TaskClaimed):
        await claim(story, task, "loket-dpmptsp")
    with pytest.raises(TaskClaimed):
        await story.decide(task.application_id, "decision", "loket-dpmptsp")
    await story.decide(task.application_id, "decision", "dpmptsp")
    assert (await story.task(task.application_id, "decision")).claimed_by_id is None


async def test_a_task_that_comes_back_is_nobodys_although_its_last_answer_came_from_a_claim(
    story: Story,
) -> None:
    sent = await story.submit()
    task = await story.task(sent.id, "construction")
    await claim(story, task, "dpupr")
    finding = Finding(("answers", "post_height"), "Tiang di foto tampak 3 meter.")
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[finding])
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "public-order", "satpolpp")
    await story.correct(sent.id, {"post_height": 3})
    again = await story.task(sent.id, "construction")
    assert (again.state, again.claimed_by_id, again.claimed_until) == ("OPEN", None, None)
    by = await story.officer("dpupr")
    (row,) = [one for one in (await tasks_of([sent.id], by=by))[sent.id] if one.step == "construction"]
    assert not row.is_held(by, story.now)


async def test_of_two_claims_at_once_one_holds(story: Story) -> None:
    task = await ready(story)
    both = await asyncio.gather(
        claim(story, task, "dpmptsp"), claim(story, task, "loket-dpmptsp"), return_exceptions=True
    )
    assert [type(one) for one in both if isinstance(one, Exception)] == [TaskClaimed]


async def test_whoever_goes_home_does_not_stop_the_line(story: Story) -> None:
    task = await ready(story)
    await claim(story, task, "dpmptsp")
    story.now += LEASE
    await claim(story, task, "loket-dpmptsp")
    await story.decide(task.application_id, "decision", "loket-dpmptsp")


async def test_a_task_is_given_back_or_handed_over(story: Story) -> None:
    task = await ready(story)
    await claim(story, task, "dpmptsp")
    by, colleague = await story.officer("dpmptsp"), await story.officer("loket-dpmptsp")
    await hand_over_task(task.id, colleague.account, by=by, at=story.at(), regency=story.regency)
    with pytest.raises(TaskClaimed):
        await claim(story, task, "dpmptsp")
    await release_task(task.id, by=colleague, at=story.at())
    await claim(story, task, "dpmptsp")
    stranger = await story.officer("bapenda")
    with pytest.raises(ColleagueUnknown):
        await hand_over_task(task.id, stranger.account, by=by, at=story.at(), regency=story.regency)
    with pytest.raises(TaskNotFound):
        await claim_task(task.id, by=stranger, at=story.at())


async def test_what_is_done_is_not_claimed(story: Story) -> None:
    task = await ready(story)
    await story.decide(task.application_id, "decision", "dpmptsp")
    with pytest.raises(TaskNotOpen):
        await claim(story, task, "loket-dpmptsp")


async def test_two_decisions_at_the_same_instant_leave_one(story: Story) -> None:
    sent = await story.submit()
    both = await asyncio.gather(
        story.decide(sent.id, "tax", "bapenda"),
        story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Tidak."),
        return_exceptions=True,
    )
    assert [type(one) for one in both if one] == [TaskAlreadyDecided]
    assert await tables.Event.filter(application_id=sent.id, step="tax").count() == 1


async def test_whoever_checked_does_not_decide(story: Story) -> None:
    sent = await story.submit(kind="neon-box", npwpd="P.2.0000001.01.01")
    await story.verify_all(sent.id)
    await story.hand_checks_over(sent.id)
    await story.decide(sent.id, "tax-status", "bapenda")
    await story.decide(sent.id, "duplicate", "loket-dpmptsp")
    with pytest.raises(SameOfficer):
        await story.decide(sent.id, "decision", "loket-dpmptsp")
    await story.decide(sent.id, "decision", "dpmptsp")
