"""Wherever a text is asked for, one that shows nothing is none, and none turns the direction of reading."""

from collections.abc import Awaitable
from dataclasses import replace
from uuid import UUID

import pytest

from models.accounts.delegating import delegate_signature
from models.accounts.operations import introduce
from models.applications import tables
from models.applications.operations.answering import Finding, Reference, TaskAnswer
from models.applications.operations.correcting import Correction, correct_application
from models.applications.operations.deciding import decide_task
from models.applications.operations.objecting import (
    ObjectionAnswer,
    ObjectionDraft,
    decide_objection,
    object_to_refusal,
)
from models.applications.operations.transferring import TransferWish, offer_transfer
from models.applications.operations.visiting import VisitReply, answer_visit
from models.applications.queries.returned import returned_file
from models.applications.states import Decision
from models.calendar.operations import declare_holiday
from models.kit.errors import InvalidInput
from models.kit.ids import random_code
from models.kit.transactions import rows_of
from models.people.operations import IdentityDraft
from models.people.tables import Person
from models.permits.revoking import Revocation, revoke_permit
from models.permits.tables import Permit
from models.registers.operations import Question, ask_register
from tests.models.accounts import test_delegating
from tests.models.applications import test_visiting
from tests.models.calendar import test_keeping
from tests.models.kit.test_reading import NOTHING
from tests.story import REKLAME, Story

SIGN = "Toko \u202eitnuB"
UNSEEN = "\u200b" * 12
TINI = IdentityDraft("9908014107840001", "Tini Contoh", "Dusun Tegal", "3", "1", "33.08.01.2001")


async def told(deed: Awaitable[object]) -> list[tuple[str, ...]]:
    """Where a deed was refused, every word of it told."""
    with pytest.raises(InvalidInput) as refused:
        await deed
    assert all("{" not in one.message.format(**one.facts) for one in refused.value.problems)
    return [one.path for one in refused.value.problems]


async def answered(
    story: Story,
    application: UUID,
    step: str,
    officer: str,
    decision: Decision,
    *,
    reason: str | None = None,
    finding: str | None = None,
    paper: Reference | None = None,
) -> None:
    task = await story.task(application, step)
    findings = [Finding(("answers", "text"), finding)] if finding is not None else []
    answer = TaskAnswer(task.id, decision, reason, findings, random_code(), paper=paper)
    await decide_task(answer, by=await story.officer(officer), at=story.at(), regency=story.regency)


@pytest.mark.parametrize("nothing", NOTHING[:8], ids=ascii)
async def test_an_answer_a_finding_and_a_reason_that_show_nothing_are_none(
    story: Story, nothing: str
) -> None:
    assert await told(story.submit(text=nothing)) == [("answers", "text")]

    sent = await story.submit()
    refusing = answered(story, sent.id, "tax", "bapenda", Decision.REFUSE, reason=nothing)
    assert await told(refusing) == [("reason",)]
    returning = answered(story, sent.id, "public-order", "satpolpp", Decision.RETURN, finding=nothing)
    assert await told(returning) == [("findings", "0", "message")]
    paper = Reference(nothing, story.now.date(), await story.document(await story.officer("bapenda")))
    entering = answered(story, sent.id, "tax", "bapenda", Decision.APPROVE, paper=paper)
    assert await told(entering) == [("paper", "number")]
    named = introduce(
        replace(TINI, name=nothing, address=nothing),
        by=await story.citizen(),
        at=story.at(),
        regency=story.regency,
    )
    assert await told(named) == [("name",), ("address",)]


