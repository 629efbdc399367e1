"""Jobs about the calendar."""

import time
from uuid import UUID

import structlog

from jobs.context import Context
from models.applications.operations.recalculating import (
    applications_with_deadlines,
    recalculate_application,
    recalculate_the_rest,
)
from models.kit.transactions import DATABASE_AWAY

BATCH = 100
MOST_SECONDS = 5.0
"""A job has ten; what is left is promised anew."""

log = structlog.get_logger()


async def recalculate(ctx: Context, id: UUID) -> None:
    """Count the deadlines of the applications after `id` again, for five seconds; then promise the rest."""
    began, after = time.monotonic(), id
    while found := await applications_with_deadlines(after, most=BATCH):
        for after in found:
            await _recalculate_one(ctx, after)
            if time.monotonic() - began >= MOST_SECONDS:
                await recalculate_the_rest(after, at=ctx["regency"].now())
                return


async def _recalculate_one(ctx: Context, id: UUID) -> None:
    """One that cannot be counted must not stop those behind it; its next event counts it again."""
    try:
        moved = await recalculate_application(id, at=ctx["regency"].now(), regency=ctx["regency"])
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception("application_not_recalculated", application=id.hex)
    else:
        if moved:
            log.info("application_recalculated", application=id.hex)
