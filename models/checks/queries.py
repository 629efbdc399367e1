"""What machines have found, as the citizen and the agency of the step see it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.applications.access import OWN_STEPS, VISIBLE, asking
from models.applications.queries.papers import before
from models.applications.states import Outcome
from models.kit.actor import Actor, ActorKind
from models.kit.transactions import rows_of
from models.services.queries import definitions

_OF = f"""SELECT DISTINCT ON (e.application_id, e.step) e.application_id, e.step, e.at, e.data ->> 'outcome' AS outcome,
  CASE WHEN t.agency_id = $3 THEN e.data -> 'detail' END AS detail, t.agency_id = $3 AS own, a.version_id,
  {OWN_STEPS} AS own_steps
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
    """What the machine checks of many applications came to, in one statement.

    An agency reads of its own checks and of those before its own opened steps.
    """
    found: dict[UUID, list[CheckRow]] = {id: [] for id in application_ids}
    rows = await rows_of(_OF, [*asking(by), list(application_ids)])
    versions = await definitions({row["version_id"] for row in rows})
    for row in rows:
        near = before(versions[row["version_id"]], row["own_steps"])
        if by.kind is ActorKind.CITIZEN or row["own"] or row["step"] in near:
            found[row["application_id"]].append(_row(row))
    return found


def _row(row: dict[str, Any]) -> CheckRow:
    outcome, detail = Outcome(row["outcome"]), json.loads(row["detail"] or "[]")
    return CheckRow(row["application_id"], row["step"], row["at"], outcome, detail)
