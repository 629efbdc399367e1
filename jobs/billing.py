"""Jobs about bills."""

from uuid import UUID

import structlog

from jobs.context import Context
from models.billing import operations
from models.kit.ports import PaymentUnavailable

log = structlog.get_logger()


async def open_bill(ctx: Context, id: UUID) -> None:
    """Make the bill of a pay step and make it payable; while the channel is away, it is tried again."""
    try:
        await operations.open_bill(id, at=ctx["regency"].now(), regency=ctx["regency"])
    except PaymentUnavailable as reason:
        log.warning("bill_not_payable_yet", task=id.hex, reason=str(reason))
        raise
    log.info("bill_opened", task=id.hex)
