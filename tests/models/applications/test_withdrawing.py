"""An application is taken back by its applicant, until it has ended."""

import pytest

from models.applications import tables
from models.applications.errors import ApplicationNotFound, EventNotAllowed, TaskNotOpen
from models.applications.operations.withdrawing import Withdrawal, withdraw_application
from models.kit.errors import InvalidInput, KeyReused
from models.kit.ids import random_code
from tests.story import Story


async def test_whoever_withdraws_frees_every_agency(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda")
    await story.withdraw(sent.id, "Usaha saya pindah.")
    row = await tables.Application.get(id=sent.id)
    assert (row.state, row.due_at, row.wake_at) == ("WITHDRAWN", None, None)
    assert (await story.task(sent.id, "construction")).state == "CANCELLED"
    assert (await story.task(sent.id, "tax")).state == "DONE"
    with pytest.raises(TaskNotOpen):
        await story.decide(sent.id, "construction", "dpupr")
    with pytest.raises(EventNotAllowed):
        await story.withdraw(sent.id)


async def test_what_is_issued_is_not_withdrawn(story: Story) -> None:
    sent = await story.issue()
    with pytest.raises(EventNotAllowed):
        await story.withdraw(sent.id)


async def test_nobody_withdraws_for_another_and_a_key_counts_once(story: Story) -> None:
    sent = await story.submit()
    key = random_code()
    other, mine = await story.citizen(2), await story.citizen()
    with pytest.raises(ApplicationNotFound):
        await withdraw_application(
            Withdrawal(sent.id, "", key), by=other, at=story.at(), regency=story.regency
        )
    with pytest.raises(InvalidInput):
        await withdraw_application(
            Withdrawal(sent.id, "x" * 2001, key), by=mine, at=story.at(), regency=story.regency
        )
    for _ in range(2):
        await withdraw_application(
            Withdrawal(sent.id, "", key), by=mine, at=story.at(), regency=story.regency
        )
    with pytest.raises(KeyReused):
        await withdraw_application(
            Withdrawal(sent.id, "lain", key), by=mine, at=story.at(), regency=story.regency
        )
    assert await tables.Event.filter(application_id=sent.id, kind="withdrawn").count() == 1
