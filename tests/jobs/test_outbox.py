"""What a transaction promised is done, through crashes and outages."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from arq.connections import ArqRedis
from arq.worker import Worker, func
from redis.exceptions import RedisError

from app.settings import Settings
from app.worker import worker
from jobs.context import Context
from jobs.outbox import Operation, hand_over, outbox_job
from models.kit.caller import Caller
from models.kit.ids import new_id
from models.kit.ports import OutgoingMessage
from models.kit.regency import Regency
from models.kit.tables import OutboxEntry
from models.kit.transactions import Job, enqueue, unit_of_work
from models.messages.operations import deliver_message, send_sign_in_code
from models.messages.tables import Message
from tests.clock import BEGINS
from tests.story import Story


def burst(redis: ArqRedis, operation: Operation, regency: Regency) -> Worker:
    job = outbox_job(Job.DELIVER_MESSAGE, operation)
    return Worker(
        functions=[func(job, name=job.__name__)],  # type: ignore[arg-type]
        redis_pool=redis,
        ctx={"regency": regency},
        burst=True,
        max_jobs=1,
        handle_signals=False,
        max_tries=1,
        keep_result=0,
        poll_delay=0.01,
    )


async def promise(at: datetime) -> UUID:
    id = new_id()
    async with unit_of_work():
        await enqueue(Job.DELIVER_MESSAGE, id, at=at)
    return id


@pytest.mark.usefixtures("database")
async def test_a_rollback_takes_the_promise_with_it() -> None:
    async def changes_its_mind() -> None:
        async with unit_of_work():
            await enqueue(Job.DELIVER_MESSAGE, new_id(), at=BEGINS)
            raise LookupError

    with pytest.raises(LookupError):
        await changes_its_mind()
    assert await OutboxEntry.all().count() == 0


@pytest.mark.usefixtures("database")
async def test_a_promise_is_handed_over_once_done_and_noted(redis: ArqRedis, regency: Regency) -> None:
    id, done = await promise(regency.now()), []

    async def operation(ctx: Context, id: UUID) -> None:
        done.append(id)

    now = regency.now()
    assert await hand_over(redis, now=now) == 1
    assert await hand_over(redis, now=now) == 0
    await burst(redis, operation, regency).main()
    assert done == [id]
    assert await OutboxEntry.filter(done_at=None).count() == 0


@pytest.mark.usefixtures("database")
async def test_a_job_that_falls_over_is_tried_again(redis: ArqRedis, regency: Regency) -> None:
    await promise(regency.now())
    tries = []

    async def operation(ctx: Context, id: UUID) -> None:
        tries.append(id)
        if len(tries) == 1:
            raise OSError("the gateway hung up")

    now = regency.now()
    for later in (timedelta(0), timedelta(seconds=14), timedelta(seconds=16), timedelta(hours=2)):
        await hand_over(redis, now=now + later)
        await burst(redis, operation, regency).main()
    assert len(tries) == 2


@pytest.mark.usefixtures("database")
async def test_what_is_done_is_not_done_again_by_a_later_attempt(redis: ArqRedis, regency: Regency) -> None:
    await promise(regency.now())
    done = []

    async def operation(ctx: Context, id: UUID) -> None:
        done.append(id)

    now = regency.now()
    assert await hand_over(redis, now=now) == 1
    assert await hand_over(redis, now=now + timedelta(seconds=16)) == 1
    worker = burst(redis, operation, regency)
    await worker.main()
    assert worker.jobs_complete == 2
    assert len(done) == 1


@pytest.mark.usefixtures("database")
async def test_what_redis_forgot_is_handed_over_again(redis: ArqRedis, regency: Regency) -> None:
    await promise(regency.now())
    now = regency.now()
    await hand_over(redis, now=now)
    await redis.flushdb()
    assert await hand_over(redis, now=now + timedelta(minutes=1)) == 1


class Counting:
    """A channel that remembers what it was handed, every time."""

    def __init__(self) -> None:
        self.sent: list[OutgoingMessage] = []

    async def send(self, message: OutgoingMessage) -> str:
        self.sent.append(message)
        return f"no. {len(self.sent)}"


async def test_a_message_delivered_twice_is_sent_once(story: Story) -> None:
    await send_sign_in_code(
        "+6281200000009", browser="one", caller=Caller(), at=story.at(), regency=story.regency
    )
    entry = await OutboxEntry.get()
    id, channel = UUID(hex=entry.args["id"]), Counting()
    for _ in range(2):
        await deliver_message(id, at=story.at(), regency=replace(story.regency, sms=channel))
    assert [(message.id, message.to) for message in channel.sent] == [(id, "+6281200000009")]
    assert (await Message.get(id=id)).reference == "no. 1"


async def test_the_worker_prepares_the_permit_and_tells_the_citizen(
    story: Story, database: str, redis: ArqRedis, redis_url: str, settings: Settings
) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    running = worker(settings, database_url=database, redis_url=redis_url)
    task = asyncio.create_task(running.async_run())
    for _ in range(100):
        if await OutboxEntry.filter(done_at=None).count() == 0:
            break
        await asyncio.sleep(0.1)
    jobs = {entry.job for entry in await OutboxEntry.exclude(done_at=None)}
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await running.close()
    assert jobs == {"prepare_permit", "deliver_message"}


async def test_while_redis_is_away_applying_works_and_the_promise_waits(
    story: Story, redis: ArqRedis
) -> None:
    nobody = ArqRedis(host="127.0.0.1", port=1, socket_connect_timeout=1)
    sent = await story.submit()
    with pytest.raises(RedisError):
        await hand_over(nobody, now=story.now)
    await nobody.aclose()
    assert sent.number
    assert {entry.attempt for entry in await OutboxEntry.all()} == {0}
    assert await hand_over(redis, now=story.now) == await OutboxEntry.all().count()
