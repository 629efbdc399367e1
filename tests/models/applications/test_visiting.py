"""A visit is agreed on by two sides: the citizen chooses what is still to come, the officers hear of it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from models.applications.operations.answering import TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.operations.visiting import VisitProposal, VisitReply, answer_visit, propose_visit
from models.applications.states import Decision
from models.kit.errors import InvalidInput
from models.kit.ids import random_code
from models.messages.tables import Message
from tests.services import decided_and_signed, made_up, step, submit
from tests.story import Story

pytestmark = pytest.mark.monday


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


async def refused_times(story: Story, *texts: str) -> dict[tuple[str, ...], str]:
    """What is wrong with proposing these times by the regency's clock, by place."""
    sent = await submit(story, SERVICE)
    task, by = await story.task(sent.id, "look"), await story.officer("dpupr")
    times = [datetime.fromisoformat(text).replace(tzinfo=story.regency.zone) for text in texts]
    try:
        await propose_visit(
            VisitProposal(task.id, times, random_code()), by=by, at=story.at(), regency=story.regency
        )
    except InvalidInput as refusal:
        return {problem.path: problem.message.format(**problem.facts) for problem in refusal.problems}
    return {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-11-23T08:59", "Waktu ini sudah lewat."),
        ("2026-11-28T07:00", None),  # a Saturday
        ("2026-11-29T09:00", "Usulkan hari kerja atau hari Sabtu."),
        ("2026-12-25T09:00", "Usulkan hari kerja atau hari Sabtu."),
        ("2026-11-25T06:59", "Usulkan waktu antara pukul 07.00 dan 18.00."),
        ("2026-11-25T18:00", None),
        ("2026-11-25T18:01", "Usulkan waktu antara pukul 07.00 dan 18.00."),
        ("2027-03-01T09:00", "Usulkan waktu paling lama 90 hari lagi."),
    ],
)
async def test_officers_come_when_people_are_up_and_offices_work(
    story: Story, text: str, told: str | None
) -> None:
    found = await refused_times(story, "2026-11-26T09:00", text)
    assert found == ({("times", "1"): told} if told else {})


async def test_two_times_are_a_choice(story: Story) -> None:
    assert await refused_times(story, "2026-11-25T10:00", "2026-11-25T09:00") == {}
    apart = {("times", "1"): "Beri jarak sedikitnya satu jam antara kedua usulan."}
    assert await refused_times(story, "2026-11-25T09:59", "2026-11-25T09:00") == apart
    assert await refused_times(story, "2026-11-25T09:00") == {("times",): "Usulkan dua waktu."}


async def approve(story: Story, id: UUID, reason: str | None = None, *, photo: bool = False) -> list[str]:
    """What is wrong with approving the visit; nothing when it is taken."""
    by, task = await story.officer("dpupr"), await story.task(id, "look")
    photos = [await story.document(by)] if photo else []
    answer = TaskAnswer(task.id, Decision.APPROVE, reason, (), random_code(), photos=photos)
    try:
        await decide_task(answer, by=by, at=story.at(), regency=story.regency)
    except InvalidInput as refusal:
        return [f"{'.'.join(problem.path)}: {problem.message}" for problem in refusal.problems]
    return []


UNSEEN = ["reason: Tulis hasil kunjungan, atau lampirkan fotonya."]
UNMET = ["reason: Belum ada waktu kunjungan yang disepakati dan sudah tiba. Tulis hasilnya, dan alasannya."]


@pytest.mark.parametrize(("reason", "photo"), [("Sesuai gambar.", False), (None, True)])
async def test_a_visit_that_was_agreed_on_and_has_come_leaves_a_photo_or_a_word(
    story: Story, reason: str | None, photo: bool
) -> None:
    id, tomorrow = await proposed(story)
    await reply(story, id, tomorrow)
    assert await approve(story, id, photo=True) == UNMET, "it is not there yet"
    story.now = tomorrow
    assert await approve(story, id, "  ") == UNSEEN
    assert await approve(story, id, reason, photo=photo) == []


async def test_a_visit_without_an_appointment_says_why(story: Story) -> None:
    id, _ = await proposed(story)
    assert await approve(story, id) == UNMET
    assert await approve(story, id, photo=True) == UNMET
    assert await approve(story, id, "Tampak dari jalan; pemohon tidak dapat dihubungi.") == []


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
