"""What time alone brings about: found by an index, written down like everything else."""

from datetime import datetime, timedelta
from uuid import UUID

from models.applications import tables
from models.applications.journal import open_journal
from models.kit.regency import Regency
from models.kit.transactions import rows_of, unit_of_work

A_MINUTE = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)

_HOLD = "SELECT 1 FROM application WHERE id = $1 AND wake_at <= $2 FOR UPDATE SKIP LOCKED"

UNREADABLE = (LookupError, ValueError, TypeError)
"""What is raised over events that do not fit their definition."""


async def applications_to_wake(*, at: datetime, most: int = 200) -> list[UUID]:
    """Applications in which a timer has run out, the longest ago first."""
    rows = tables.Application.filter(wake_at__lte=at).order_by("wake_at").limit(most)
    return [row.id for row in await rows.only("id")]


async def let_lie(application_id: UUID, *, at: datetime, reason: Exception) -> None:
    """Leave an application that could not be woken for a while, so that it does not stand in the way of the others.

    An hour where its history cannot be read, which no waiting mends; a minute for what passes, such as a deadlock:
    the law's clocks do not wait for us.
    """
    wait = AN_HOUR if isinstance(reason, UNREADABLE) else A_MINUTE
    await tables.Application.filter(id=application_id, wake_at__lte=at).update(wake_at=at + wait)


async def wake_application(application_id: UUID, *, at: datetime, regency: Regency) -> bool:
    """Release findings, remind, escalate, close or deem granted whatever is due by now.

    False where nothing is, or where somebody holds the application at this moment: who writes into its history lets
    time pass first, and what is still due afterwards is found by the next sweep.
    """
    async with unit_of_work():
        if not await rows_of(_HOLD, [application_id, at]):
            return False
        journal = await open_journal(application_id, regency=regency)
        await journal.wake(at=at)
    return True
