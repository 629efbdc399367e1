"""Jobs about how fast the services are."""

from jobs.context import Context
from models.performance import operations


async def measure_paces(ctx: Context) -> None:
    """Work out anew what nine of ten finished applications took, service by service."""
    await operations.measure_paces(at=ctx["regency"].now())
