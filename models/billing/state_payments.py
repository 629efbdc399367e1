"""Payments into the state treasury, as their payer and the agency owed see them: nobody else does."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models.applications.access import VISIBLE, asking
from models.documents.queries import DocumentRow
from models.kit.actor import Actor
from models.kit.transactions import rows_of

_FILE = ("id", "name", "media_type", "size", "sha256", "storage_key")
_FROM = f"""SELECT p.id AS payment_id, p.application_id, t.step, t.agency_id, p.ntpn, p.amount, p.paid_on,
  p.reported_at, p.not_found_at, {", ".join(f"d.{name}" for name in _FILE)}
FROM state_payment p JOIN task t ON t.id = p.task_id JOIN application a ON a.id = p.application_id
JOIN document d ON d.id = p.document_id
WHERE {VISIBLE} AND ($1 = 'citizen' OR t.agency_id = $3)"""  # noqa: S608 - constants
_OF = f"{_FROM} AND p.application_id = ANY($4) ORDER BY p.application_id, p.reported_at, p.id"
_RECEIPT = f"{_FROM} AND p.document_id = $4 ORDER BY p.reported_at"


@dataclass(frozen=True, slots=True)
class StatePaymentRow:
    """What was reported as paid for a step, in whole rupiah, with its receipt; and when it was not found, if so."""

    id: UUID
    application_id: UUID
    step: str
    agency_id: UUID
    ntpn: str
    amount: int
    paid_on: date
    reported_at: datetime
    not_found_at: datetime | None
    receipt: DocumentRow


async def state_payments_of(
    application_ids: Collection[UUID], *, by: Actor
) -> dict[UUID, list[StatePaymentRow]]:
    """What was reported for many applications, oldest first, in one statement; for applicant and agency owed."""
    found: dict[UUID, list[StatePaymentRow]] = {id: [] for id in application_ids}
    for row in await rows_of(_OF, [*asking(by), list(application_ids)]):
        found[row["application_id"]].append(_row(row))
    return found


async def attached_receipt(document_id: UUID, *, by: Actor) -> StatePaymentRow | None:
    """The payment whose receipt this document is, for the same people."""
    rows = await rows_of(_RECEIPT, [*asking(by), document_id])
    return _row(rows[0]) if rows else None


def _row(row: Mapping[str, Any]) -> StatePaymentRow:
    receipt = DocumentRow(**{name: row[name] for name in _FILE})
    names = (
        "application_id",
        "step",
        "agency_id",
        "ntpn",
        "amount",
        "paid_on",
        "reported_at",
        "not_found_at",
    )
    return StatePaymentRow(id=row["payment_id"], receipt=receipt, **{name: row[name] for name in names})
