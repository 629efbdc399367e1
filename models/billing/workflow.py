"""How a bill is numbered and how it stands: plain data and pure functions."""

import re
from datetime import datetime
from enum import StrEnum

from models.applications.states import TaskState


class BillState(StrEnum):
    """What a payer needs to know."""

    OPEN = "OPEN"
    PAID = "PAID"
    CANCELLED = "CANCELLED"


class Taken(StrEnum):
    """What became of a notice of payment; money under all but the first is for an officer to give back."""

    PAID = "paid"
    WRONG_AMOUNT = "wrong-amount"
    UNKNOWN = "unknown"
    LATE = "late"
    TWICE = "twice"


def bill_number(application_number: str, earlier: int) -> str:
    """`RKL-2611-7F3K9-T2` for an application that has had one bill before: unique because its number is."""
    return f"{application_number}-T{earlier + 1}"


def state_of(*, paid_at: datetime | None, cancelled_at: datetime | None, task: TaskState) -> BillState:
    """Paid stays paid; else a bill is owed only while its step is open.

    An application that has ended owes nothing, and an objection that brings it back makes its bill payable again.
    """
    if paid_at is not None:
        return BillState.PAID
    if cancelled_at is not None or task is not TaskState.OPEN:
        return BillState.CANCELLED
    return BillState.OPEN


LONGEST_TYPED = 60
"""Characters in which an NTPN may be typed, with the spaces and dashes that people put into it."""
_NTPN = re.compile(r"[0-9A-Z]{16}")
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]+")


def cleaned_ntpn(text: str) -> str | None:
    """The sixteen capitals and digits of an NTPN (Nomor Transaksi Penerimaan Negara), however it was typed."""
    if len(text) > LONGEST_TYPED:
        return None
    ntpn = _BETWEEN.sub("", text).upper()
    return ntpn if _NTPN.fullmatch(ntpn) else None
