"""The states and events of an application: plain data that everything else speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ApplicationState(StrEnum):
    """Legal and few; what agencies do side by side is in the tasks."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    ISSUED = "ISSUED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"
    DEEMED_APPROVED = "DEEMED_APPROVED"
    COMPLETED = "COMPLETED"


class TaskState(StrEnum):
    """How a task stands."""

    WAITING = "WAITING"
    OPEN = "OPEN"
    RETURNED = "RETURNED"
    DONE = "DONE"
    SKIPPED = "SKIPPED"
    CANCELLED = "CANCELLED"


class Decision(StrEnum):
    """What an officer may answer."""

    APPROVE = "APPROVE"
    RETURN = "RETURN"
    REFUSE = "REFUSE"


class Hands(StrEnum):
    """In whose hands an open task lies: a machine's, an officer's, the head's, or the citizen's own."""

    MACHINE = "machine"
    OFFICER = "officer"
    HEAD = "head"
    CITIZEN = "citizen"


class Outcome(StrEnum):
    """What a machine check came to; only a match is an answer, the rest is for an officer to look at."""

    MATCH = "match"
    MISMATCH = "mismatch"
    NO_ANSWER = "no-answer"


class Lane(StrEnum):
    """The way by which an answer came: the desk, the agency's own system, paper that an officer entered, a robot."""

    DESK = "desk"
    API = "api"
    PAPER = "paper"
    ROBOT = "robot"


class EventKind(StrEnum):
    """What can happen to an application."""

    SUBMITTED = "submitted"
    CHECKED = "checked"
    DECIDED = "decided"
    REROUTED = "rerouted"
    TRANSFER_ASKED = "transfer-asked"
    TRANSFER_OFFERED = "transfer-offered"
    TRANSFER_ACCEPTED = "transfer-accepted"
    TRANSFER_DECLINED = "transfer-declined"
    TRANSFER_WITHDRAWN = "transfer-withdrawn"
    VISIT_PROPOSED = "visit-proposed"
    VISIT_AGREED = "visit-agreed"
    VISIT_DECLINED = "visit-declined"
    PAID = "paid"
    REFUNDED = "refunded"
    PAYMENT_REPORTED = "payment-reported"
    PAYMENT_NOT_CONFIRMED = "payment-not-confirmed"
    FINDINGS_RELEASED = "findings-released"
    CORRECTED = "corrected"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    LAPSED = "lapsed"
    REOPENED = "reopened"
    DEEMED_APPROVED = "deemed-approved"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    OBJECTION_DECIDED = "objection-decided"
    OBJECTION_DEEMED = "objection-deemed"
    ISSUED = "issued"
    REVOKED = "revoked"
    RECALCULATED = "recalculated"


TRANSFERS = frozenset(kind for kind in EventKind if kind.name.startswith("TRANSFER_"))
"""What happens on a step's way to another agency."""


class OfferKind(StrEnum):
    """By whom a step that is to move was put before an agency.

    The owner asks the secretariat to find one, the owner offers it to an agency that the definition names, or the
    secretariat directs it.
    """

    ASKED = "asked"
    OFFERED = "offered"
    DIRECTED = "directed"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `data` holds what its kind needs, see `history.py`."""

    kind: EventKind
    at: datetime
    step: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
