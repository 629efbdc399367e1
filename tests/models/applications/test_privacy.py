"""Who sees what of somebody else's file, and what is written down about it."""

from uuid import UUID

from models.applications.access import sees_identity
from models.applications.operations.answering import Finding
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.applications.queries.applications import applications_by_id, note_files_read
from models.applications.queries.contents import attached_document, documents_of, events_of
from models.applications.queries.tasks import tasks_of
from models.applications.states import Decision
from models.kit.ids import random_code
from models.privacy.tables import AccessEntry
from models.services.queries import service
from tests.story import USAHA, Story

WIDTH = Finding(("answers", "width"), "Lebar di foto tampak 3 meter.")


async def refused_before_it_was_told(story: Story) -> UUID:
    sent = await story.submit()
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[WIDTH])
    await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Titik terlarang.")
    return sent.id


async def test_findings_that_a_refusal_overtook_are_never_told(story: Story) -> None:
    id = await refused_before_it_was_told(story)
    citizen = await story.citizen()
    tasks = {task.step: task for task in (await tasks_of([id], by=citizen))[id]}
    returned = tasks["construction"]
    assert (returned.decision, returned.reason, returned.findings) == (None, None, [])
    assert (returned.decided_by, returned.told) == (None, False)
    assert tasks["tax"].reason == "Titik terlarang."
    events = (await events_of([id], by=citizen))[id]
    assert [(event.kind, event.step) for event in events] == [("submitted", None), ("decided", "tax")]


async def test_the_agency_itself_still_reads_what_it_found(story: Story) -> None:
    id = await refused_before_it_was_told(story)
    by = await story.officer("dpupr")
    tasks = {task.step: task for task in (await tasks_of([id], by=by))[id]}
    assert tasks["construction"].findings == [{"path": ["answers", "width"], "message": WIDTH.message}]
    assert len((await events_of([id], by=by))[id]) == 3


async def test_an_agency_whose_step_never_opened_sees_no_identity(story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Titik terlarang.")
    assert (await story.task(sent.id, "decision")).state == "CANCELLED"
    by = await story.officer("dpmptsp")
    row = (await applications_by_id([sent.id], by=by))[sent.id]
    reklame = await service("izin-reklame")
    assert reklame is not None
    assert row.own_steps == []
    assert not sees_identity(reklame.definition, row.own_steps, by)
    assert sees_identity(reklame.definition, ["decision"], by)


async def test_an_agency_that_could_only_come_to_a_skipped_step_sees_no_file(story: Story) -> None:
    sent = await story.submit()
    assert await applications_by_id([sent.id], by=await story.officer("dishub")) == {}


async def test_reading_ahead_of_ones_turn_is_noted_with_the_step_to_come(story: Story) -> None:
    sent = await story.submit()
    for officer in ("dpmptsp", "bapenda"):
        by = await story.officer(officer)
        files = await applications_by_id([sent.id], by=by)
        await note_files_read(files.values(), by=by, at=story.at())
    noted = [entry.purpose for entry in await AccessEntry.all().order_by("id")]
    assert noted == ["(decision), (signature)", "tax"]


async def test_an_identity_card_is_for_the_steps_that_need_an_identity(story: Story) -> None:
    citizen = await story.citizen()
    papers = {key: await story.document(citizen, f"{key}.jpg") for key in ("business-photo", "id-card")}
    draft = ApplicationDraft("surat-keterangan-usaha", USAHA, list(papers.items()), random_code())
    sent = await submit_application(draft, by=citizen, at=story.at(), regency=story.regency)
    readers = {"rt-ngargoretno": {"business-photo"}, "desa-ngargoretno": set(papers)}
    for officer, readable in readers.items():
        by = await story.officer(officer)
        shown = (await documents_of([sent.id], by=by))[sent.id]
        found = {key for key, id in papers.items() if await attached_document(id, by=by)}
        assert {row.requirement for row in shown} == found == readable
    assert {row.requirement for row in (await documents_of([sent.id], by=citizen))[sent.id]} == set(papers)


async def test_a_photo_that_also_serves_as_identity_card_is_found_as_the_photo(story: Story) -> None:
    citizen = await story.citizen()
    photo = await story.document(citizen)
    papers = [("id-card", photo), ("business-photo", photo)]
    draft = ApplicationDraft("surat-keterangan-usaha", USAHA, papers, random_code())
    sent = await submit_application(draft, by=citizen, at=story.at(), regency=story.regency)
    found = await attached_document(photo, by=await story.officer("rt-ngargoretno"))
    assert found is not None
    assert found[0] == sent.id
