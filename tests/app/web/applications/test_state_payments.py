"""Paying the state: how and until when, a form that loses nothing, and what became of the report."""

import re
from uuid import UUID

from models.applications import tables
from models.kit.ids import random_code
from tests.clock import day_of
from tests.models.billing.treasury import NTPN, deny, owing, payments, tell
from tests.story import Story, photo
from tests.visitor import Visitor

RECEIPT = {"receipt": ("bukti.jpg", photo(), "image/jpeg")}


async def asked(story: Story) -> tuple[UUID, str]:
    """An application that asks for a payment to the state; its id and the address of its page."""
    id = await owing(story)
    return id, f"/permohonan/{(await tables.Application.get(id=id)).number}"


async def fields(story: Story, id: UUID, **typed: str) -> dict[str, str]:
    task = (await story.task(id, "payment")).id.hex
    today = day_of(story.now)
    return {
        "task": task,
        "key": random_code(),
        "ntpn": NTPN,
        "paid_on": f"{today:%d-%m-%Y}",
        **typed,
    }


async def test_the_page_says_how_to_pay_the_state_and_takes_the_ntpn_with_its_receipt(
    visitor: Visitor, story: Story
) -> None:
    id, here = await asked(story)
    await visitor.sign_in()
    page = (await visitor.open(here)).text
    assert "Minta kode billing." in page
    assert "Rp250.000" in page
    assert "bukan kas kabupaten" in page
    assert "Tagihan" not in page
    assert "every 30s" not in page  # nothing takes the form away from under anybody
    sent = await visitor.send(f"{here}/pnbp", await fields(story, id), files=RECEIPT)
    assert sent.status_code == 303
    page = (await visitor.follow()).text
    assert "Laporan pembayaran Anda sudah terkirim." in page
    assert "Pembayaran sedang dicocokkan" in page
    assert NTPN in page
    assert "Laporkan pembayaran" not in page
    await story.decide(id, "payment", "bpn")
    page = (await visitor.open(here)).text
    assert "dikonfirmasi" in page
    assert "Pembayaran dikonfirmasi" in page


async def test_every_fault_stands_at_its_field_and_the_receipt_is_not_lost(
    visitor: Visitor, story: Story
) -> None:
    id, here = await asked(story)
    await visitor.sign_in()
    await visitor.open(here)
    faulty = await fields(story, id, ntpn="123", paid_on="31-02-2026")
    answer = await visitor.send(f"{here}/pnbp", faulty, files=RECEIPT)
    assert answer.status_code == 422
    assert set(visitor.problems) == {"ntpn", "paidOn"}
    assert 'value="123"' in answer.text
    kept = re.search(r'name="receipt.stored" value="([0-9a-f]{32})"', answer.text)
    assert kept is not None
    whole = await fields(story, id, **{"receipt.stored": kept[1]})
    assert (await visitor.send(f"{here}/pnbp", whole)).status_code == 303
    [payment] = await payments(story, id)
    assert payment.receipt.id == UUID(hex=kept[1])


async def test_a_report_needs_its_receipt_and_nobody_elses(visitor: Visitor, story: Story) -> None:
    id, here = await asked(story)
    strangers = await story.document(await story.citizen(2), "bukti.jpg")
    await visitor.sign_in()
    for stored in ("", "x", strangers.hex):
        await visitor.open(here)
        form = await fields(story, id, **{"receipt.stored": stored})
        assert (await visitor.send(f"{here}/pnbp", form)).status_code == 422
        assert set(visitor.problems) == {"documentId"}
    bad = {"receipt": ("bukti.jpg", b"kosong", "image/jpeg")}
    await visitor.send(f"{here}/pnbp", await fields(story, id), files=bad)
    assert set(visitor.problems) == {"documentId"}
    assert await payments(story, id) == []


async def test_who_is_told_that_it_was_not_found_reads_why(visitor: Visitor, story: Story) -> None:
    id, here = await asked(story)
    await tell(story, id)
    await deny(story, id, "Jumlahnya lain di SIMPONI.")
    await visitor.sign_in()
    page = (await visitor.open(here)).text
    assert "belum menemukan pembayaran Anda" in page
    assert "Jumlahnya lain di SIMPONI." in page
    assert "Laporkan pembayaran" in page


async def test_what_is_no_longer_asked_for_leads_back_to_the_page(visitor: Visitor, story: Story) -> None:
    id, here = await asked(story)
    form = await fields(story, id)
    await tell(story, id)
    await visitor.sign_in()
    await visitor.open(f"{here}/batal")
    for task in (form["task"], "x", random_code()):
        answer = await visitor.send(f"{here}/pnbp", {**form, "task": task, "ntpn": "Z" * 16}, files=RECEIPT)
        assert (answer.status_code, answer.headers["location"]) == (303, here)
        await visitor.open(f"{here}/batal")
    assert len(await payments(story, id)) == 1


async def test_whoever_tracks_by_number_and_pin_sees_what_is_owed_and_no_ntpn(
    visitor: Visitor, story: Story
) -> None:
    id, here = await asked(story)
    await tell(story, id)
    await deny(story, id, "Jumlahnya lain.")
    number = here.rpartition("/")[2]
    await visitor.open("/lacak")
    await visitor.send("/lacak", {"number": number, "pin": story.regency.vault.pin(number)})
    page = (await visitor.follow()).text
    assert "Rp250.000" in page
    assert "Masuk untuk melaporkan pembayaran ke kas negara." in page
    assert NTPN not in page
    assert "Jumlahnya lain." not in page
