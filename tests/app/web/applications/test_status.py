"""What the page of an application says at each turn: what it means, who has it, until when, by whose hand."""

import re
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest

from models.applications import tables
from models.applications.operations.answering import Reference, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.states import Decision, Outcome
from models.billing.operations import open_bill
from models.billing.tables import Bill
from models.kit.ids import random_code
from models.performance.tables import Pace
from models.permits.tables import Permit
from models.services.presenting import day_in_words
from tests.app.web.desks import SKTM, machine_says, submit_sample
from tests.conftest import Queries
from tests.story import Story
from tests.transfers import WHY, accept, direct
from tests.visitor import Visitor


async def read(visitor: Visitor, number: str) -> str:
    """The page in plain words, without its markup."""
    page = (await visitor.open(f"/permohonan/{number}")).text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


async def tracked(visitor: Visitor, story: Story, number: str) -> str:
    await visitor.open("/lacak")
    await visitor.send("/lacak", {"number": number, "pin": story.regency.vault.pin(number)})
    return unescape((await visitor.follow()).text)


async def to_pay(story: Story) -> tuple[str, UUID]:
    """An izin-reklame for which only the tax is still owed; its number and id."""
    sent = await story.submit()
    task = await story.task(sent.id, "tax")
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code(), amount=1_250_000)
    await decide_task(answer, by=await story.officer("bapenda"), at=story.at(), regency=story.regency)
    await story.decide(sent.id, "construction", "dpupr")
    await story.decide(sent.id, "public-order", "satpolpp")
    await story.decide(sent.id, "decision", "dpmptsp")
    return sent.number, sent.id


async def test_a_bill_is_shown_with_its_code_and_the_way_to_pay(visitor: Visitor, story: Story) -> None:
    number, id = await to_pay(story)
    await visitor.sign_in()
    page = await read(visitor, number)
    assert "Menunggu pembayaran" in page
    assert "Ada tagihan Rp1.250.000 dari Badan Pendapatan Daerah." in page

    await open_bill((await story.task(id, "tax-payment")).id, at=story.at(), regency=story.regency)
    await Bill.filter(application_id=id).update(code="8810 0042", url="http://127.0.0.1/bayar?token=s3kr1t")
    page = await read(visitor, number)
    for text in (f"{number}-T1", "8810 0042", "Bayar sekarang", "Bayar paling lambat"):
        assert text in page
    assert "token=s3kr1t" in visitor.page.text
    by_pin = await tracked(visitor, story, number)
    assert "Rp1.250.000" in by_pin
    assert "s3kr1t" not in by_pin


async def test_a_paid_bill_says_so(visitor: Visitor, story: Story) -> None:
    number, id = await to_pay(story)
    await open_bill((await story.task(id, "tax-payment")).id, at=story.at(), regency=story.regency)
    await Bill.filter(application_id=id).update(code="8810", url="http://127.0.0.1/x", paid_at=story.at())
    await visitor.sign_in()
    page = await read(visitor, number)
    assert "Lunas: Rp1.250.000" in page
    assert "Bayar sekarang" not in page


@pytest.mark.monday
async def test_the_usual_day_stands_beside_the_legal_limit_and_is_no_promise(
    visitor: Visitor, story: Story
) -> None:
    sent = await story.submit()
    service = (await tables.Application.get(id=sent.id)).service_id
    paced = {"agency_minutes": 900, "citizen_minutes": 0, "computed_at": story.now}
    pace, _ = await Pace.update_or_create({**paced, "finished": 19}, service_id=service)
    await visitor.sign_in()
    page = await read(visitor, sent.number)
    assert "Selesai paling lambat Senin, 30 November 2026" in page
    assert "Biasanya" not in page
    await Pace.filter(id=pace.id).update(finished=20)
    page = await read(visitor, sent.number)
    assert re.search(
        r"Biasanya selesai paling lambat \w+, 2\d November 2026 Perkiraan: .* Bukan janji\.", page
    )
    assert "Selesai paling lambat Senin, 30 November 2026" in page
    assert "Biasanya selesai" in await tracked(visitor, story, sent.number)


async def test_silence_past_the_limit_is_told_with_its_law_and_what_follows(
    visitor: Visitor, story: Story
) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda")
    while (await tables.Application.get(id=sent.id)).state != "DEEMED_APPROVED":
        await story.sleep(sent.id)
    await visitor.sign_in()
    page = await read(visitor, sent.number)
    for text in (
        "Dianggap dikabulkan (fiktif positif)",
        "Undang-Undang Nomor 30 Tahun 2014 Pasal 53",
        "Selanjutnya: Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu menulis keputusannya",
        "Tidak menjawab sampai batas waktu.",
        "diingatkan karena batas waktunya mendekat atau lewat",
    ):
        assert text in page
    assert not re.search(r"\b(50|80|100) ?%", page)