@pytest.mark.parametrize("nothing", ["\u200b", "\u2800\u3164"], ids=ascii)
async def test_no_other_text_that_is_asked_for_may_show_nothing(story: Story, nothing: str) -> None:
    regency = story.regency
    sent = await story.submit()
    bapenda, setda, head = [await story.officer(name) for name in ("bapenda", "setda", "kadis-dpmptsp")]
    wish = TransferWish((await story.task(sent.id, "tax")).id, "dlh", nothing, random_code())
    assert await told(offer_transfer(wish, by=bapenda, at=story.at(), regency=regency)) == [("reason",)]
    question = Question("izin-reklame/x", sent.id, nothing)
    assert await told(ask_register(question, by=bapenda, at=story.at(), regency=regency)) == [("purpose",)]
    order = replace(test_delegating.DRAFT, basis=nothing)
    assert await told(delegate_signature(order, by=head, at=story.at(), regency=regency)) == [("basis",)]
    day = replace(test_keeping.DECREE, name=nothing, source=nothing)
    declared = declare_holiday(day, by=setda, at=story.at(), regency=regency)
    assert await told(declared) == [("name",), ("source",)]

    id, _ = await test_visiting.proposed(story)
    reply = VisitReply((await story.task(id, "look")).id, None, nothing, random_code())
    suits = answer_visit(reply, by=await story.citizen(), at=story.at(), regency=regency)
    assert await told(suits) == [("message",)]

    permit = Revocation((await _issued(story)), nothing, random_code())
    assert await told(revoke_permit(permit, by=head, at=story.at(), regency=regency)) == [("reason",)]


async def _issued(story: Story) -> UUID:
    sent = await story.issue()
    return (await Permit.get(application_id=sent.id)).id


async def test_neither_an_objection_nor_its_answer_may_show_nothing(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.REFUSE, reason="Terlalu dekat sungai.")
    draft, citizen = ObjectionDraft(sent.id, "\u200b", random_code()), await story.citizen()
    objecting = object_to_refusal(draft, by=citizen, at=story.at(), regency=story.regency)
    assert await told(objecting) == [("text",)]

    await object_to_refusal(replace(draft, text=f" {SIGN}"), by=citizen, at=story.at(), regency=story.regency)
    filed = await tables.Objection.get(application_id=sent.id)
    assert filed.text == "Toko itnuB"
    answer = ObjectionAnswer(filed.id, True, "\u200b", random_code())
    head = await story.officer("kadis-dpmptsp")
    assert await told(decide_objection(answer, by=head, at=story.at(), regency=story.regency)) == [
        ("reason",)
    ]


async def test_what_is_kept_reads_the_same_on_the_page_as_on_the_paper(story: Story) -> None:
    sent = await story.submit(text=SIGN, location="Jalan Rene\u0301 1\u200b")
    submission = await tables.Submission.get(application_id=sent.id)
    assert (submission.answers["text"], submission.answers["location"]) == ("Toko itnuB", "Jalan Ren\u00e9 1")
    await introduce(
        replace(TINI, name=f"Tini {SIGN}"), by=await story.citizen(), at=story.at(), regency=story.regency
    )
    assert await Person.filter(name="Tini Toko itnuB").exists()

    await answered(story, sent.id, "tax", "bapenda", Decision.REFUSE, reason=SIGN)
    event = await tables.Event.filter(application_id=sent.id, kind="decided").get()
    assert event.data["reason"] == "Toko itnuB"


async def returned(story: Story) -> UUID:
    """An application of an earlier day, whose text turns its reading, that comes back because of it."""
    sent = await story.submit()
    old = {**REKLAME, "text": SIGN, "location": UNSEEN}
    row = await tables.Submission.get(application_id=sent.id)
    await rows_of("ALTER TABLE submission DISABLE TRIGGER USER", [])
    await tables.Submission.filter(id=row.id).update(answers=old)
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "construction", "dpupr")
    finding = Finding(("answers", "text"), "Tulisan kurang jelas.")
    await story.decide(sent.id, "public-order", "satpolpp", Decision.RETURN, findings=[finding])
    return sent.id


async def test_an_old_answer_stays_as_it_was_and_is_not_changed_by_sending_it_again(story: Story) -> None:
    id, citizen = await returned(story), await story.citizen()
    file = await returned_file(id, by=citizen)
    assert file.unanswered({"text": "Toko itnuB"}) == file.unanswered({}) == {("answers", "text")}
    same = Correction(id, {"text": SIGN}, (), random_code())
    assert await told(correct_application(same, by=citizen, at=story.at(), regency=story.regency)) == [
        ("answers",)
    ]
    none = Correction(id, {"text": "\u200b"}, (), random_code())
    assert await told(correct_application(none, by=citizen, at=story.at(), regency=story.regency)) == [
        ("answers", "text")
    ]

    await story.correct(id, {"text": "Warung \u202eBaru"})
    newest = await tables.Submission.filter(application_id=id).order_by("-number").first()
    assert newest is not None
    assert (newest.answers["text"], newest.answers["location"]) == ("Warung Baru", UNSEEN)
