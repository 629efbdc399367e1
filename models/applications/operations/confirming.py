"""Which payment to the state an officer has looked at: the proof that was reported last, and no other."""

from collections.abc import Sequence
from uuid import UUID

from models.applications import tables
from models.applications.states import EventKind
from models.kit.errors import VersionChanged


def must_be_reported(events: Sequence[tables.Event], step: str, payment: UUID | None) -> None:
    """Raise VersionChanged where the applicant has reported another payment for the step since the officer looked.

    None where the door does not know which one the officer has looked at.
    """
    if payment is not None and payment != reported_payment(events, step):
        raise VersionChanged("taskId")


def reported_payment(events: Sequence[tables.Event], step: str) -> UUID | None:
    """The payment that was reported last for a step, whatever became of it."""
    reported = (
        row for row in reversed(events) if row.step == step and row.kind == EventKind.PAYMENT_REPORTED
    )
    newest = next(reported, None)
    return UUID(hex=newest.data["payment"]) if newest else None
