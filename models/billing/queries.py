"""Bills, as the citizen and the agencies concerned see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.applications.access import VISIBLE, asking
from models.applications.states import TaskState
from models.billing.workflow import BillState, Taken, state_of
from models.kit.actor import Actor
from models.kit.transactions import rows_of

_OF = f"""SELECT b.id, b.application_id, b.number, t.step, t.agency_id, t.state AS task, b.amount, b.text, b.issued_at,
  b.due_at, b.code, b.url, b.paid_at, b.reference, b.cancelled_at,
  ARRAY(SELECT n.result FROM payment_notice n WHERE n.bill_number = b.number AND n.result <> '{Taken.PAID.value}'
          AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.notice_id = n.id)
        ORDER BY n.received_at) AS astray
FROM bill b JOIN application a ON a.id = b.application_id JOIN task t ON t.id = b.task_id
WHERE b.application_id = ANY($4) AND {VISIBLE} ORDER BY b.application_id, b.issued_at, b.id"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class BillRow:
    """What is owed to `agency_id` for a step, in whole rupiah; `code` and `url` once the channel has answered.

    `astray` is money that came, paid nothing and was not given back yet, by why.
    """

    id: UUID
    application_id: UUID
    number: str
    step: str
    agency_id: UUID
    amount: int
    text: str
    issued_at: datetime
    due_at: datetime
    code: str | None
    url: str | None
    paid_at: datetime | None
    reference: str | None
    state: BillState
    astray: Sequence[Taken]


async def bills_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, list[BillRow]]:
    """The bills of many applications that the caller may see, oldest first, in one statement."""
    found: dict[UUID, list[BillRow]] = {id: [] for id in application_ids}
    for row in await rows_of(_OF, [*asking(by), list(application_ids)]):
        found[row["application_id"]].append(_row(row))
    return found


def _row(row: dict[str, Any]) -> BillRow:
    cancelled_at, task = row.pop("cancelled_at"), TaskState(row.pop("task"))
    state = state_of(paid_at=row["paid_at"], cancelled_at=cancelled_at, task=task)
    return BillRow(**{**row, "state": state, "astray": [Taken(result) for result in row["astray"]]})
