"""Once-only on the pages: offered, agreed to, seen again in the wallet; all without script."""

import re
from collections.abc import Mapping
from uuid import UUID

import httpx2
import pytest

from models.applications import tables
from models.applications.operations.answering import Finding
from models.applications.states import Decision
from models.documents.tables import WalletEntry
from tests.clock import TODAY
from tests.conftest import Queries
from tests.sampling import samples
from tests.story import USAHA, Story, photo
from tests.visitor import Visitor
from tests.walker import apply, walk
from tests.wallet import (
    BLURRED,
    FUEL,
    ask_for_fuel,
    attached,
    entry,
    fresh,
    mill,
    pump,
    revoked,
    sent_back,
    statement_issued,
)

FORM = "/ajukan/surat-keterangan-usaha"
FUEL_FORM = f"/ajukan/{FUEL}"
HINT = "Diisi dari data Anda; ubah bila perlu."


@pytest.fixture
async def seller(visitor: Visitor, story: Story) -> Visitor:
    """Somebody who holds a Surat Keterangan Usaha, signed in."""
    await statement_issued(story)
    await visitor.sign_in()
    return visitor


def typed(answers: Mapping[str, object]) -> dict[str, str]:
    words = {True: "ya", False: "tidak"}
    return {
        f"answers.{name}": words[value] if isinstance(value, bool) else str(value).replace(".", ",")
        for name, value in answers.items()
    }


def draft_of(visitor: Visitor) -> dict[str, str]:
    found = re.search(r'name="draft" value="([^"]+)"', visitor.page.text)
    assert found is not None
    return {"draft": found[1]}


async def fill(visitor: Visitor, form: str, answers: Mapping[str, object]) -> None:
    await visitor.open(form)
    await visitor.send(form, {**typed(answers), **draft_of(visitor)})
    assert visitor.page.headers["location"] == f"{form}/dokumen", visitor.problems
    await visitor.follow()


def files_shown(page: httpx2.Response, story: Story) -> set[UUID]:
    """The files that the page leads to."""
    found = [story.regency.links.read(token) for token in re.findall(r'/berkas/([^"]+)"', page.text)]
    return {link.id for link in found if link is not None}


def offers_of(visitor: Visitor) -> dict[str, str]:
    """The boxes that may be ticked, with what they stand for."""
    return dict(re.findall(r'name="(reuse\.[a-z-]+)" value="([0-9a-f.]+)"', visitor.page.text))


async def test_a_new_form_is_filled_in_with_what_is_known_and_says_so(seller: Visitor) -> None:
    page = await seller.open(FORM)
    assert f'value="{USAHA["business_name"]}"' in page.text
    assert page.text.count(HINT) == 6
    assert await tables.Draft.filter(answers={}).count() == 1, "offered, not stored"


async def test_what_the_citizen_has_begun_to_change_is_never_filled_in_again(seller: Visitor) -> None:
    await seller.open(FORM)
    await seller.send(FORM, {**typed({"business_name": ""}), **draft_of(seller)})
    page = await seller.open(FORM)
    assert f'value="{USAHA["business_name"]}"' not in page.text
    assert HINT not in page.text


@pytest.mark.usefixtures("outside")
async def test_a_form_tells_where_a_number_was_recorded(seller: Visitor, story: Story) -> None:
    (plain, *_) = samples("pendampingan-nib")
    helped = await apply(story, plain)
    assert await walk(story, helped.id) == "COMPLETED"

    await seller.open("/ajukan/rekomendasi-bbm")

    told = f"Diisi dari yang dicatat petugas dari OSS ({helped.number}); ubah bila perlu."
    assert told in seller.page.text


async def test_an_incomplete_new_form_tells_only_what_is_not_known(seller: Visitor) -> None:
    await seller.open(f"{FORM}?lengkapi=1")
    assert set(seller.problems) == {"answers-purpose"}


