"""A refusal is not the last word: an objection, decided by somebody else, and a file that comes back."""

from datetime import timedelta
from uuid import UUID

import pytest
from tortoise.exceptions import IntegrityError

from models.accounts.delegating import ActingTitle, DelegationDraft, delegate_signature
from models.accounts.tables import Account
from models.applications import tables
from models.applications.errors import (
    ApplicationNotFound,
    EventNotAllowed,
    ObjectionDecided,
    ObjectionNotFound,
    SameOfficer,
)
from models.applications.operations.objecting import (
    ObjectionAnswer,
    ObjectionDraft,
    decide_objection,
    object_to_refusal,
)
from models.applications.queries.objections import open_objections
from models.applications.states import Decision
from models.kit.errors import InvalidInput
from models.kit.ids import random_code
from models.messages.tables import Message
from tests.clock import day_of
from tests.story import Story

HEAD = "kadis-dpmptsp"


async def refused(story: Story) -> UUID:
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "construction", "dpupr", Decision.REFUSE, reason="Terlalu dekat sungai.")
    return sent.id


async def refused_by_the_office(story: Story) -> UUID:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp", Decision.REFUSE, reason="Terlalu banyak papan.")
    return sent.id


async def object_to(
    story: Story, id: UUID, text: str = "Jaraknya lebih dari 15 meter.", who: int = 1
) -> None:
    draft = ObjectionDraft(id, text, random_code())
    await object_to_refusal(draft, by=await story.citizen(who), at=story.at(), regency=story.regency)


async def answer(story: Story, id: UUID, officer: str, *, upheld: bool) -> None:
    objection = await tables.Objection.filter(application_id=id).order_by("-filed_at").first()
    assert objection is not None
    given = ObjectionAnswer(objection.id, upheld, "Diukur ulang.", random_code())
    await decide_objection(given, by=await story.officer(officer), at=story.at(), regency=story.regency)


async def state(id: UUID) -> str:
    return (await tables.Application.get(id=id)).state


async def test_an_upheld_objection_brings_the_file_back_where_it_was(story: Story) -> None:
    id = await refused(story)
    await object_to(story, id)
    await answer(story, id, "kadis-dpmptsp", upheld=True)
    assert await state(id) == "IN_PROGRESS"
    assert (await story.task(id, "tax")).state == "DONE"
    assert (await story.task(id, "public-order")).state == "OPEN"
    await story.decide(id, "construction", "dpupr")  # the agency has nobody else
    assert (await story.task(id, "construction")).state == "DONE"


async def test_after_an_upheld_objection_another_officer_looks(story: Story) -> None:
    id = await refused_by_the_office(story)
    await object_to(story, id)
    await answer(story, id, "kadis-dpmptsp", upheld=True)
    with pytest.raises(SameOfficer):
        await story.decide(id, "decision", "dpmptsp")
    await story.decide(id, "decision", "loket-dpmptsp")


async def test_a_rejected_objection_leaves_the_refusal_and_there_is_no_second(story: Story) -> None:
    id = await refused(story)
    await object_to(story, id)
    with pytest.raises(EventNotAllowed):
        await object_to(story, id)
    await answer(story, id, "kadis-dpmptsp", upheld=False)
    assert await state(id) == "REFUSED"
    with pytest.raises(EventNotAllowed):
        await object_to(story, id)


async def test_after_21_working_days_it_is_too_late(story: Story) -> None:
    id = await refused(story)
    story.now += timedelta(days=60)
    with pytest.raises(EventNotAllowed):
        await object_to(story, id)


async def test_what_the_head_refused_goes_to_the_sekda(story: Story) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    await story.decide(sent.id, "signature", "kadis-dpmptsp", Decision.REFUSE, reason="Titiknya dilarang.")
    await object_to(story, sent.id)
    with pytest.raises(ObjectionNotFound):
        await answer(story, sent.id, "kadis-dpmptsp", upheld=True)
    await answer(story, sent.id, "sekda", upheld=False)
    assert await state(sent.id) == "REFUSED"


async def test_who_refused_does_not_decide_by_way_of_an_older_objection(story: Story) -> None:
    id = await refused_by_the_office(story)
    await object_to(story, id)
    older = await tables.Objection.get(application_id=id)
    await answer(story, id, HEAD, upheld=True)
    await story.decide(id, "decision", "loket-dpmptsp")
    await story.decide(id, "signature", HEAD, Decision.REFUSE, reason="Titiknya dilarang.")
    await object_to(story, id)
    again = ObjectionAnswer(older.id, True, "Sudah saya pertimbangkan.", random_code())
    with pytest.raises(ObjectionDecided):
        await decide_objection(again, by=await story.officer(HEAD), at=story.at(), regency=story.regency)
    assert await state(id) == "REFUSED"
    await answer(story, id, "sekda", upheld=False)


