"""The worker process: which jobs there are, and on which clock."""

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from arq.connections import RedisSettings
from arq.cron import cron
from arq.worker import Function, Worker, func

from app.database import database
from app.regency import regency_of
from app.settings import Settings
from jobs.applications import EVERY_SECONDS, wake_applications
from jobs.billing import open_bill
from jobs.calendar import recalculate
from jobs.checks import run_check
from jobs.housekeeping import tidy_up
from jobs.messages import deliver_message
from jobs.outbox import Operation, outbox_job, relay
from jobs.performance import measure_paces
from jobs.permits import prepare_permit
from models.kit.transactions import Job

if TYPE_CHECKING:
    from arq.typing import WorkerCoroutine

JOB_TIMEOUT = 10
"""Seconds; a worker that is killed blocks its jobs for this long and ten seconds more."""

PROMISED: dict[Job, Operation] = {
    Job.PREPARE_PERMIT: prepare_permit,
    Job.DELIVER_MESSAGE: deliver_message,
    Job.RUN_CHECK: run_check,
    Job.OPEN_BILL: open_bill,
    Job.RECALCULATE: recalculate,
}


def worker(settings: Settings, *, database_url: str, redis_url: str) -> Worker:
    """A worker for this regency; it runs until SIGTERM or SIGINT."""
    open_things = AsyncExitStack()

    async def start(ctx: dict[str, Any]) -> None:
        await open_things.enter_async_context(database(database_url))
        ctx["regency"] = regency_of(settings)
        task = asyncio.create_task(relay(ctx["redis"], database_url, settings.clock), name="outbox-relay")
        open_things.push_async_callback(_ended, task)

    async def stop(ctx: dict[str, Any]) -> None:
        await open_things.aclose()

    return Worker(
        functions=_functions(),
        cron_jobs=[
            cron(
                cast("WorkerCoroutine", wake_applications),
                second=set(range(0, 60, EVERY_SECONDS)),
                timeout=JOB_TIMEOUT,
            ),
            cron(cast("WorkerCoroutine", measure_paces), minute={7}, timeout=60),
            cron(cast("WorkerCoroutine", tidy_up), hour={3}, minute={0}, timeout=60),
        ],
        redis_settings=RedisSettings.from_dsn(redis_url),
        on_startup=start,
        on_shutdown=stop,
        job_timeout=JOB_TIMEOUT,
        job_completion_wait=JOB_TIMEOUT,
        max_tries=1,
        keep_result=0,
        poll_delay=0.1,
        max_jobs=10,
        timezone=cast("Any", ZoneInfo(settings.time_zone)),  # arq's annotation knows fixed offsets only
    )


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait until it is gone, so that what it uses can be closed."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _functions() -> list[Function]:
    """One arq function for each promised job; tries are counted in the outbox, so arq itself tries once."""
    jobs = [outbox_job(job, operation) for job, operation in PROMISED.items()]
    return [func(cast("WorkerCoroutine", job), name=job.__name__) for job in jobs]
