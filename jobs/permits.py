"""Jobs about permits."""

from uuid import UUID

from jobs.context import Context
from models.permits import preparing


async def prepare_permit(ctx: Context, id: UUID) -> None:
    """Render the document that waits for its signature."""
    await preparing.prepare_permit(id, at=ctx["regency"].now(), regency=ctx["regency"])
