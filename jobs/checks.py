"""Jobs about machine checks."""

from datetime import UTC, datetime
from uuid import UUID

import structlog

from jobs.context import Context
from models.checks import operations

log = structlog.get_logger()


async def run_check(ctx: Context, id: UUID) -> None:
    """Ask what a check step asks."""
    finding = await operations.run_check(id, at=datetime.now(UTC), regency=ctx["regency"])
    outcome = finding.outcome.value if finding else "not-asked"
    log.info("check_run", task=id.hex, outcome=outcome)
