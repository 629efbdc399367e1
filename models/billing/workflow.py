"""How a bill is numbered and how it stands: plain data and pure functions."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from models.applications.positions import Position
from models.applications.states import ApplicationState, EventKind, TaskState

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the bank's clock may be from ours."""


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


class Refundable(StrEnum):
    """Why money is to be given back: it paid nothing, or what it paid for is owed no more."""

    WRONG_AMOUNT = "wrong-amount"
    UNKNOWN = "unknown"
    LATE = "late"
    TWICE = "twice"
    OVER = "over"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


def why_given_back(result: Taken, state: ApplicationState | None) -> Refundable:
    """Why the money of a notice is to be given back, by what became of it and how its application stands."""
    if result is not Taken.PAID:
        return Refundable(result.value)
    match state:
        case ApplicationState.REFUSED:
            return Refundable.REFUSED
        case ApplicationState.WITHDRAWN:
            return Refundable.WITHDRAWN
        case ApplicationState.LAPSED:
            return Refundable.LAPSED
        case _:
            return Refundable.OVER


def moment_of_payment(told: datetime, *, issued_at: datetime, received_at: datetime) -> datetime:
    """When a bill was paid, as the bank tells it; when we were told, where the bank's word cannot be.

    Nobody pays before there is a bill, nor after the notice.
    """
    plausible = issued_at - CLOCKS_DIFFER <= told <= received_at + CLOCKS_DIFFER
    return told if plausible else received_at


def events_of_payment(position: Position, step: str, *, in_time: bool, newest: bool) -> tuple[EventKind, ...]:
    """The events by which money for a bill counts; none where it is to be given back.

    `in_time`: paid by the bill's last day, whenever it is told: it opens a file again that was closed for this step.
    `newest`: no other bill took its place, so it counts also while the amount is being set anew.
    """
    if in_time and position.lapsed_for == step:
        return (EventKind.REOPENED, EventKind.PAID)
    state = position.tasks[step].state
    if state is TaskState.OPEN or (state is TaskState.WAITING and newest):
        return (EventKind.PAID,)
    return ()


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