async def test_the_database_keeps_one_objection_open_at_a_time(story: Story) -> None:
    id = await refused(story)
    await object_to(story, id)
    open_ = await tables.Objection.get(application_id=id)
    with pytest.raises(IntegrityError):
        await tables.Objection.create(
            application_id=id, agency_id=open_.agency_id, text="x", filed_at=story.now, due_at=story.now
        )
    await answer(story, id, HEAD, upheld=True)
    await story.decide(id, "construction", "dpupr", Decision.REFUSE, reason="Masih terlalu dekat.")
    await object_to(story, id)


async def stand_in(story: Story, officer: str, head: str) -> None:
    today = day_of(story.at())
    draft = DelegationDraft(officer, ActingTitle.DAILY, "800/1", today, today + timedelta(days=9))
    await delegate_signature(draft, by=await story.officer(head), at=story.at(), regency=story.regency)


async def told(story: Story, officer: str, id: UUID) -> bool:
    by = await story.officer(officer)
    return await Message.filter(account_id=by.account, application_id=id).exists()


async def test_who_stands_in_for_the_head_is_told_and_decides_but_not_on_a_refusal_of_their_own(
    story: Story,
) -> None:
    await stand_in(story, "dpmptsp", HEAD)
    own, other = await refused_by_the_office(story), await refused(story)
    for id in (own, other):
        await object_to(story, id)
    delegate = await story.officer("dpmptsp")
    waiting = await open_objections(delegate, at=story.now, first=10, after=None)
    assert [row.application_id for row in waiting.rows] == [own, other]
    with pytest.raises(SameOfficer):
        await answer(story, own, "dpmptsp", upheld=True)
    await answer(story, other, "dpmptsp", upheld=False)
    assert [await told(story, "dpmptsp", id) for id in (own, other)] == [False, True]
    assert await told(story, HEAD, own)


async def test_without_a_sekda_it_stays_where_somebody_can_decide(story: Story) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    await story.decide(sent.id, "signature", HEAD, Decision.REFUSE, reason="Titiknya dilarang.")
    await Account.filter(username="sekda").update(role="officer")
    await object_to(story, sent.id)
    assert await told(story, HEAD, sent.id), "the head appoints who decides"
    with pytest.raises(SameOfficer):
        await answer(story, sent.id, HEAD, upheld=True)
    await stand_in(story, "loket-dpmptsp", HEAD)
    await answer(story, sent.id, "loket-dpmptsp", upheld=False)


async def test_only_the_applicant_objects_and_says_why(story: Story) -> None:
    id = await refused(story)
    with pytest.raises(ApplicationNotFound):
        await object_to(story, id, who=2)
    for text in ("   ", "x" * 2001, "\0"):
        with pytest.raises(InvalidInput):
            await object_to(story, id, text)
    running = await story.submit(key="another")
    with pytest.raises(EventNotAllowed):
        await object_to(story, running.id)


async def test_an_objection_that_nobody_decides_is_granted_by_law(story: Story) -> None:
    id = await refused(story)
    await object_to(story, id)
    await Message.all().delete()
    await story.sleep(id)
    assert [await told(story, officer, id) for officer in (HEAD, "sekda")] == [True, False]
    await story.sleep(id)
    assert await told(story, "sekda", id)
    await story.sleep(id)
    assert await state(id) == "IN_PROGRESS"
    assert (await story.task(id, "construction")).state == "OPEN"
    assert (await story.task(id, "tax")).state == "DONE"
    objection = await tables.Objection.get(application_id=id)
    assert objection.upheld
    assert not objection.reason
    assert not objection.decided_by
    said = await Message.get(account_id=(await story.citizen()).account, application_id=id)
    text = story.regency.vault.open(said.text_sealed, "message")
    assert "dianggap dikabulkan" in text
    assert len(text) <= 160
    with pytest.raises(ObjectionDecided):
        await answer(story, id, HEAD, upheld=False)


async def test_an_answer_after_the_last_day_comes_too_late_even_if_no_clock_has_struck(story: Story) -> None:
    id = await refused(story)
    await object_to(story, id)
    story.now += timedelta(days=30)
    with pytest.raises(EventNotAllowed):
        await answer(story, id, HEAD, upheld=False)
    await story.sleep(id)
    assert await state(id) == "IN_PROGRESS"


async def test_who_answered_in_time_is_not_reminded(story: Story) -> None:
    id = await refused(story)
    await object_to(story, id)
    await answer(story, id, HEAD, upheld=False)
    assert (await tables.Application.get(id=id)).wake_at is None


async def test_officers_do_not_judge_and_an_answer_is_given_once(story: Story) -> None:
    id = await refused(story)
    await object_to(story, id)
    with pytest.raises(ObjectionNotFound):
        await answer(story, id, "dpmptsp", upheld=True)
    await answer(story, id, "kadis-dpmptsp", upheld=True)
    with pytest.raises(ObjectionDecided):
        await answer(story, id, "kadis-dpmptsp", upheld=False)
    assert (await tables.Objection.get(application_id=id)).upheld is True
