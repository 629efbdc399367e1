"""How long a permit holds, and how it stands."""

from datetime import date, datetime
from enum import StrEnum

from models.calendar.workflow import months_after


class PermitState(StrEnum):
    """What a stranger needs to know."""

    VALID = "VALID"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"


def state_of(*, revoked_at: datetime | None, valid_until: date | None, today: date) -> PermitState:
    """Revoked, else expired after its last day, else valid."""
    if revoked_at is not None:
        return PermitState.REVOKED
    if valid_until is not None and today > valid_until:
        return PermitState.EXPIRED
    return PermitState.VALID


def last_day(issued: date, months: int | None) -> date | None:
    """The last day of a permit that holds for `months`, or None when it holds without end."""
    return None if months is None else months_after(issued, months)
