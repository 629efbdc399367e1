"""Findings and corrections: what is told, when, and what may be changed then."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from models.applications import tables
from models.applications.operations.answering import Finding, TaskAnswer
from models.applications.operations.correcting import Correction, correct_application
from models.applications.operations.deciding import decide_task
from models.applications.operations.waking import applications_to_wake, wake_application
from models.applications.states import Decision
from models.kit.errors import InvalidInput, ProblemCode, VersionChanged
from models.kit.ids import random_code
from models.messages.tables import Message
from tests.sampling import samples
from tests.story import REKLAME, Story
from tests.walker import apply

POSTS = Finding(("answers", "post_height"), "Tiang di foto tampak 3 meter.")
OWNER = Finding(("answers", "land_owner"), "Tanahnya tercatat milik orang lain.")


async def state(id: UUID) -> str:
    return (await tables.Application.get(id=id)).state


async def let_the_wait_pass(story: Story, id: UUID) -> None:
    before = await releases(id)
    while await releases(id) == before:
        await story.sleep(id)


async def releases(id: UUID) -> int:
    return await tables.Event.filter(application_id=id, kind="findings-released").count()


async def correct(story: Story, id: UUID, seen: int) -> None:
    correction = Correction(id, {"post_height": 3}, (), random_code(), seen)
    await correct_application(correction, by=await story.citizen(), at=story.at(), regency=story.regency)


async def returned_by_all(story: Story) -> UUID:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[POSTS])
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "public-order", "satpolpp")
    return sent.id


@pytest.mark.monday
async def test_findings_wait_eight_working_hours_for_the_others_and_no_longer(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[POSTS])
    due = story.now + timedelta(hours=24 + 0.5)  # 7.5 working hours a day
    early = due - timedelta(seconds=1)
    await wake_application(sent.id, at=early, regency=story.regency)
    assert await applications_to_wake(at=early) == []
    assert await state(sent.id) == "IN_PROGRESS"
    assert await applications_to_wake(at=due) == [sent.id]
    await wake_application(sent.id, at=due, regency=story.regency)
    assert await state(sent.id) == "RETURNED"
    assert await applications_to_wake(at=due) == []


async def test_findings_that_come_later_are_told_again(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[POSTS])
    await let_the_wait_pass(story, sent.id)
    assert await Message.filter(application_id=sent.id, phone_sealed__not_isnull=True).count() == 2
    await story.decide(sent.id, "public-order", "satpolpp", Decision.RETURN, findings=[OWNER])
    assert await Message.filter(application_id=sent.id, phone_sealed__not_isnull=True).count() == 2
    await story.decide(sent.id, "tax", "bapenda")
    assert await Message.filter(application_id=sent.id, phone_sealed__not_isnull=True).count() == 3
    assert (await story.task(sent.id, "public-order")).told


async def test_whoever_has_not_read_the_newest_findings_corrects_nothing(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[POSTS])
    await let_the_wait_pass(story, sent.id)
    await story.decide(sent.id, "public-order", "satpolpp", Decision.RETURN, findings=[OWNER])
    await let_the_wait_pass(story, sent.id)
    with pytest.raises(VersionChanged):
        await correct(story, sent.id, seen=1)
    assert await tables.Submission.filter(application_id=sent.id).count() == 1
    await correct(story, sent.id, seen=2)
    assert (await story.task(sent.id, "public-order")).state == "OPEN"


async def test_findings_that_wait_during_a_correction_are_told_after_it(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[POSTS])
    await let_the_wait_pass(story, sent.id)
    await story.decide(sent.id, "public-order", "satpolpp", Decision.RETURN, findings=[OWNER])
    await correct(story, sent.id, seen=1)
    assert await state(sent.id) == "IN_PROGRESS"
    assert (await story.task(sent.id, "public-order")).told is False
    await let_the_wait_pass(story, sent.id)
    assert await state(sent.id) == "RETURNED"
    assert (await story.task(sent.id, "public-order")).told


async def test_findings_that_fall_due_while_somebody_corrects_are_read_before_anything_is_sent(
    story: Story,
) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[POSTS])
    await let_the_wait_pass(story, sent.id)
    await story.decide(sent.id, "public-order", "satpolpp", Decision.RETURN, findings=[OWNER])
    story.now += timedelta(days=3)
    with pytest.raises(VersionChanged):
        await correct(story, sent.id, seen=1)
    assert (await story.task(sent.id, "public-order")).told
    assert await tables.Submission.filter(application_id=sent.id).count() == 1
    await correct(story, sent.id, seen=2)
    assert (await story.task(sent.id, "public-order")).state == "OPEN"


async def test_a_program_that_does_not_say_what_it_saw_is_stopped_by_new_findings_too(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[POSTS])
    await let_the_wait_pass(story, sent.id)
    await story.decide(sent.id, "public-order", "satpolpp", Decision.RETURN, findings=[OWNER])
    story.now += timedelta(days=3)
    with pytest.raises(VersionChanged):
        await story.correct(sent.id, {"post_height": 3})
    await story.correct(sent.id, {"post_height": 3})
    assert await state(sent.id) == "IN_PROGRESS"


async def test_an_answer_to_what_was_corrected_since_is_refused(story: Story) -> None:
    id = await returned_by_all(story)
    await story.correct(id, {"post_height": 3})
    task = await story.task(id, "construction")
    by = await story.officer("dpupr")
    old, new = (TaskAnswer(task.id, Decision.APPROVE, None, (), random_code(), seen) for seen in (1, 2))
    with pytest.raises(VersionChanged):
        await decide_task(old, by=by, at=story.at(), regency=story.regency)
    assert (await story.task(id, "construction")).state == "OPEN"
    await decide_task(new, by=by, at=story.at(), regency=story.regency)
    assert (await story.task(id, "construction")).state == "DONE"


@pytest.mark.parametrize("answers", [{}, {"width": REKLAME["width"]}, {"npwpd": None}])
async def test_a_correction_that_changes_nothing_is_refused(
    story: Story, answers: dict[str, int | None]
) -> None:
    id = await returned_by_all(story)
    with pytest.raises(InvalidInput) as refused:
        await story.correct(id, answers)
    assert [(p.code, p.path) for p in refused.value.problems] == [(ProblemCode.REQUIRED, ("answers",))]
    assert await state(id) == "RETURNED"


async def test_a_correction_must_and_may_give_the_answers_that_it_newly_calls_for(story: Story) -> None:
    plain = next(iter(samples("surat-keterangan-tidak-mampu")))
    answers = {**plain.answers, "beneficiary": "self"}
    del answers["beneficiary_name"]
    sent = await apply(story, replace(plain, answers=answers))
    finding = Finding(("answers", "beneficiary"), "Surat ini untuk anak Anda.")
    await story.decide(sent.id, "welfare", "dinsos", Decision.RETURN, findings=[finding])
    await let_the_wait_pass(story, sent.id)
    with pytest.raises(InvalidInput) as refused:
        await story.correct(sent.id, {"beneficiary": "child"})
    assert [(p.path[-1], p.code) for p in refused.value.problems] == [("beneficiary_name", "REQUIRED")]
    with pytest.raises(InvalidInput) as refused:
        await story.correct(sent.id, {"beneficiary": "self", "beneficiary_name": "Sari Contoh"})
    assert [(p.path[-1], p.code) for p in refused.value.problems] == [("beneficiary_name", "NOT_ALLOWED")]
    await story.correct(sent.id, {"beneficiary": "child", "beneficiary_name": "Sari Contoh"})
    assert await state(sent.id) == "IN_PROGRESS"


async def test_what_the_citizen_left_unanswered_may_be_returned_again_and_nothing_else(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[POSTS, OWNER])
    await let_the_wait_pass(story, sent.id)
    await story.correct(sent.id, {"post_height": 3})
    new = Finding(("answers", "width"), "Baru terlihat.")
    with pytest.raises(InvalidInput) as refused:
        await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[new])
    assert [problem.code for problem in refused.value.problems] == [ProblemCode.NOT_ALLOWED]
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[OWNER])
    await let_the_wait_pass(story, sent.id)
    with pytest.raises(InvalidInput):
        await story.correct(sent.id, {"post_height": 2})


async def test_a_door_that_warns_lets_nothing_be_left_unawares(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[POSTS, OWNER])
    await let_the_wait_pass(story, sent.id)
    wish = Correction(sent.id, {"post_height": 3, "land_owner": "own"}, (), random_code(), left=())
    by = await story.citizen()
    with pytest.raises(InvalidInput) as warned:
        await correct_application(wish, by=by, at=story.at(), regency=story.regency)
    assert [problem.path for problem in warned.value.problems] == [OWNER.path]
    knowing = replace(wish, left=[OWNER.path])
    await correct_application(knowing, by=by, at=story.at(), regency=story.regency)
    assert await state(sent.id) == "IN_PROGRESS"
