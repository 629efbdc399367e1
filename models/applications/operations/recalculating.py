"""Counting the deadlines again when the calendar has changed: each application for itself, with a trace."""

from datetime import datetime
from uuid import UUID

from models.applications import tables
from models.applications.journal import Journal, open_journal
from models.applications.workflow import RUNNING
from models.calendar.queries import changes_since, holiday_changes
from models.kit.regency import Regency
from models.kit.transactions import Job, enqueue, rows_of, unit_of_work

_NEXT = """
SELECT a.id FROM application a WHERE a.id > $1 AND (a.state = ANY($2::text[])
  OR EXISTS (SELECT 1 FROM objection o WHERE o.application_id = a.id AND o.upheld IS NULL))
ORDER BY a.id LIMIT $3
"""


async def applications_with_deadlines(after: UUID, *, most: int) -> list[UUID]:
    """The next applications after an id that still have a deadline before them, in the order of their ids."""
    rows = await rows_of(_NEXT, [after, [state.value for state in RUNNING], most])
    return [row["id"] for row in rows]


async def recalculate_application(application_id: UUID, *, at: datetime, regency: Regency) -> bool:
    """Store the deadlines that the calendar gives now, and whether any had moved; a second time changes nothing."""
    async with unit_of_work():
        journal = await open_journal(application_id, regency=regency)
        cause = await _cause(journal.events[-1].at)
        if await journal.recalculate(cause, at=at, moved=await _move_objection(journal)):
            return True
        wake_at = journal.position(at).wake_at
        if wake_at != journal.application.wake_at:
            await tables.Application.filter(id=application_id).update(wake_at=wake_at)
        return False


async def _cause(since: datetime) -> str:
    """All that has changed since the deadlines were stored last, at the newest event; `+` for a new holiday.

    Where a change was made before that event and stored after it, the newest change stands for it.
    """
    changes = await changes_since(since) or await holiday_changes(most=1)
    return ", ".join(f"{'+' if one.is_holiday else '-'}{one.date} {one.name}" for one in changes)


async def _move_objection(journal: Journal) -> bool:
    """By when an objection that is open is decided; whether that has moved."""
    objection = await tables.Objection.get_or_none(application_id=journal.application.id, upheld=None)
    if objection is None:
        return False
    due_at = journal.clock.add_days(objection.filed_at, journal.definition.objection.answer_working_days)
    if due_at == objection.due_at:
        return False
    await tables.Objection.filter(id=objection.id).update(due_at=due_at)
    return True


async def recalculate_the_rest(after: UUID, *, at: datetime) -> None:
    """Promise that those after this id are looked at as well."""
    async with unit_of_work():
        await enqueue(Job.RECALCULATE, after, at=at)
