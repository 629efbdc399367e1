"""What an officer answers: amounts, numbers of other systems, paper, and what the law or an earlier return leaves."""

import re
from uuid import UUID

import pytest

from app.web.desk.answer_values import moment_in, read_rupiah
from app.web.kit.form_values import date_in
from models.applications import tables
from models.applications.operations.answering import Finding
from models.applications.states import Decision, Outcome
from models.kit.errors import InvalidInput
from tests.app.web.desks import key, machine_says, page_of, submit_sample
from tests.story import Story, photo
from tests.visitor import Visitor

SCAN = {"scan": ("surat.jpg", photo("white"), "image/jpeg")}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Rp1.250.000", 1_250_000),
        ("1250000", 1_250_000),
        ("rp 1.250.000,-", 1_250_000),
        ("Rp. 1.250.000,00", 1_250_000),
        ("0", 0),
        ("", None),
        ("-5", None),
        ("1,5", None),
        ("1.25", None),
        ("satu juta", None),
        ("9" * 16, None),
        ("١٢٣", None),
    ],
)
def test_rupiah_are_read_as_people_write_them(text: str, amount: int | None) -> None:
    assert read_rupiah(text) == amount


@pytest.mark.parametrize("text", ["", "31-02-2026", "besok", "2026-13-01", "1-1-99999"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        date_in(text, "paper", "date")
    assert date_in(" 3/12/2026 ", "x").isoformat() == date_in("2026-12-03", "x").isoformat()


@pytest.mark.parametrize("text", ["", "2026-11-25", "25-11-2026", "25-11-2026 25.00", "2026-11-25T9"])
def test_a_moment_that_is_none_is_refused(story: Story, text: str) -> None:
    with pytest.raises(InvalidInput):
        moment_in(text, story.regency.zone, "time", "1")
    typed = moment_in("25-11-2026 09.00", story.regency.zone, "x")
    assert typed == moment_in("2026-11-25T09:00", story.regency.zone, "x")


async def test_the_amount_that_will_be_billed_has_to_be_said(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open(path)
    form = {"decision": "APPROVE", **key(visitor)}
    for typed in ("", "1,5 juta"):
        answer = await visitor.send(f"{path}/keputusan", {**form, "amount": typed})
        assert answer.status_code == 422
        assert visitor.problems["amount"].startswith("Tulis rupiah bulat")
        assert f'name="amount" value="{typed}"' in answer.text
    assert (await visitor.send(f"{path}/keputusan", {**form, "amount": "Rp1.250.000"})).status_code == 303
    assert (await story.task(sent.id, "tax")).amount == 1_250_000
    assert "Rp1.250.000" in (await visitor.follow()).text


async def helped(story: Story) -> UUID:
    sent = await submit_sample(story, "pendampingan-nib")
    await machine_says(story, sent.id, "population", Outcome.MATCH)
    await story.decide(sent.id, "assistance", "disdagkop")
    return sent.id


async def test_the_last_step_records_what_another_system_issued(
    visitor: Visitor, story: Story, password: str
) -> None:
    id = await helped(story)
    path = await page_of(story, id, "number")
    await visitor.sign_in_officer("dpmptsp", password)
    await visitor.open(path)
    form = {"decision": "APPROVE", **key(visitor)}
    assert (await visitor.send(f"{path}/keputusan", form)).status_code == 422
    assert set(visitor.problems) == {"reference-number", "reference-date"}
    form |= {"reference.number": "abc", "reference.date": f"{story.today:%d-%m-%Y}"}
    assert (await visitor.send(f"{path}/keputusan", form)).status_code == 422
    assert visitor.problems == {"reference-number": "Ini bukan NIB dari OSS. Bentuknya: 13 angka."}
    form |= {"reference.number": "9120001234567", "reference.date": "31-12-2099"}
    assert (await visitor.send(f"{path}/keputusan", form)).status_code == 422
    assert visitor.problems == {"reference-date": "Tanggal ini belum tiba."}
    form |= {"reference.date": f"{story.today:%d-%m-%Y}"}
    assert (await visitor.send(f"{path}/keputusan", form)).status_code == 303
    assert (await tables.Application.get(id=id)).state == "COMPLETED"
    event = await tables.Event.get(application_id=id, step="number", kind="decided")
    assert event.data["reference"] == {
        "system": "OSS",
        "number": "9120001234567",
        "date": story.today.isoformat(),
    }


async def test_the_issuer_enters_what_an_agency_decided_on_paper(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await visitor.sign_in_officer("loket-dpmptsp", password)
    assert sent.number in (await visitor.open("/petugas?status=menunggu")).text
    own = await page_of(story, sent.id, "decision")
    assert (await visitor.open(f"/petugas/cari?nomor={sent.number.lower()}")).headers["location"] == own
    paper = f"{await page_of(story, sent.id, 'construction')}/kertas"
    assert f'href="{paper}"' in (await visitor.open(own)).text
    page = (await visitor.open(paper)).text
    assert "Jalan Raya Salaman" not in page, "the issuer's own step is not open: nothing of the file is shown"

    form = {"decision": "APPROVE", **key(visitor)}
    assert (await visitor.send(paper, {**form, "decision": ""})).status_code == 422
    assert set(visitor.problems) == {"paper-number", "paper-date", "scan", "decision"}
    answer = await visitor.send(paper, {**form, "paper.number": "503/118"}, SCAN)
    assert answer.status_code == 422
    assert "surat.jpg" in answer.text, "the scan is kept"
    assert set(visitor.problems) == {"paper-date"}
    kept = dict.fromkeys(["scan.stored"], answer.text.split('name="scan.stored" value="')[1].split('"')[0])
    form |= {"paper.number": "503/118", "paper.date": story.today.isoformat(), **kept}
    assert (
        await visitor.send(paper, form, {"scan": ("", b"", "application/octet-stream")})
    ).status_code == 303
    task = await story.task(sent.id, "construction")
    assert (task.state, task.lane, task.decided_by) == ("DONE", "paper", "Yuni Contoh, A.Md.")
    assert await tables.TaskDocument.filter(task_id=task.id, kind="paper").count() == 1
    assert "Keputusannya sudah tercatat." in (await visitor.follow()).text


async def test_paper_of_others_is_entered_by_nobody_but_the_issuer(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    tax, order = [await page_of(story, sent.id, step) for step in ("tax", "public-order")]
    await visitor.sign_in_officer("satpolpp", password)
    await visitor.open(order)
    assert (await visitor.send(f"{tax}/kertas", {"decision": "APPROVE", **key(visitor)})).status_code == 404
    assert (await visitor.open(f"{tax}/kertas")).status_code == 404
    assert (await visitor.open(f"{order}/kertas")).status_code == 200


async def test_what_the_law_has_granted_is_only_approved(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    while (await tables.Application.get(id=sent.id)).state != "DEEMED_APPROVED":
        await story.sleep(sent.id)
    await story.decide(sent.id, "tax", "bapenda")  # what is owed is set all the same
    path = await page_of(story, sent.id, "decision")
    await visitor.sign_in_officer("dpmptsp", password)
    page = (await visitor.open(path)).text
    assert "dianggap dikabulkan menurut hukum (Undang-Undang Nomor 30 Tahun 2014 Pasal 53" in page
    assert 'value="APPROVE"' in page
    assert 'value="REFUSE"' not in page
    assert 'value="RETURN"' not in page


async def test_a_second_return_offers_only_what_was_changed_or_left_unanswered(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    width = Finding(("answers", "width"), "Lain dengan gambar.")
    owner = Finding(("answers", "land_owner"), "Tanahnya milik orang lain.")
    await story.decide(sent.id, "construction", "dpupr", Decision.RETURN, findings=[width, owner])
    for step, officer in (("tax", "bapenda"), ("public-order", "satpolpp")):
        await story.decide(sent.id, step, officer)
    await story.correct(sent.id, {"width": 3})
    path = await page_of(story, sent.id, "construction")
    await visitor.sign_in_officer("dpupr", password)
    page = (await visitor.open(path)).text
    assert "finding.answers.width" in page
    assert "finding.answers.height" not in page
    assert "Hanya yang diubah pemohon, atau catatan yang belum dijawabnya, yang dapat dicatat lagi." in page
    unanswered = (
        r"<label for=\"finding-answers-(\w+)\">[^<]*<span class=\"optional\">\(catatan Anda belum dijawab"
    )
    assert re.findall(unanswered, page) == ["land_owner"]


async def test_what_a_machine_came_to_is_told_and_an_officer_answers(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit(kind="billboard")
    await visitor.sign_in_officer("bapenda", password)
    path = await page_of(story, sent.id, "tax-status")
    assert "Mesin sedang menanyakannya." in (await visitor.open(path)).text
    await machine_says(story, sent.id, "tax-status", Outcome.NO_ANSWER)
    queue = (await visitor.open("/petugas")).text
    assert "Mesin menyerahkannya kepada petugas" in queue
    assert "tidak mendapat jawaban" not in queue, "what a machine found is read on the page, and noted"
    page = (await visitor.open(path)).text
    assert "Mesin tidak pernah menolak permohonan." in page
    assert (
        await visitor.send(f"{path}/keputusan", {"decision": "APPROVE", **key(visitor)})
    ).status_code == 303


async def test_notices_lead_to_the_task(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    await story.sleep(sent.id)
    await visitor.sign_in_officer("bapenda", password)
    page = (await visitor.open("/petugas")).text
    assert f"Setengah waktu sudah lewat: Pemeriksaan pajak reklame untuk {sent.number}." in page
    href = page.split('href="/petugas/berkas/')[1].split('"')[0]
    assert (await visitor.open(f"/petugas/berkas/{href}")).headers["location"] == await page_of(
        story, sent.id, "tax"
    )
    for id in ("application_1", "application_" + "0" * 32, "x"):
        assert (await visitor.open(f"/petugas/berkas/{id}")).status_code == 404
    assert (await visitor.open("/petugas/cari?nomor=%00RKL")).status_code == 404
    assert (await visitor.open("/petugas/cari")).status_code == 200
