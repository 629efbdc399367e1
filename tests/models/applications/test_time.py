"""What time alone does: people are told, files are closed, and the law answers for those who are silent."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.applications import tables
from models.applications.errors import EventNotAllowed
from models.applications.operations.answering import Finding
from models.applications.operations.waking import applications_to_wake, wake_application
from models.applications.states import Decision
from models.messages.tables import Message
from tests.story import Story

POSTS = Finding(("answers", "post_height"), "Tiang di foto tampak 3 meter.")


async def application(id: UUID) -> tables.Application:
    return await tables.Application.get(id=id)


async def kinds(id: UUID) -> list[str]:
    return [row.kind for row in await tables.Event.filter(application_id=id).order_by("sequence")]


async def told(story: Story, username: str) -> int:
    return await Message.filter(account_id=(await story.officer(username)).account).count()


async def sleep_until(story: Story, id: UUID, state: str) -> None:
    while (await application(id)).state != state:
        await story.sleep(id)


async def test_officer_head_and_sekda_are_told_one_after_the_other(story: Story) -> None:
    sent = await story.submit()
    await story.sleep(sent.id)
    assert await told(story, "dpupr") == 1
    assert await told(story, "ka-dpupr") == await told(story, "sekda") == 0
    await story.sleep(sent.id)
    assert await told(story, "ka-dpupr") == 1
    await story.sleep(sent.id)
    assert await told(story, "sekda") == 3  # three agencies are late
    assert (await kinds(sent.id)).count("escalated") == 9
    assert await told(story, "dpupr") == 1


async def test_whoever_answers_in_time_is_left_in_peace(story: Story) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    await story.sleep(sent.id)
    assert await told(story, "dpupr") == await told(story, "dpmptsp") == 0
    assert await told(story, "kadis-dpmptsp") == 1


async def returned(story: Story) -> UUID:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[POSTS])
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "public-order", "satpolpp")
    return sent.id


async def test_a_correction_that_never_comes_closes_the_file_after_two_reminders(story: Story) -> None:
    id = await returned(story)
    limit = (await application(id)).citizen_due_at
    assert limit is not None
    await sleep_until(story, id, "LAPSED")
    assert story.now >= limit
    assert (await kinds(id))[-3:] == ["reminded", "reminded", "lapsed"]
    assert await applications_to_wake(at=story.now + timedelta(days=400)) == []
    assert (await story.task(id, "construction")).state == "CANCELLED"
    with pytest.raises(EventNotAllowed):
        await story.withdraw(id)


async def test_reminders_do_not_come_in_a_heap_after_an_outage(story: Story) -> None:
    id = await returned(story)
    story.now += timedelta(days=60)
    await wake_application(id, at=story.now, regency=story.regency)
    assert (await kinds(id))[-1] == "reminded"
    assert (await application(id)).state == "RETURNED"


async def test_a_correction_in_time_stops_the_reminders(story: Story) -> None:
    id = await returned(story)
    await story.sleep(id)
    await story.correct(id, {"post_height": 3})
    assert (await application(id)).citizen_due_at is None
    assert (await kinds(id)).count("reminded") == 1


async def test_silence_past_the_limit_is_consent_and_only_approval_is_left(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda")
    await sleep_until(story, sent.id, "DEEMED_APPROVED")
    assert (await story.task(sent.id, "construction")).state == "CANCELLED"
    assert (await story.task(sent.id, "tax")).state == "DONE"
    assert (await story.task(sent.id, "decision")).state == "OPEN"
    with pytest.raises(EventNotAllowed):
        await story.decide(sent.id, "decision", "dpmptsp", Decision.REFUSE, reason="Terlambat kami lihat.")
    await story.decide(sent.id, "decision", "dpmptsp")
    assert (await application(sent.id)).state == "DEEMED_APPROVED"
    await story.sign(sent.id)
    assert (await application(sent.id)).state == "ISSUED"


async def test_the_law_does_not_answer_while_the_citizen_has_the_file(story: Story) -> None:
    id = await returned(story)
    for _ in range(2):
        await story.sleep(id)
    assert "deemed-approved" not in await kinds(id)
    await story.correct(id, {"post_height": 3})
    before = (await application(id)).due_at
    assert before is not None
    assert story.now < before


async def test_a_clock_set_back_reopens_nothing(story: Story) -> None:
    id = await returned(story)
    await sleep_until(story, id, "LAPSED")
    story.now -= timedelta(days=100)
    await wake_application(id, at=story.now, regency=story.regency)
    assert (await application(id)).state == "LAPSED"


async def test_time_spent_is_told_apart(story: Story) -> None:
    id = await returned(story)
    await story.sleep(id)
    await story.correct(id, {"post_height": 3})
    await story.decide(id, "construction", "dpupr")
    await story.decide(id, "decision", "dpmptsp")
    await story.sign(id)
    row = await application(id)
    assert row.finished_at is not None
    assert row.citizen_minutes is not None
    assert row.agency_minutes is not None
    assert row.citizen_minutes > 10 * row.agency_minutes


async def test_what_the_law_has_granted_is_not_refused_before_the_worker_has_noticed(story: Story) -> None:
    sent = await story.submit()
    story.now += timedelta(days=30)
    with pytest.raises(EventNotAllowed):
        await story.decide(sent.id, "construction", "dpupr", Decision.REFUSE, reason="Terlambat kami lihat.")
    await wake_application(sent.id, at=story.now, regency=story.regency)
    assert (await application(sent.id)).state == "DEEMED_APPROVED"
