"""Applications."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.applications.access import OWN_STEPS, VISIBLE, asking
from models.applications.states import ApplicationState
from models.kit.actor import Actor
from models.kit.ids import normalised_number
from models.kit.paging import Page, decode_time_and_id, encode_cursor, page_size
from models.kit.transactions import rows_of
from models.privacy.operations import Reading, note_readings

_COLUMNS = f"""a.id, a.number, a.version_id, a.applicant_id, a.person_id, a.state, a.submitted_at, a.due_at,
a.citizen_due_at, (SELECT max(s.number) FROM submission s WHERE s.application_id = a.id) AS sent,
{OWN_STEPS} AS own_steps,
ARRAY(SELECT t.step FROM task t WHERE t.application_id = a.id AND t.agency_id = $3 AND t.state <> 'SKIPPED'
      AND t.kind <> 'PAY' AND (t.opened_at IS NULL OR t.role NOT IN ('officer', 'head') OR t.outcome = 'match')
      ORDER BY t.id) AS coming_steps"""  # noqa: S608 - constants
_BY_IDS = f"SELECT {_COLUMNS} FROM application a WHERE a.id = ANY($4) AND {VISIBLE}"  # noqa: S608 - constants
_BY_NUMBER = f"SELECT {_COLUMNS} FROM application a WHERE a.number = $4 AND {VISIBLE}"  # noqa: S608 - constants
_MINE = f"""SELECT {_COLUMNS} FROM application a
WHERE $1 = 'citizen' AND a.applicant_id = $2 AND ($4::text[] IS NULL OR a.state = ANY($4))
AND ($5::timestamptz IS NULL OR (a.submitted_at, a.id) < ($5, $6::uuid))
ORDER BY a.submitted_at DESC, a.id DESC LIMIT $7"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application; `own_steps` are the opened steps in which the agency that asks has to look.

    `coming_steps` are its other ones: those to come, and those that a machine or the citizen answers. `sent` counts how
    often the citizen has sent it: first, and at each correction.
    """

    id: UUID
    number: str
    version_id: UUID
    applicant_id: UUID
    person_id: UUID
    state: ApplicationState
    submitted_at: datetime
    due_at: datetime | None
    citizen_due_at: datetime | None
    sent: int
    own_steps: Sequence[str]
    coming_steps: Sequence[str]

    @property
    def purpose(self) -> str:
        """What the agency that asks has to do with it."""
        coming = [f"({step})" for step in self.coming_steps]
        return ", ".join([*self.own_steps, *coming])[:200]


async def applications_by_id(ids: Collection[UUID], *, by: Actor) -> dict[UUID, ApplicationRow]:
    """The applications among `ids` that the caller may see, in one statement."""
    rows = await rows_of(_BY_IDS, [*asking(by), list(ids)])
    return {row["id"]: _row(row) for row in rows}


async def application_by_number(number: str, *, by: Actor) -> ApplicationRow | None:
    """The application with this number, or None when the caller may not see it."""
    rows = await rows_of(_BY_NUMBER, [*asking(by), normalised_number(number)])
    return _row(rows[0]) if rows else None


async def applications_of(
    by: Actor, *, states: Sequence[ApplicationState] | None, first: int, after: str | None
) -> Page[ApplicationRow]:
    """The citizen's own applications, newest first, a keyset page in one statement."""
    size = page_size(first)
    at, id = decode_time_and_id(after) if after else (None, None)
    wanted = None if states is None else [state.value for state in states]
    rows = await rows_of(_MINE, [*asking(by), wanted, at, id, size + 1])
    shown = [_row(row) for row in rows[:size]]
    cursors = [encode_cursor(row.submitted_at.isoformat(), row.id.hex) for row in shown]
    return Page(shown, cursors, has_next=len(rows) > size, has_previous=after is not None)


async def note_files_read(
    files: Collection[ApplicationRow], *, by: Actor, at: datetime, what: str = "application"
) -> None:
    """Append to the access log that an officer reads these files, and for which of the agency's steps.

    `what`: the public identifier of a document, where that is read.
    """
    readings = [Reading(f.applicant_id, f.id, f.purpose) for f in files]
    await note_readings(readings, what=what, by=by, at=at)


def _row(row: dict[str, Any]) -> ApplicationRow:
    return ApplicationRow(**{**row, "state": ApplicationState(row["state"])})
