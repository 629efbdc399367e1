"""What machines have found, as the citizen and the agency of the step see it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.applications.access import VISIBLE, asking
from models.applications.states import Outcome
from models.kit.actor import Actor
from models.kit.transactions import rows_of

_OF = f"""SELECT DISTINCT ON (e.application_id, e.step) e.application_id, e.step, e.at, e.data ->> 'outcome' AS outcome,
  CASE WHEN t.agency_id = $3 THEN e.data -> 'detail' END AS detail
FROM event e JOIN application a ON a.id = e.application_id
JOIN task t ON t.application_id = e.application_id AND t.step = e.step
WHERE e.application_id = ANY($4) AND e.kind = 'checked' AND {VISIBLE}
ORDER BY e.application_id, e.step, e.sequence DESC"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The newest outcome of a check step; `detail` only for the agency of the step, see `workflow.WORDS`."""

    application_id: UUID
    step: str
    at: datetime
    outcome: Outcome
    detail: Sequence[str]


async def checks_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, list[CheckRow]]:
    """What the machine checks of many applications came to, in one statement."""
    found: dict[UUID, list[CheckRow]] = {id: [] for id in application_ids}
    for row in await rows_of(_OF, [*asking(by), list(application_ids)]):
        outcome, detail = Outcome(row["outcome"]), json.loads(row["detail"] or "[]")
        found[row["application_id"]].append(CheckRow(**{**row, "outcome": outcome, "detail": detail}))
    return found
