"""An officer leaves in the middle of the work: nothing is lost, and nothing more comes from them."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.accounts.operations import NoLongerHere
from models.accounts.tables import Account
from models.applications import tables
from models.applications.errors import ColleagueUnknown, TaskNotFound
from models.applications.operations.answering import TaskAnswer
from models.applications.operations.claiming import claim_task, hand_over_task
from models.applications.operations.deciding import decide_task
from models.applications.operations.leaving import end_officer
from models.applications.states import Decision
from models.kit.actor import Actor
from models.kit.ids import random_code
from models.messages.operations import deliver_message
from models.messages.tables import Message
from models.registers.operations import Question, ask_register
from tests.story import Story

OFFICER, COLLEAGUE = "dpmptsp", "loket-dpmptsp"


async def decision(story: Story) -> tables.Task:
    sent = await story.submit()
    await story.verify_all(sent.id)
    return await story.task(sent.id, "decision")


async def decide(story: Story, task: tables.Task, by: Actor) -> None:
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code())
    await decide_task(answer, by=by, at=story.at(), regency=story.regency)


async def test_a_claimed_task_falls_back_to_the_colleagues_and_takes_no_answer_of_who_left(
    story: Story,
) -> None:
    task, gone = await decision(story), await story.officer(OFFICER)
    await claim_task(task.id, by=gone, at=story.at())
    assert (await end_officer(OFFICER, at=story.at())).claims == 1
    assert (await story.task(task.application_id, "decision")).claimed_by_id is None
    with pytest.raises(TaskNotFound):
        await claim_task(task.id, by=gone, at=story.at())
    with pytest.raises(TaskNotFound):
        await decide(story, task, gone)
    await decide(story, task, await story.officer(COLLEAGUE))


async def test_nobody_hands_a_task_to_who_left(story: Story) -> None:
    task, gone = await decision(story), await story.officer(COLLEAGUE)
    await end_officer(COLLEAGUE, at=story.at())
    by = await story.officer(OFFICER)
    with pytest.raises(ColleagueUnknown):
        await hand_over_task(task.id, gone.account, by=by, at=story.at(), regency=story.regency)


@pytest.mark.parametrize("first", ["answer", "end"])
async def test_an_answer_and_the_end_side_by_side_come_one_after_the_other(story: Story, first: str) -> None:
    """Whichever came first, a decision that stands was made by somebody who was there."""
    task, by = await decision(story), await story.officer(OFFICER)
    answer, end = decide(story, task, by), end_officer(OFFICER, at=story.at())
    deeds = {"answer": answer, "end": end} if first == "answer" else {"end": end, "answer": answer}
    results = await asyncio.gather(*deeds.values(), return_exceptions=True)
    done = dict(zip(deeds, results, strict=True))
    assert not isinstance(done["end"], Exception)
    decided = (await story.task(task.application_id, "decision")).state == "DONE"
    assert decided is (done["answer"] is None)
    assert done["answer"] is None or isinstance(done["answer"], NoLongerHere | TaskNotFound)


async def test_a_claim_of_who_has_just_left_does_not_stick(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, by = await decision(story), await story.officer(OFFICER)
    await end_officer(OFFICER, at=story.at())
    monkeypatch.setattr("models.applications.operations.claiming.own_task", _seen_before)
    with pytest.raises(NoLongerHere):
        await claim_task(task.id, by=by, at=story.at())
    assert (await story.task(task.application_id, "decision")).claimed_by_id is None


async def _seen_before(*_: object, **__: object) -> None:
    """Who was asked a moment ago, before the account ended."""


async def test_who_left_asks_no_register(story: Story) -> None:
    sent, by = await story.submit(), await story.officer("dpupr")
    await end_officer("dpupr", at=story.at())
    question = Question("surat-keterangan-usaha/holds-valid", sent.id, "Memeriksa usaha.")
    with pytest.raises(NoLongerHere):
        await ask_register(question, by=by, at=story.at(), regency=story.regency)


async def told(story: Story, username: str) -> UUID:
    account, vault = await Account.get(username=username), story.regency.vault
    message = await Message.create(
        account_id=account.id, phone_sealed=vault.seal("+6281200000099", "phone"),
        text_sealed=vault.seal("Ada tugas.", "message"), created_at=story.at(),
    )  # fmt: skip
    return message.id


async def test_a_message_that_waits_for_who_left_is_not_sent(story: Story) -> None:
    gone, here = await told(story, OFFICER), await told(story, COLLEAGUE)
    await end_officer(OFFICER, at=story.at())
    for id in (gone, here):
        await deliver_message(id, at=story.at(), regency=story.regency)
    assert [(await Message.get(id=id)).sent_at is None for id in (gone, here)] == [True, False]


async def test_alerts_of_a_late_task_pass_by_who_left(story: Story) -> None:
    sent = await story.submit()
    gone = (await story.officer("bapenda")).account
    await end_officer("bapenda", at=story.at())
    story.now += timedelta(days=30)
    await story.sleep(sent.id)
    assert await Message.filter(application_id=sent.id, account_id=gone).count() == 0
    assert await Message.filter(application_id=sent.id).count() > 1


async def test_what_they_decided_stays_theirs(story: Story) -> None:
    task, by = await decision(story), await story.officer(OFFICER)
    await decide(story, task, by)
    await end_officer(OFFICER, at=story.at())
    event = await tables.Event.filter(application_id=task.application_id, kind="decided").order_by(
        "-sequence"
    )
    assert (event[0].actor_id, event[0].actor_name) == (by.account, by.name)
