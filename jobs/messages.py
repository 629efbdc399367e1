"""Jobs about messages."""

from uuid import UUID

from jobs.context import Context
from models.messages import operations


async def deliver_message(ctx: Context, id: UUID) -> None:
    """Hand a message to the gateway."""
    await operations.deliver_message(id, at=ctx["regency"].now(), regency=ctx["regency"])
