"""From an application to a document that a stranger can check."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from integrations.signing import LocalSigner
from integrations.verification import validate
from models.applications import tables
from models.applications.errors import TaskAlreadyDecided, TaskNotFound
from models.applications.operations.answering import Finding
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.applications.queries.contents import events_of
from models.applications.states import Decision
from models.kit.errors import InvalidInput, KeyReused, ProblemCode, RateLimited, Refusal
from models.kit.tables import OutboxEntry
from models.messages.tables import Message
from models.permits import tables as permit_tables
from models.permits.preparing import prepare_permit
from models.permits.queries import permit_check, permits_of
from tests.story import PAPERS, REKLAME, Story


async def states(application: object) -> dict[str, str]:
    return {t.step: t.state for t in await tables.Task.filter(application_id=application)}


async def state(application: object) -> str:
    return (await tables.Application.get(id=application)).state


async def test_izin_reklame_from_application_to_checked_permit(story: Story) -> None:
    sent = await story.submit()
    assert await states(sent.id) == {
        "tax": "OPEN",
        "construction": "OPEN",
        "public-order": "OPEN",
        "traffic": "SKIPPED",
        "duplicate": "SKIPPED",
        "tax-status": "SKIPPED",
        "decision": "WAITING",
        "tax-payment": "WAITING",
        "signature": "WAITING",
    }
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    assert await state(sent.id) == "APPROVED"
    await story.sign(sent.id)
    assert await state(sent.id) == "ISSUED"
    permit = (await permits_of([sent.id], by=await story.citizen(), today=story.today))[sent.id]
    pdf = await story.regency.storage.get(permit.storage_key)
    signer = story.regency.signer
    assert isinstance(signer, LocalSigner)
    checks = await asyncio.to_thread(validate, pdf, [signer.authority()], at=story.now)
    assert [check.good for check in checks] == [True]
    checked = await permit_check(permit.code.lower(), today=story.today)
    assert checked is not None
    assert (checked.number, checked.certified, checked.valid_until) == (
        permit.number,
        False,
        date.fromisoformat(REKLAME["end_date"]),
    )


async def test_in_a_village_the_heads_signature_is_the_decision(story: Story) -> None:
    sent = await story.submit("surat-keterangan-usaha")
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")
    await story.decide(sent.id, "location", "desa-ngargoretno")
    assert await state(sent.id) == "IN_PROGRESS"
    await story.sign(sent.id, "kades-ngargoretno")
    assert await state(sent.id) == "ISSUED"


async def test_a_returned_branch_comes_back_and_the_others_approvals_stand(story: Story) -> None:
    sent = await story.submit()
    citizen = await story.citizen()
    finding = Finding(("answers", "post_height"), "Di foto reklame bertiang.")
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[finding])
    kinds = [event.kind for event in (await events_of([sent.id], by=citizen))[sent.id]]
    assert kinds == ["submitted"], "a finding is not told before the others have answered"
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "public-order", "satpolpp")
    assert await state(sent.id) == "RETURNED"
    with pytest.raises(InvalidInput) as refused:
        await story.correct(sent.id, {"height": 9})
    assert refused.value.problems[0].path == ("answers", "height")
    await story.correct(sent.id, {"post_height": 3})
    assert (await states(sent.id))["construction"] == "OPEN"
    assert (await states(sent.id))["tax"] == (await states(sent.id))["public-order"] == "DONE"
    await story.decide(sent.id, "construction", "dpupr")
    assert (await states(sent.id))["decision"] == "OPEN"
    assert await tables.Submission.filter(application_id=sent.id).count() == 2


async def test_the_same_key_gives_the_same_application_and_other_content_is_refused(story: Story) -> None:
    citizen = await story.citizen()
    papers = [(paper, await story.document(citizen)) for paper in PAPERS["izin-reklame"]]
    draft = ApplicationDraft("izin-reklame", REKLAME, papers, "once")
    other = replace(draft, answers={**REKLAME, "text": "Lain"})
    first, again = [
        await submit_application(each, by=citizen, at=story.at(), regency=story.regency)
        for each in (draft, replace(draft, documents=papers[::-1]))
    ]
    assert again == first
    with pytest.raises(KeyReused):
        await submit_application(other, by=citizen, at=story.at(), regency=story.regency)
    assert await tables.Application.filter(applicant_id=citizen.account).count() == 1
    assert await Message.filter(application_id=first.id).count() == 1
    assert story.regency.vault.is_pin(first.number, first.pin)


async def test_of_two_decisions_at_the_same_instant_one_stays(story: Story) -> None:
    sent = await story.submit()
    outcomes = await asyncio.gather(
        *(story.decide(sent.id, "tax", "bapenda", key=f"k{n}") for n in range(5)), return_exceptions=True
    )
    assert [type(o) for o in outcomes if o is not None] == [TaskAlreadyDecided] * 4
    assert await tables.Event.filter(application_id=sent.id, kind="decided").count() == 1


async def test_a_replayed_decision_is_the_same_decision(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda", key="again")
    await story.decide(sent.id, "tax", "bapenda", key="again")
    assert await tables.Event.filter(application_id=sent.id, kind="decided").count() == 1


async def test_an_officer_of_another_agency_finds_no_task(story: Story) -> None:
    sent = await story.submit()
    with pytest.raises(TaskNotFound):
        await story.decide(sent.id, "tax", "dpupr")
    with pytest.raises(TaskNotFound):
        await story.decide(sent.id, "decision", "kadis-dpmptsp")


async def test_of_two_signatures_side_by_side_one_document_is_issued(story: Story) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    outcomes = await asyncio.gather(
        *(story.sign(sent.id, key=f"k{n}") for n in range(3)), return_exceptions=True
    )
    assert sum(outcome is None for outcome in outcomes) == 1
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [TaskAlreadyDecided] * 2
    assert await permit_tables.Permit.filter(application_id=sent.id).count() == 1


async def test_a_replayed_signature_is_the_same_permit(story: Story) -> None:
    sent = await story.issue()
    await story.sign(sent.id)
    with pytest.raises(TaskAlreadyDecided):
        await story.sign(sent.id, key="another")


async def test_five_wrong_passphrases_shut_the_pen_for_a_while(story: Story) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    for number in range(5):
        with pytest.raises(InvalidInput) as refused:
            await story.sign(sent.id, secret="wrong", key=f"w{number}")
        assert refused.value.problems[0].path == ("secret",)
    with pytest.raises(RateLimited):
        await story.sign(sent.id)
    story.now += timedelta(minutes=16)
    await story.sign(sent.id)
    assert await state(sent.id) == "ISSUED"


async def test_rendering_twice_prepares_one_document(story: Story) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    promised = await OutboxEntry.filter(job="prepare_permit").count()
    at = story.at()
    await asyncio.gather(*(prepare_permit(sent.id, at=at, regency=story.regency) for _ in range(3)))
    assert promised == 1
    assert await permit_tables.Reservation.all().count() == 1
    assert await permit_tables.PreparedDocument.all().count() == 1


async def test_refusing_needs_a_reason_and_ends_it(story: Story) -> None:
    sent = await story.submit()
    with pytest.raises(InvalidInput) as refused:
        await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE)
    assert refused.value.problems[0].code is ProblemCode.REQUIRED
    await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Titik terlarang.")
    assert await state(sent.id) == "REFUSED"
    assert set((await states(sent.id)).values()) == {"DONE", "CANCELLED", "SKIPPED"}


@pytest.mark.parametrize(
    "answers",
    [
        {"width": "dua"},
        {"width": -1},
        {"width": 10**400},
        {"start_date": "2026-02-30"},
        {"start_date": "2099-12-01"},
        {"start_date": "2026-10-01", "end_date": "2026-11-22"},
        {"text": ""},
        {"kind": "rocket"},
        {"hidden": "x"},
        {"text": "a\0b"},
        {"text": "x" * 100_000},
        {"text": None},
        {"text": {"a": []}},
    ],
)
async def test_bad_answers_are_refused_at_their_field(story: Story, answers: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refused:
        await story.submit(**answers)
    assert refused.value.problems[0].path[0] == "answers"
    assert await tables.Application.all().count() == 0


async def test_an_officer_cannot_apply(story: Story) -> None:
    with pytest.raises(Refusal):
        await story.submit(by=await story.officer("bapenda"))
