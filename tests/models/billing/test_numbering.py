"""Numbers of bills, and how bills stand."""

from datetime import UTC, datetime

import pytest

from models.applications.states import TaskState
from models.billing.workflow import BillState, bill_number, state_of

AT = datetime(2026, 11, 24, tzinfo=UTC)


def test_a_second_bill_of_an_application_has_a_number_of_its_own() -> None:
    assert bill_number("RKL-2611-7F3K9", 0) == "RKL-2611-7F3K9-T1"
    assert bill_number("RKL-2611-7F3K9", 1) == "RKL-2611-7F3K9-T2"


@pytest.mark.parametrize(
    ("paid_at", "cancelled_at", "task", "state"),
    [
        (None, None, TaskState.OPEN, BillState.OPEN),
        (AT, None, TaskState.DONE, BillState.PAID),
        (AT, None, TaskState.CANCELLED, BillState.PAID),
        (None, AT, TaskState.OPEN, BillState.CANCELLED),
        (None, None, TaskState.CANCELLED, BillState.CANCELLED),
        (None, None, TaskState.WAITING, BillState.CANCELLED),
    ],
)
def test_a_bill_is_owed_only_while_its_step_is_open(
    paid_at: datetime | None, cancelled_at: datetime | None, task: TaskState, state: BillState
) -> None:
    assert state_of(paid_at=paid_at, cancelled_at=cancelled_at, task=task) is state
