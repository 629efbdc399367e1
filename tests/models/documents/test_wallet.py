"""What was accepted is not asked for again."""

from datetime import date, timedelta

import pytest

from models.accounts.operations import introduce
from models.applications.states import Decision
from models.applications.tables import Reuse, Submission
from models.documents import tables
from models.documents.keeping import EntryNotFound, withdraw_entry
from models.documents.wallet import wallet_of
from models.kit.errors import InvalidInput, ProblemCode
from models.people.operations import IdentityDraft
from models.permits.tables import Permit
from tests.story import Story
from tests.wallet import (
    STATEMENT,
    TODAY,
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
    wallet = await wallet_of(await story.citizen(), today=TODAY)
    kept = {row.kind: (row.title, row.issued, row.expires_on) for row in wallet.valid}
    assert kept == {
        SKU: ("Surat Keterangan Usaha", True, date(2027, 5, 23)),
        "business-photo": ("Foto tempat usaha", False, date(2027, 11, 23)),
    }
    statement = (await entry(story, SKU)).document
    permit = await Permit.all().get()
    assert (statement.name, statement.sha256) == ("001-SKU-2026.pdf", permit.sha256)
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
        "Memenuhi syarat “Surat Keterangan Usaha” dalam permohonan"
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
    wallet = await wallet_of(await story.citizen(), today=date(2027, 5, 24))
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
    assert (await wallet_of(await story.citizen(), today=TODAY)).valid == []
    await asked_again(story)


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
