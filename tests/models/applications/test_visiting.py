"""A visit is agreed on by two sides: the citizen chooses what is still to come, the officers hear of it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from models.applications.operations.visiting import VisitProposal, VisitReply, answer_visit, propose_visit
from models.kit.errors import InvalidInput
from models.kit.ids import random_code
from models.messages.tables import Message
from tests.services import decided_and_signed, made_up, step, submit
from tests.story import Story

SERVICE = made_up(step("look", "visit", "dpupr"), *decided_and_signed("look"))


async def proposed(story: Story) -> tuple[UUID, datetime]:
    """An application for which a visit tomorrow or the day after is proposed; its id, and tomorrow."""
    sent = await submit(story, SERVICE)
    tomorrow = story.now + timedelta(days=1)
    task = await story.task(sent.id, "look")
    proposal = VisitProposal(task.id, [tomorrow, tomorrow + timedelta(days=1)], random_code())
    by = await story.officer("dpupr")
    await propose_visit(proposal, by=by, at=story.at(), regency=story.regency)
    return sent.id, tomorrow


async def reply(story: Story, id: UUID, time: datetime | None, message: str = "") -> None:
    task = await story.task(id, "look")
    given = VisitReply(task.id, time, message, random_code())
    await answer_visit(given, by=await story.citizen(), at=story.at(), regency=story.regency)


async def read(story: Story, officer: str, id: UUID) -> list[str]:
    """What an officer was told about an application, oldest first."""
    by = await story.officer(officer)
    messages = await Message.filter(account_id=by.account, application_id=id).order_by("created_at")
    return [story.regency.vault.open(message.text_sealed, "message").split(":")[0] for message in messages]


async def test_the_officers_are_told_what_suits_the_citizen_and_what_does_not(story: Story) -> None:
    id, tomorrow = await proposed(story)
    await reply(story, id, tomorrow)
    await reply(story, id, None, "Anak saya sakit, lusa saja.")
    told = ["Waktu kunjungan disepakati", "Pemohon meminta waktu kunjungan yang lain"]
    assert await read(story, "dpupr", id) == told
    for other in ("ka-dpupr", "dpmptsp"):
        assert await read(story, other, id) == []


async def test_a_time_that_has_passed_is_not_agreed_on(story: Story) -> None:
    id, tomorrow = await proposed(story)
    story.now = tomorrow
    with pytest.raises(InvalidInput) as refused:
        await reply(story, id, tomorrow)
    assert [problem.path for problem in refused.value.problems] == [("time",)]
    await reply(story, id, tomorrow + timedelta(days=1))
    assert (await story.task(id, "look")).visit_at == tomorrow + timedelta(days=1)