async def test_what_another_system_issued_is_told_with_its_number_day_and_address(
    visitor: Visitor, story: Story
) -> None:
    sent = await submit_sample(story, "pendampingan-nib")
    await story.hand_checks_over(sent.id)
    await visitor.sign_in()
    assert "diterbitkan Pemerintah pusat melalui OSS, bukan oleh kami." in await read(visitor, sent.number)
    await story.decide(sent.id, "assistance", "disdagkop")
    await story.decide(sent.id, "population", "disdukcapil")
    task = await story.task(sent.id, "number")
    told = story.today - timedelta(days=3)
    nib = Reference("9120304876512", told)
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), "k", reference=nib)
    await decide_task(answer, by=await story.officer("dpmptsp"), at=story.at(), regency=story.regency)
    page = await read(visitor, sent.number)
    for text in (
        "Selesai di sistem lain",
        "NIB 9120304876512",
        day_in_words(told),
        "Buka OSS",
    ):
        assert text in page
    assert 'href="https://oss.go.id"' in visitor.page.text
    assert "mencatat nomor dari OSS: 9120304876512." in page


async def test_the_picture_and_the_timeline_tell_robots_officers_and_signatories_apart(
    visitor: Visitor, story: Story
) -> None:
    sent = await submit_sample(story, SKTM)
    await machine_says(story, sent.id, "population", Outcome.MATCH)
    await machine_says(story, sent.id, "duplicate", Outcome.MISMATCH)
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")
    await visitor.sign_in()
    page = await read(visitor, sent.number)
    for text in (
        "Cocok, diperiksa otomatis",
        "Diperiksa otomatis, belum cocok. Petugas melihatnya.",
        "WIB · otomatis Diperiksa otomatis dan cocok: Pencocokan data kependudukan.",
        "WIB · petugas RT 003/RW 001 Desa Ngargoretno menyetujui",
        "WIB · pemohon Permohonan diterima",
    ):
        assert text in page
    issued = await story.issue()
    assert "pejabat yang berwenang Dokumen ditandatangani dan terbit." in await read(visitor, issued.number)


async def test_a_step_that_moved_tells_from_where_and_why_and_never_by_which_officer(
    visitor: Visitor, story: Story
) -> None:
    sent = await story.submit()
    await direct(story, sent.id, "public-order", "dishub")
    await accept(story, sent.id, "public-order", "dishub")
    await visitor.sign_in()
    page = await read(visitor, sent.number)
    assert "Dialihkan dari Satuan Polisi Pamong Praja." in page
    assert "Sekretariat Daerah meminta Dinas Perhubungan mengambil alih dari Satuan Polisi" in page
    assert "Dinas Perhubungan mengambil alih: Pemeriksaan ketertiban umum." in page
    assert page.count(f"Alasannya: {WHY}") == 2
    for officer in ("setda", "dishub", "satpolpp"):
        assert (await story.officer(officer)).name not in page


@pytest.mark.parametrize(("state", "label"), [("REVOKED", "Dicabut"), ("EXPIRED", "Kedaluwarsa")])
async def test_a_document_that_holds_no_more_says_so_everywhere(
    visitor: Visitor, story: Story, state: str, label: str
) -> None:
    sent = await story.issue()
    permit = Permit.filter(application_id=sent.id)
    if state == "REVOKED":
        await permit.update(revoked_at=story.at())
    else:
        await tables.Application.raw("ALTER TABLE permit DISABLE TRIGGER USER")
        await permit.update(valid_until=story.today - timedelta(days=2))
    await visitor.sign_in()
    page = await read(visitor, sent.number)
    assert f"{label} " in page
    assert ("Unduh dokumen" in page) is (state == "EXPIRED")
    assert label in (await visitor.open("/permohonan")).text
    assert label in await tracked(visitor, story, sent.number)


async def test_a_correction_that_never_came_leaves_the_way_to_apply_again(
    visitor: Visitor, story: Story
) -> None:
    number, id = await to_pay(story)
    while (await tables.Application.get(id=id)).state != "LAPSED":
        await story.sleep(id)
    await visitor.sign_in()
    page = await read(visitor, number)
    assert "Permohonan ditutup karena tidak dibayar pada waktunya." in page
    assert page.count("Pemohon diingatkan untuk membayar") == 2
    assert 'href="/layanan/izin-reklame">Ajukan lagi' in visitor.page.text


async def test_a_page_costs_a_bounded_number_of_statements_whatever_has_happened(
    visitor: Visitor, story: Story, queries: Queries
) -> None:
    number, id = await to_pay(story)
    await open_bill((await story.task(id, "tax-payment")).id, at=story.at(), regency=story.regency)
    refused = await story.submit()
    await story.decide(refused.id, "tax", "bapenda", Decision.REFUSE, reason="Dilarang.")
    fresh = await story.submit()
    await visitor.sign_in()
    counts = {}
    for name in (number, refused.number, fresh.number):
        await visitor.open(f"/permohonan/{name}")
        queries.forget()
        await visitor.open(f"/permohonan/{name}")
        counts[name] = queries.count
    assert max(counts.values()) <= 14, counts
