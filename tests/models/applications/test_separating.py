"""Nobody stands on both sides of a decision, nor looks again at a refusal of their own while somebody else can."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.accounts.delegating import ActingTitle, DelegationDraft, delegate_signature
from models.applications import tables
from models.applications.errors import SameOfficer
from models.applications.operations.answering import Finding, Reference, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.operations.objecting import (
    ObjectionAnswer,
    ObjectionDraft,
    decide_objection,
    object_to_refusal,
)
from models.applications.states import Decision
from models.kit.ids import random_code
from tests.clock import day_of
from tests.story import Story
from tests.transfers import accept, direct

DELEGATE, HEAD = "loket-dpmptsp", "kadis-dpmptsp"


async def uphold(story: Story, id: UUID, judge: str) -> None:
    draft = ObjectionDraft(id, "Saya tidak setuju.", random_code())
    await object_to_refusal(draft, by=await story.citizen(), at=story.at(), regency=story.regency)
    objection = await tables.Objection.get(application_id=id)
    answer = ObjectionAnswer(objection.id, True, "Diperiksa lagi.", random_code())
    await decide_objection(answer, by=await story.officer(judge), at=story.at(), regency=story.regency)


async def test_a_delegate_who_refused_does_not_sign_while_there_is_a_head(story: Story) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    today = day_of(story.at())
    draft = DelegationDraft(DELEGATE, ActingTitle.DAILY, "800/1", today, today + timedelta(days=4))
    await delegate_signature(draft, by=await story.officer(HEAD), at=story.at(), regency=story.regency)
    await story.decide(sent.id, "signature", DELEGATE, Decision.REFUSE, reason="Titiknya dilarang.")
    await uphold(story, sent.id, HEAD)
    with pytest.raises(SameOfficer):
        await story.sign(sent.id, DELEGATE)
    await story.sign(sent.id, HEAD)


async def test_whoever_entered_a_refusal_on_paper_does_not_enter_the_next_answer(story: Story) -> None:
    sent = await story.submit("surat-keterangan-usaha")
    task = await story.task(sent.id, "neighbourhood")
    by = await story.officer("desa-ngargoretno")
    paper = Reference("01/RT/2026", story.today - timedelta(days=3), await story.document(by))
    refusal = TaskAnswer(task.id, Decision.REFUSE, "Bukan warga kami.", (), "refuse", paper=paper)
    await decide_task(refusal, by=by, at=story.at(), regency=story.regency)
    await uphold(story, sent.id, "kades-ngargoretno")
    paper = Reference("02/RT/2026", story.today - timedelta(days=2), await story.document(by))
    approval = TaskAnswer(task.id, Decision.APPROVE, None, (), "approve", paper=paper)
    with pytest.raises(SameOfficer):
        await decide_task(approval, by=by, at=story.at(), regency=story.regency)
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")


async def rerouted(story: Story) -> UUID:
    """An izin-reklame whose traffic check has come to the agency that decides."""
    sent = await story.submit(road_space=True)
    await direct(story, sent.id, "traffic", "dpmptsp")
    await accept(story, sent.id, "traffic", "dpmptsp")
    await story.verify_all(sent.id)
    return sent.id


async def test_a_check_that_was_sent_to_the_deciding_agency_is_not_decided_by_whoever_answered_it(
    story: Story,
) -> None:
    id = await rerouted(story)
    await story.decide(id, "traffic", "dpmptsp")
    with pytest.raises(SameOfficer):
        await story.decide(id, "decision", "dpmptsp")
    await story.decide(id, "decision", "loket-dpmptsp")


async def test_nor_when_the_decision_was_returned_and_the_check_comes_again(story: Story) -> None:
    id = await rerouted(story)
    await story.decide(id, "traffic", "loket-dpmptsp")
    finding = Finding(("answers", "location"), "Tulis patokannya.")
    await story.decide(id, "decision", "dpmptsp", Decision.RETURN, findings=[finding])
    await story.sleep(id)
    await story.correct(id, {"location": "Jalan Raya Salaman, depan pasar"})
    again = {task.step for task in await tables.Task.filter(application_id=id, state="OPEN")}
    for step, officer in {"construction": "dpupr", "public-order": "satpolpp", "tax": "bapenda"}.items():
        if step in again:
            await story.decide(id, step, officer)
    await story.decide(id, "traffic", "dpmptsp")  # who only returned it may look, and then decides no more
    for officer in ("dpmptsp", "loket-dpmptsp"):
        with pytest.raises(SameOfficer):
            await story.decide(id, "decision", officer)
