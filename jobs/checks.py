"""Jobs about machine checks."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from jobs.context import Context
from models.checks import operations
from models.kit.transactions import DATABASE_AWAY, Job, promised_at

LONGEST = timedelta(hours=1)
"""How long a check that fails unexpectedly stays with the machine: about eight attempts."""

log = structlog.get_logger()


async def run_check(ctx: Context, id: UUID) -> None:
    """Ask what a check step asks; one that has failed for an hour is handed to an officer."""
    at = ctx["regency"].now()
    try:
        finding = await operations.run_check(id, at=at, regency=ctx["regency"])
    except operations.Overtaken:
        raise
    except DATABASE_AWAY:
        raise
    except Exception:
        if not await _has_failed_for_long(id, at):
            raise
        log.exception("check_given_up", task=id.hex)
        finding = await operations.give_up_check(id, at=at, regency=ctx["regency"])
    outcome = finding.outcome.value if finding else "not-asked"
    log.info("check_run", task=id.hex, outcome=outcome)


async def _has_failed_for_long(id: UUID, at: datetime) -> bool:
    since = await promised_at(Job.RUN_CHECK, id)
    return since is not None and since < at - LONGEST
