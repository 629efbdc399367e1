"""Two people at one task in the same moment: whoever comes second is judged by what the first has done."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from models.accounts import tables as accounts
from models.applications import tables
from models.applications.errors import OfferGone, OfferStands, TaskClaimed, TaskNotFound
from models.applications.operations.answering import TaskAnswer
from models.applications.operations.claiming import claim_task, hand_over_task
from models.applications.operations.deciding import decide_task
from models.applications.operations.visiting import VisitProposal, propose_visit
from models.applications.states import Decision
from models.kit.ids import random_code
from models.kit.transactions import rows_of, unit_of_work
from tests.appointments import times_to_come
from tests.story import Story
from tests.transfers import accept, decline, offer, withdraw

WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


class Queue:
    """What waits behind a lock, in the order in which it came."""

    def __init__(self) -> None:
        self.tasks = list[asyncio.Task[object]]()

    async def add(self, doing: Coroutine[object, object, object]) -> None:
        """Begin it, and go on when the database makes it wait."""
        self.tasks.append(asyncio.create_task(doing))
        async with asyncio.timeout(10):
            while len(await rows_of(WAITING)) < len(self.tasks):
                await rows_of("SELECT pg_sleep(0.01)")

    async def outcomes(self) -> list[object]:
        """What came of each of them."""
        return await asyncio.gather(*self.tasks, return_exceptions=True)


@asynccontextmanager
async def held(table: str, id: UUID) -> AsyncIterator[Queue]:
    """A row that somebody else's transaction holds, until all who want it stand in the queue."""
    taken, enough = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with unit_of_work():
            await rows_of(f"SELECT 1 FROM {table} WHERE id = $1 FOR UPDATE", [id])  # noqa: S608
            taken.set()
            await enough.wait()

    holder = asyncio.create_task(hold())
    await taken.wait()
    try:
        yield Queue()
    finally:
        enough.set()
        await holder


async def propose(story: Story, task: tables.Task, officer: str) -> None:
    by, at = await story.officer(officer), story.at()
    proposal = VisitProposal(task.id, await times_to_come(at), random_code())
    await propose_visit(proposal, by=by, at=at, regency=story.regency)


async def test_what_has_gone_to_another_agency_is_not_answered_by_the_one_before(story: Story) -> None:
    sent = await story.submit()
    task = await story.task(sent.id, "construction")
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    async with held("application", sent.id) as queue:
        await queue.add(accept(story, sent.id, "construction", "dishub"))
        await queue.add(story.decide(sent.id, "construction", "dpupr"))
        await queue.add(propose(story, task, "dpupr"))
    assert [type(one) for one in await queue.outcomes()] == [type(None), TaskNotFound, TaskNotFound]
    assert await tables.Event.filter(application_id=sent.id, step="construction").count() == 2
    assert (await story.task(sent.id, "construction")).state == "OPEN"


async def test_what_its_owner_answers_meanwhile_is_not_taken_over(story: Story) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    async with held("application", sent.id) as queue:
        await queue.add(story.decide(sent.id, "construction", "dpupr"))
        await queue.add(accept(story, sent.id, "construction", "dishub"))
        await queue.add(withdraw(story, sent.id, "construction", "dpupr"))
    assert [type(one) for one in await queue.outcomes()] == [type(None), OfferGone, OfferGone]
    assert (await story.task(sent.id, "construction")).state == "DONE"


async def test_of_two_who_take_it_over_one_does(story: Story) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub")
    async with held("application", sent.id) as queue:
        await queue.add(accept(story, sent.id, "construction", "dishub"))
        await queue.add(accept(story, sent.id, "construction", "ka-dishub"))
        await queue.add(decline(story, sent.id, "construction", "dishub"))
    assert [type(one) for one in await queue.outcomes()] == [type(None), OfferGone, OfferGone]
    assert await tables.Event.filter(application_id=sent.id, kind="transfer-accepted").count() == 1


async def test_of_two_offers_and_of_two_answers_to_one_the_first_counts(story: Story) -> None:
    sent = await story.submit(road_space=True)
    async with held("application", sent.id) as queue:
        await queue.add(offer(story, sent.id, "construction", "dpupr", "dishub"))
        await queue.add(offer(story, sent.id, "construction", "dpupr", "setda"))
    assert [type(one) for one in await queue.outcomes()] == [type(None), OfferStands]
    async with held("application", sent.id) as queue:
        await queue.add(decline(story, sent.id, "construction", "dishub"))
        await queue.add(accept(story, sent.id, "construction", "dishub"))
    assert [type(one) for one in await queue.outcomes()] == [type(None), OfferGone]


async def test_a_replay_is_done_although_the_task_has_gone_elsewhere(story: Story) -> None:
    sent = await story.submit()
    await offer(story, sent.id, "construction", "dpupr", "dishub", key="once")
    await accept(story, sent.id, "construction", "dishub")
    await offer(story, sent.id, "construction", "dpupr", "dishub", key="once")
    assert await tables.Event.filter(application_id=sent.id, kind="transfer-offered").count() == 1


async def test_an_answer_that_comes_twice_is_done_although_its_officer_has_moved(story: Story) -> None:
    sent = await story.submit()
    task = await story.task(sent.id, "construction")
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), "once")
    await decide_task(answer, by=await story.officer("dpupr"), at=story.at(), regency=story.regency)
    elsewhere = await story.officer("dishub")
    await accounts.Account.filter(username="dpupr").update(agency_id=elsewhere.agency_id)
    moved = await story.officer("dpupr")
    await decide_task(answer, by=moved, at=story.at(), regency=story.regency)
    with pytest.raises(TaskNotFound):
        await story.decide(sent.id, "construction", "dpupr")


async def test_handing_over_does_not_take_a_task_from_who_has_just_claimed_it(story: Story) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    task = await story.task(sent.id, "decision")
    by, colleague = await story.officer("dpmptsp"), await story.officer("loket-dpmptsp")
    third = await accounts.Account.create(
        kind="officer", name="Contoh", username="third", agency_id=by.agency_id, role="officer", position="Staf",
        created_at=story.now,
    )  # fmt: skip
    async with held("task", task.id) as queue:
        await queue.add(claim_task(task.id, by=colleague, at=story.at()))
        handing = hand_over_task(task.id, third.id, by=by, at=story.at(), regency=story.regency)
        await queue.add(handing)
    assert type((await queue.outcomes())[1]) is TaskClaimed
    assert (await story.task(sent.id, "decision")).claimed_by_id == colleague.account
