"""What was accepted is not asked for again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models.accounts.operations import introduce
from models.applications.operations.answering import Finding, Reference, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.applications.states import ApplicationState, Decision
from models.applications.tables import Application, Event, Reuse, Submission
from models.calendar.workflow import months_after
from models.documents import tables
from models.documents.keeping import EntryNotFound, withdraw_entry
from models.documents.wallet import entries_for, fitting, wallet_of
from models.kit.errors import InvalidInput, ProblemCode
from models.kit.ids import random_code
from models.people.operations import IdentityDraft
from models.permits.tables import Permit
from models.services.operations import publish
from models.services.queries import service
from tests.clock import TODAY
from tests.services import ANSWERS, decided_and_signed, made_up, step, submit
from tests.story import Story
from tests.wallet import (
    FUEL,
    STATEMENT,
    ask_for_fuel,
    attached,
    entry,
    fresh,
    pump,
    revoked,
    statement_issued,
)

SKU = "surat-keterangan-usaha"


async def test_what_was_accepted_enters_the_wallet_and_what_was_issued_too(story: Story) -> None:
    await statement_issued(story)
    wallet = await wallet_of(await story.citizen(), today=story.today)
    kept = {row.kind: (row.title, row.issued, row.expires_on) for row in wallet.valid}
    assert kept == {
        SKU: ("Surat Keterangan Usaha", True, months_after(story.today, 6)),
        "business-photo": ("Foto tempat usaha", False, months_after(story.today, 12)),
    }
    statement = (await entry(story, SKU)).document
    permit = await Permit.all().get()
    assert (statement.name, statement.sha256) == (f"001-SKU-{story.today.year}.pdf", permit.sha256)
    assert (await story.regency.storage.get(statement.storage_key)).startswith(b"%PDF")


async def test_nothing_enters_before_it_is_issued_nor_when_it_is_refused(story: Story) -> None:
    sent = await story.submit(SKU)
    assert await tables.WalletEntry.all().count() == 0
    await story.decide(sent.id, "location", "desa-ngargoretno", Decision.REFUSE, reason="Tidak ada usaha.")
    assert await tables.WalletEntry.all().count() == 0


async def test_a_statement_that_was_issued_here_is_not_asked_for(story: Story) -> None:
    await statement_issued(story)
    sent = await ask_for_fuel(story, *await fresh(story, "equipment-photo", "nib"))
    statement = await entry(story, SKU)
    assert (await attached(sent.id))[STATEMENT] == statement.document.id
    reuse = await Reuse.all().get()
    assert (reuse.requirement, reuse.document_id) == (STATEMENT, statement.document.id)
    assert reuse.purpose == (
        "Ditambahkan sendiri karena terbit dari sini: syarat “Surat Keterangan Usaha” dalam permohonan"
        " Rekomendasi Pembelian BBM untuk Petani dan Nelayan."
    )


async def test_it_is_not_added_where_the_answers_do_not_ask_for_it(story: Story) -> None:
    await statement_issued(story)
    sent = await ask_for_fuel(story, *await fresh(story, "equipment-photo"), answers=pump())
    assert set(await attached(sent.id)) == {"equipment-photo"}
    assert await Reuse.all().count() == 0


async def asked_again(story: Story) -> None:
    with pytest.raises(InvalidInput) as refused:
        await ask_for_fuel(story, *await fresh(story, "equipment-photo", "nib"))
    problems = [(problem.code, problem.path) for problem in refused.value.problems]
    assert problems == [(ProblemCode.REQUIRED, ("documents", STATEMENT))]


async def test_a_statement_past_its_last_day_is_asked_for_again(story: Story) -> None:
    await statement_issued(story)
    story.now += timedelta(days=182)
    await asked_again(story)
    wallet = await wallet_of(await story.citizen(), today=months_after(TODAY, 6) + timedelta(days=2))
    assert [row.kind for row in wallet.past] == [SKU]


async def test_a_statement_that_its_owner_took_back_is_asked_for_again(story: Story) -> None:
    await statement_issued(story)
    mine = await entry(story, SKU)
    with pytest.raises(EntryNotFound):
        await withdraw_entry(mine.id, by=await story.citizen(2), at=story.at())
    assert (await entry(story, SKU)).withdrawn_at is None
    await withdraw_entry(mine.id, by=await story.citizen(), at=story.at())
    await asked_again(story)


async def test_a_revoked_statement_is_asked_for_again(story: Story) -> None:
    await statement_issued(story)
    await revoked(story)
    await asked_again(story)


async def test_nobody_gets_the_statement_of_somebody_else(story: Story) -> None:
    await statement_issued(story)
    theirs = (await entry(story, SKU)).document.id
    stranger = await story.citizen(2)
    papers = await fresh(story, "equipment-photo", "nib", by=stranger)
    with pytest.raises(InvalidInput) as refused:
        await ask_for_fuel(story, *papers, (STATEMENT, theirs), by=stranger)
    problems = [(problem.code, problem.path) for problem in refused.value.problems]
    assert problems == [(ProblemCode.NOT_FOUND, ("documents", STATEMENT))]


async def test_a_phone_that_passes_to_a_daughter_leaves_her_mothers_papers_behind(story: Story) -> None:
    await statement_issued(story)
    daughter = IdentityDraft("9908015708450001", "Siti Contoh", "Dusun Krajan", "2", "1", "33.08.01.2001")
    await introduce(daughter, by=await story.citizen(), at=story.at(), regency=story.regency)
    assert (await wallet_of(await story.citizen(), today=story.today)).valid == []
    await asked_again(story)


def optional_statement() -> dict[str, Any]:
    """A service that takes our statement and can do without."""
    title = {"id": "Keterangan usaha", "en": "Statement"}
    paper = {"key": STATEMENT, "title": title, "required": False, "kind": SKU}
    return made_up(*decided_and_signed(), documents=[paper])


async def test_what_may_be_left_open_is_added_by_nobody_but_its_owner(story: Story) -> None:
    await statement_issued(story)
    mine = (await entry(story, SKU)).document.id
    sent = await submit(story, optional_statement())
    assert await attached(sent.id) == {}
    draft = ApplicationDraft("izin-coba", ANSWERS, [(STATEMENT, mine)], random_code())
    by = await story.citizen()
    agreed = await submit_application(draft, by=by, at=story.at(), regency=story.regency)
    assert await attached(agreed.id) == {STATEMENT: mine}


async def test_the_record_tells_what_was_added_from_what_was_agreed_to(story: Story) -> None:
    await statement_issued(story)
    mine = (await entry(story, SKU)).document.id
    for given in ([], [(STATEMENT, mine)]):
        await ask_for_fuel(story, *await fresh(story, "equipment-photo", "nib"), *given)
    added, agreed = [reuse.purpose for reuse in await Reuse.all().order_by("agreed_at")]
    assert added.startswith("Ditambahkan sendiri karena terbit dari sini")
    assert agreed.startswith("Memenuhi syarat")


@pytest.mark.monday
async def test_the_months_of_a_document_begin_on_the_regencys_day(story: Story) -> None:
    await statement_issued(story)
    row = replace(
        await entry(story, SKU), expires_on=None, accepted_at=datetime(2026, 11, 23, 20, tzinfo=UTC)
    )
    found = await service(FUEL)
    assert found is not None
    requirement = next(one for one in found.definition.documents if one.key == STATEMENT)
    requirement = replace(requirement, months=6)
    for day, fits in ((24, True), (25, False)):
        assert row.fits(requirement, date(2027, 5, day), story.regency.zone) is fits


async def test_giving_a_document_of_the_wallet_is_agreeing_to_its_reuse(story: Story) -> None:
    await statement_issued(story)
    photo = (await entry(story, "business-photo")).document.id
    again = await story.document(await story.citizen())
    sent = await story.submit(SKU, documents=[("business-photo", photo), ("id-card", again)])
    reuse = await Reuse.all().get()
    assert (reuse.application_id, reuse.document_id, reuse.requirement) == (sent.id, photo, "business-photo")
    assert reuse.agreed_at == story.now


async def test_a_document_of_another_kind_or_too_old_is_refused_by_name(story: Story) -> None:
    await statement_issued(story)
    photo, statement = (await entry(story, "business-photo")).document.id, await entry(story, SKU)
    papers = await fresh(story, "equipment-photo", "nib")
    for given, days, words in (
        (photo, 0, "bukan yang diminta"),
        (statement.document.id, 182, "sudah lewat"),
    ):
        story.now += timedelta(days=days)
        with pytest.raises(InvalidInput) as refused:
            await ask_for_fuel(story, *papers, (STATEMENT, given))
        (problem,) = refused.value.problems
        assert (problem.code, problem.path) == (ProblemCode.INVALID, ("documents", STATEMENT))
        assert words in problem.message


async def test_what_was_accepted_again_is_as_old_as_it_was(story: Story) -> None:
    await statement_issued(story)
    first = await entry(story, "business-photo")
    story.now += timedelta(days=30)
    sent = await story.submit(SKU, documents=[("business-photo", first.document.id)])
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")
    await story.decide(sent.id, "location", "desa-ngargoretno")
    await story.sign(sent.id, "kades-ngargoretno", key="again")
    assert await entry(story, "business-photo") == first


async def test_what_nobody_had_to_give_again_is_counted(story: Story) -> None:
    await statement_issued(story)
    await ask_for_fuel(story, *await fresh(story, "equipment-photo", "nib"))
    await ask_for_fuel(story, *await fresh(story, "equipment-photo", "nib"))
    counts = [
        (row.fields_asked, row.fields_known, row.documents_asked, row.documents_known)
        for row in await Submission.all().order_by("sent_at")
    ]
    assert counts == [(7, 0, 1, 0), (14, 0, 3, 1), (14, 13, 3, 1)]


async def test_a_correction_that_newly_asks_for_the_statement_gets_it_too(story: Story) -> None:
    await statement_issued(story)
    sent = await ask_for_fuel(story, *await fresh(story, "equipment-photo"), answers=pump())
    finding = Finding(("answers", "user_type"), "Anda usaha mikro, bukan petani.")
    await story.decide(sent.id, "village", "desa-ngargoretno", Decision.RETURN, findings=[finding])
    while (await Application.get(id=sent.id)).state != ApplicationState.RETURNED:
        await story.sleep(sent.id)
    await story.correct(sent.id, {"user_type": "micro-business"}, *await fresh(story, "nib"))
    assert set(await attached(sent.id, 2)) == {"equipment-photo", "nib", STATEMENT}
    assert (await Reuse.all().get()).requirement == STATEMENT
    event = await Event.filter(application_id=sent.id, kind="corrected").get()
    assert event.data["changed"] == ["answers.user_type", "documents.business-statement", "documents.nib"]


async def test_what_another_system_ends_well_fills_the_wallet_too(story: Story) -> None:
    deed = {
        "key": "deed",
        "title": {"id": "Akta", "en": "Deed"},
        "required": True,
        "kind": "deed",
        "months": 2,
    }
    number = {"id": "NIB", "en": "NIB"}
    elsewhere = {
        "system": "OSS",
        "title": number,
        "issuer": number,
        "url": "https://oss.go.id",
        "number": number,
    }
    source = made_up(step("number", "decide", "dpmptsp"), documents=[deed], elsewhere=elsewhere)
    del source["output"]
    await publish(source, at=story.at())
    citizen = await story.citizen()
    paper = await story.document(citizen)
    draft = ApplicationDraft(source["slug"], ANSWERS, [("deed", paper)], random_code())
    sent = await submit_application(draft, by=citizen, at=story.at(), regency=story.regency)
    task = await story.task(sent.id, "number")
    nib = Reference("0000000000001", story.today)
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), "k", reference=nib)
    await decide_task(answer, by=await story.officer("dpmptsp"), at=story.at(), regency=story.regency)
    assert (await Application.get(id=sent.id)).state == ApplicationState.COMPLETED
    row = await entry(story, "deed")
    assert (row.document.id, row.title, row.expires_on) == (paper, "Akta", months_after(story.today, 2))


async def test_pages_that_were_accepted_together_are_offered_together(story: Story) -> None:
    citizen = await story.citizen()
    pages = [("business-photo", await story.document(citizen)) for _ in range(2)]
    await statement_issued(story, documents=pages)
    await statement_issued(story, documents=pages[:1])
    found = await service(SKU)
    assert found is not None
    (requirement, *_) = found.definition.documents
    entries = await entries_for([requirement], (), by=citizen)
    offered = fitting(requirement, entries, today=story.today, zone=story.regency.zone)
    assert {row.document.id for row in offered} == {id for _, id in pages}
    a_year_later = months_after(TODAY, 12) + timedelta(days=2)
    assert fitting(requirement, entries, today=a_year_later, zone=story.regency.zone) == []
