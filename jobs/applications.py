"""Jobs about applications."""

from datetime import datetime
from time import monotonic
from uuid import UUID

import structlog

from jobs.context import Context
from models.applications.operations.waking import applications_to_wake, let_lie, wake_application
from models.kit.regency import Regency
from models.kit.transactions import DATABASE_AWAY

log = structlog.get_logger()

EVERY_SECONDS = 10
RUN_SECONDS = 7.0
"""For how long a run begins with one more application: the last is done before the next run begins."""


async def wake_applications(ctx: Context) -> None:
    """Let time have its effect on every application in which a timer has run out, each tried once.

    What a run does not get to within its seconds is the first that the next one finds.
    """
    regency = ctx["regency"]
    now, stop = regency.now(), monotonic() + RUN_SECONDS
    tried = set[UUID]()
    while fresh := [id for id in await applications_to_wake(at=now) if id not in tried]:
        for id in fresh:
            if monotonic() >= stop:
                log.warning("waking_goes_on", tried=len(tried))
                return
            tried.add(id)
            await _wake(id, now, regency)


async def _wake(id: UUID, now: datetime, regency: Regency) -> None:
    """Wake one; what cannot be woken lies for a while, and the others go on."""
    try:
        woken = await wake_application(id, at=now, regency=regency)
    except DATABASE_AWAY:
        raise
    except Exception as reason:
        log.exception("application_not_woken", application=id.hex)
        await let_lie(id, at=now, reason=reason)
    else:
        if woken:
            log.info("application_woken", application=id.hex)