async def test_a_document_is_offered_with_its_purpose_and_readers_and_agreed_to(seller: Visitor) -> None:
    await fill(seller, FORM, USAHA)
    for words in (
        "Sudah ada di dompet Anda:",
        "Foto tempat usaha",
        "Pakai lagi untuk Surat Keterangan Usaha",
        "Memenuhi syarat “Foto tempat usaha” dalam permohonan Surat Keterangan Usaha.",
        "Dilihat oleh: RT 003/RW 001 Desa Ngargoretno serta Desa Ngargoretno.",
    ):
        assert words in seller.page.text, words
    await seller.send(f"{FORM}/dokumen", {**offers_of(seller), "next": "1", **draft_of(seller)})
    assert seller.page.headers["location"] == f"{FORM}/periksa"
    assert await tables.Reuse.all().count() == 0, "agreed to when it is sent, not before"
    page = await seller.follow()
    assert "dipakai lagi dari dompet Anda" in page.text
    await seller.send(f"{FORM}/periksa", draft_of(seller))
    reuse = await tables.Reuse.all().get()
    assert reuse.requirement == "business-photo"


async def test_without_agreeing_nothing_is_reused(seller: Visitor) -> None:
    await fill(seller, FORM, USAHA)
    await seller.send(f"{FORM}/dokumen", {"next": "1", **draft_of(seller)})
    assert seller.page.status_code == 422
    assert seller.problems == {"documents-business-photo": "Dokumen ini wajib dilampirkan."}


async def test_agreeing_can_be_taken_back_before_it_is_sent(seller: Visitor) -> None:
    await fill(seller, FORM, USAHA)
    await seller.send(
        f"{FORM}/dokumen", {**offers_of(seller), "upload": "business-photo", **draft_of(seller)}
    )
    page = await seller.follow()
    stored = re.search(r'name="remove" value="([0-9a-f]{32})"', page.text)
    assert stored is not None
    await seller.send(f"{FORM}/dokumen", {"remove": stored[1], **draft_of(seller)})
    await seller.follow()
    assert offers_of(seller)


async def test_a_box_for_what_is_not_offered_does_nothing(seller: Visitor, story: Story) -> None:
    await fill(seller, FORM, USAHA)
    other = await story.document(await story.citizen(2))
    ticked = {"reuse.business-photo": other.hex, "reuse.id-card": "x", "next": "1"}
    await seller.send(f"{FORM}/dokumen", {**ticked, **draft_of(seller)})
    assert set(seller.problems) == {"documents-business-photo"}


async def test_what_we_issued_need_not_be_uploaded_and_goes_along(seller: Visitor) -> None:
    await fill(seller, FUEL_FORM, mill())
    assert "tidak perlu diunggah" in seller.page.text
    assert 'name="file.business-statement"' not in seller.page.text
    papers = {f"file.{key}": ("foto.jpg", photo(), "image/jpeg") for key in ("equipment-photo", "nib")}
    await seller.send(f"{FUEL_FORM}/dokumen", {"next": "1", **draft_of(seller)}, files=papers)
    assert seller.page.headers["location"] == f"{FUEL_FORM}/periksa"
    page = await seller.follow()
    assert f"001-SKU-{TODAY.year}.pdf" in page.text
    await seller.send(f"{FUEL_FORM}/periksa", draft_of(seller))
    sent = await tables.Application.all().order_by("-submitted_at").first()
    assert sent is not None
    assert "business-statement" in await attached(sent.id)


async def test_what_was_taken_back_after_the_draft_is_asked_for_at_its_place(seller: Visitor) -> None:
    await fill(seller, FORM, USAHA)
    await seller.send(f"{FORM}/dokumen", {**offers_of(seller), "next": "1", **draft_of(seller)})
    await seller.follow()
    mine = await WalletEntry.get(kind="business-photo")
    draft = draft_of(seller)
    await seller.send("/dompet", {"entry": mine.id.hex})
    await seller.open(f"{FORM}/dokumen")
    await seller.send(f"{FORM}/periksa", draft)
    assert seller.page.headers["location"] == f"{FORM}/dokumen?lengkapi=1"
    page = await seller.follow()
    assert "sudah ditarik dari dompet Anda" in page.text


