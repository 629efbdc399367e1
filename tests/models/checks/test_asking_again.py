"""An officer has a registry asked once more."""

from uuid import UUID

import pytest

from models.applications.errors import TaskAlreadyDecided, TaskNotFound
from models.applications.tables import Event
from models.checks.operations import NothingToAsk, ask_again, run_check
from models.kit.tables import OutboxEntry
from tests.outside import Outside
from tests.services import decided_and_signed, made_up, step, submit
from tests.story import Story

CHECK = step("check", "check", "disdukcapil", check={"ask": "population"}, sees_identity=True)
SERVICE = made_up(CHECK, step("place", "verify", "dpupr"), *decided_and_signed("check", "place"))


async def not_answered(story: Story, outside: Outside) -> UUID:
    """An application whose check nobody answered."""
    outside.trouble(population="down:503")
    sent = await submit(story, SERVICE)
    await run(story, sent.id)
    outside.calm()
    return sent.id


async def run(story: Story, application: UUID) -> None:
    task = await story.task(application, "check")
    await run_check(task.id, at=story.at(), regency=story.regency)


async def again(story: Story, application: UUID, officer: str = "disdukcapil", key: str = "check") -> None:
    task = await story.task(application, key)
    await ask_again(task.id, by=await story.officer(officer), at=story.at(), regency=story.regency)


async def test_asking_again_finishes_the_step_once_the_registry_is_back(
    story: Story, outside: Outside
) -> None:
    id = await not_answered(story, outside)
    before = await OutboxEntry.filter(job="run_check").count()
    for _ in range(2):
        await again(story, id)
    assert await OutboxEntry.filter(job="run_check").count() == before + 1
    await run(story, id)
    task = await story.task(id, "check")
    assert (task.state, task.outcome, task.lane) == ("DONE", "match", "robot")


async def test_an_old_promise_asks_nothing_a_second_time(story: Story, outside: Outside) -> None:
    id = await not_answered(story, outside)
    await again(story, id)
    outside.trouble(population="down:503")
    await run(story, id)
    for _ in range(2):
        await run(story, id)
    assert await Event.filter(application_id=id, kind="checked").count() == 2
    assert (await story.task(id, "check")).role == "officer"


async def test_only_its_officer_asks_again_and_only_while_it_is_open(story: Story, outside: Outside) -> None:
    id = await not_answered(story, outside)
    with pytest.raises(TaskNotFound):
        await again(story, id, "dpupr")
    with pytest.raises(NothingToAsk):
        await again(story, id, "dpupr", "place")
    await story.decide(id, "check", "disdukcapil")
    with pytest.raises(TaskAlreadyDecided):
        await again(story, id)
