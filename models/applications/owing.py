"""Telling the applicant what the state is owed, once for each time that it is asked of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.applications import tables
from models.applications.positions import Position
from models.applications.states import EventKind, Hands, TaskState
from models.applications.wording import STATE_REVENUE_OWED
from models.kit.regency import Regency
from models.messages.operations import tell
from models.services.definition import Definition, StepKind
from models.services.presenting import rupiah


async def newly_owed(application_id: UUID, definition: Definition, position: Position) -> list[int]:
    """The amounts that the position asks of the applicant for the state, and what is stored does not ask yet."""
    steps = [step.key for step in definition.steps if step.kind is StepKind.PAY_STATE]
    asked = [key for key in steps if _is_asked(position, key)]
    if not asked:
        return []
    stored = await tables.Task.filter(application_id=application_id, step__in=asked, role=Hands.CITIZEN.value)
    known = {row.step: row.amount for row in stored if row.state == TaskState.OPEN}
    amounts = {key: position.tasks[key].amount for key in asked}
    return [amount for key, amount in amounts.items() if amount and known.get(key) != amount]


def _is_asked(position: Position, step: str) -> bool:
    task = position.tasks[step]
    return task.state is TaskState.OPEN and task.hands is Hands.CITIZEN


async def tell_owed(
    application: tables.Application,
    amounts: Sequence[int],
    new: Sequence[tables.Event],
    *,
    at: datetime,
    regency: Regency,
) -> None:
    """Promise the applicant a message for each amount; a payment that was not found is told with its reason instead."""
    if any(event.kind == EventKind.PAYMENT_NOT_CONFIRMED for event in new):
        return
    page = regency.links.application_page(application.number)
    for amount in amounts:
        text = STATE_REVENUE_OWED.format(number=application.number, amount=rupiah(amount), url=page)
        await tell(application.applicant_id, text, application_id=application.id, at=at, regency=regency)