@pytest.mark.monday
async def test_the_wallet_tells_since_when_until_when_whence_and_where_used(seller: Visitor) -> None:
    await fill(seller, FORM, USAHA)
    await seller.send(f"{FORM}/dokumen", {**offers_of(seller), "next": "1", **draft_of(seller)})
    await seller.follow()
    await seller.send(f"{FORM}/periksa", draft_of(seller))
    assert '<a href="/dompet">' in (await seller.open("/permohonan")).text
    page = await seller.open("/dompet")
    for words in (
        "Terbit 23 Nov 2026, berlaku sampai 23 Mei 2027",
        "Diterima 23 Nov 2026, berlaku sampai 23 Nov 2027",
        "Dari Desa Ngargoretno, nomor",
        "Terbit dari sini",
        "001/SKU/2026",
        "Anda unggah untuk Surat Keterangan Usaha,",
        "Dipakai lagi di 1 permohonan",
        "Memenuhi syarat “Foto tempat usaha”",
        "Belum pernah dipakai lagi.",
    ):
        assert words in page.text, words


async def test_jangan_tawarkan_lagi_takes_a_document_out_of_what_is_offered(seller: Visitor) -> None:
    await seller.open("/dompet")
    mine = await WalletEntry.get(kind="business-photo")
    answer = await seller.send("/dompet", {"entry": mine.id.hex})
    assert (answer.status_code, answer.headers["location"]) == (303, "/dompet")
    assert "Anda minta tidak ditawarkan lagi." in (await seller.follow()).text
    await fill(seller, FORM, USAHA)
    assert offers_of(seller) == {}


async def test_a_revoked_document_is_shown_as_such(seller: Visitor, story: Story) -> None:
    statement = (await entry(story, "surat-keterangan-usaha")).document.id
    assert statement in files_shown(await seller.open("/dompet"), story)
    await revoked(story)
    page = await seller.open("/dompet")
    assert "Dicabut oleh penerbitnya." in page.text
    assert statement not in files_shown(page, story), "nobody takes it for valid paper"


async def test_nobody_withdraws_or_sees_what_is_somebody_elses(seller: Visitor) -> None:
    mine = await WalletEntry.get(kind="business-photo")
    await seller.sign_in("081200000002")
    page = await seller.open("/dompet")
    assert "masih kosong" in page.text
    await seller.open("/profil")
    for entry_id in (mine.id.hex, "x", ""):
        assert (await seller.send("/dompet", {"entry": entry_id})).status_code == 404
        await seller.open("/profil")
    assert (await WalletEntry.get(id=mine.id)).withdrawn_at is None


async def test_the_wallet_of_nobody_leads_to_signing_in(visitor: Visitor) -> None:
    assert (await visitor.open("/dompet")).headers["location"] == "/masuk?lanjut=%2Fdompet"


async def test_a_full_wallet_costs_as_many_statements_as_a_small_one(
    seller: Visitor, story: Story, queries: Queries
) -> None:
    counts = []
    for _ in range(2):
        queries.forget()
        await seller.open("/dompet")
        counts.append(queries.count)
        await statement_issued(story)
    assert counts == [4, 4]


async def test_what_a_correction_adds_is_shown_before_it_goes_along(visitor: Visitor, story: Story) -> None:
    await statement_issued(story)
    sent = await ask_for_fuel(story, *await fresh(story, "equipment-photo"), answers=pump())
    finding = Finding(("answers", "user_type"), "Anda usaha mikro, bukan petani.")
    await story.decide(sent.id, "village", "desa-ngargoretno", Decision.RETURN, findings=[finding])
    while (await tables.Application.get(id=sent.id)).state != "RETURNED":
        await story.sleep(sent.id)
    await visitor.sign_in()
    path = f"/permohonan/{sent.number}"
    page = await visitor.open(path)
    assert "Ditambahkan sendiri" not in page.text
    form = {"answers.user_type": "micro-business", "key": "k", "seen": "1"}
    nib = {"file.nib": ("nib.jpg", photo(), "image/jpeg")}
    await visitor.send(f"{path}/perbaikan", form, files=nib)
    assert visitor.page.status_code == 422
    assert "tidak perlu diunggah" in visitor.page.text
    assert "Ditambahkan sendiri karena terbit dari sini" in visitor.page.text
    assert 'name="file.business-statement"' not in visitor.page.text
    assert await tables.Submission.filter(application_id=sent.id).count() == 1

    shown = dict(re.findall(r'name="((?:added|kept)\.[a-z-]+)" value="([^"]+)"', visitor.page.text))
    assert set(shown) == {"added.business-statement", "kept.nib"}
    await visitor.send(f"{path}/perbaikan", {**form, **shown})
    assert visitor.page.status_code == 303
    assert set(await attached(sent.id, 2)) == {"equipment-photo", "nib", "business-statement"}


