"""Jobs about applications."""

import structlog

from jobs.context import Context
from models.applications.operations.waking import applications_to_wake, let_lie, wake_application
from models.kit.transactions import DATABASE_AWAY

log = structlog.get_logger()


async def wake_applications(ctx: Context) -> None:
    """Let time have its effect on every application in which a timer has run out."""
    regency = ctx["regency"]
    now = regency.now()
    for id in await applications_to_wake(at=now):
        try:
            await wake_application(id, at=now, regency=regency)
        except DATABASE_AWAY:
            raise
        except Exception as reason:
            log.exception("application_not_woken", application=id.hex)
            await let_lie(id, at=now, reason=reason)
        else:
            log.info("application_woken", application=id.hex)
