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


class EventKind(StrEnum):
    """What can happen to an application."""

    SUBMITTED = "submitted"
    DECIDED = "decided"
    FINDINGS_RELEASED = "findings-released"
    CORRECTED = "corrected"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: `data` has `answers` (submitted, corrected), or a decision with its findings."""

    kind: EventKind
    at: datetime
    step: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