async def test_a_correction_offers_what_was_accepted_before_and_the_wallet_tells_it(
    seller: Visitor, story: Story
) -> None:
    sent = await sent_back(story)
    await seller.sign_in()
    path = f"/permohonan/{sent.number}"
    await seller.open(path)
    for words in (
        "Fotonya buram.",
        "Sudah ada di dompet Anda:",
        "Pakai lagi untuk Surat Keterangan Usaha",
        "Memenuhi syarat “Foto tempat usaha” dalam permohonan Surat Keterangan Usaha.",
        "Dilihat oleh: RT 003/RW 001 Desa Ngargoretno serta Desa Ngargoretno.",
        "Atau unggah berkas lain",
    ):
        assert words in seller.page.text, words
    offer, form = offers_of(seller), {"key": "k", "seen": "1"}
    await seller.send(f"{path}/perbaikan", form)
    assert seller.problems["documents-business-photo"] == "Pakai yang sudah ada, atau unggah yang baru."
    theirs = await story.document(await story.citizen(2))
    await seller.send(f"{path}/perbaikan", {**form, "reuse.business-photo": theirs.hex})
    assert (seller.page.status_code, await tables.Reuse.all().count()) == (422, 0)

    await seller.send(f"{path}/perbaikan", {**form, **offer})
    assert seller.page.headers["location"] == path
    mine = (await entry(story, "business-photo")).document.id
    assert await attached(sent.id, 2) == {"business-photo": mine}
    page = await seller.open("/dompet")
    assert "Dipakai lagi di 1 permohonan" in page.text
    assert sent.number in page.text


async def test_a_box_that_was_ticked_stays_ticked_while_something_else_is_wrong(
    seller: Visitor, story: Story
) -> None:
    since = Finding(("answers", "since"), "Tahunnya keliru.")
    sent = await sent_back(story, BLURRED, since)
    await seller.sign_in()
    path = f"/permohonan/{sent.number}"
    await seller.open(path)
    form = {"key": "k", "seen": "1", "answers.since": "dulu", **offers_of(seller)}
    new = {"file.business-photo": ("kios.jpg", photo("blue"), "image/jpeg")}
    await seller.send(f"{path}/perbaikan", form, files=new)
    assert set(seller.problems) == {"answers-since"}
    assert re.search(r'name="reuse.business-photo" value="[0-9a-f]+" checked', seller.page.text)
    kept = dict(re.findall(r'name="(kept\.[a-z-]+)" value="([^"]+)"', seller.page.text))
    await seller.send(f"{path}/perbaikan", {**form, **kept, "answers.since": "2018"})
    assert seller.page.status_code == 303
    newest = await tables.Submission.get(application_id=sent.id, number=2)
    assert await tables.Attachment.filter(submission_id=newest.id).count() == 2, "the one and the other"


async def test_the_document_found_wanting_is_not_offered_again_on_the_page(
    seller: Visitor, story: Story
) -> None:
    mine = (await entry(story, "business-photo")).document.id
    sent = await sent_back(story, photo=mine)
    await seller.sign_in()
    page = await seller.open(f"/permohonan/{sent.number}")
    assert offers_of(seller) == {}
    assert 'name="file.business-photo"' in page.text


async def test_a_correction_costs_as_many_statements_with_a_full_wallet_as_with_a_small_one(
    seller: Visitor, story: Story, queries: Queries
) -> None:
    sent = await sent_back(story)
    await seller.sign_in()
    counts = []
    for colour in ("blue", "yellow", "black"):
        await seller.open(f"/permohonan/{sent.number}")
        queries.forget()
        await seller.open(f"/permohonan/{sent.number}")
        counts.append(queries.count)
        picture = await story.document(await story.citizen(), colour=colour)
        await statement_issued(story, documents=[("business-photo", picture)])
    assert len(set(counts)) == 1, counts
