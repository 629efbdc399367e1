"""Jobs about applications."""

from datetime import UTC, datetime

import structlog

from jobs.context import Context
from models.applications.operations.correcting import findings_that_are_due, release_findings

log = structlog.get_logger()


async def release_due_findings(ctx: Context) -> None:
    """Tell citizens the findings that have waited long enough for the other branches."""
    now = datetime.now(UTC)
    for id in await findings_that_are_due(at=now):
        try:
            await release_findings(id, at=now, regency=ctx["regency"])
        except Exception:
            log.exception("findings_not_released", application=id.hex)
        else:
            log.info("findings_released", application=id.hex)
