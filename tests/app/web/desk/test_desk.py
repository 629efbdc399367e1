"""The officers' desk."""

import re

import pytest

from models.applications import tables
from models.applications.states import Decision
from models.people import tables as people
from models.privacy import tables as privacy
from tests.app.web.desks import key, page_of
from tests.conftest import Queries
from tests.story import Story
from tests.visitor import Visitor

PERSONAL = ("Tini Contoh", "Dusun Karang", "9908014107840001", "+6281200000001")


async def test_the_desk_is_for_officers(visitor: Visitor) -> None:
    assert (await visitor.open("/petugas")).headers["location"] == "/petugas/masuk?lanjut=%2Fpetugas"
    await visitor.sign_in()
    assert (await visitor.open("/petugas")).status_code == 403


async def test_the_queue_is_the_agencys_own_most_urgent_first_and_names_nobody(
    visitor: Visitor, story: Story, password: str
) -> None:
    numbers = [(await story.submit()).number for _ in range(3)]
    late = await tables.Application.get(number=numbers[2])
    await tables.Task.filter(application_id=late.id, step="tax").update(due_at=story.now)
    await visitor.sign_in_officer("bapenda", password)
    page = (await visitor.open("/petugas")).text
    assert re.findall(r'class="number">(RKL[^<]+)<', page) == [numbers[2], *numbers[:2]]
    assert "Terbuka (3)" in page
    assert "Terlambat (1)" in page
    assert page.count("Lewat batas") == 1
    for text in PERSONAL:
        assert text not in page
    page = (await visitor.open("/petugas?terlambat=1")).text
    assert re.findall(r'class="number">(RKL[^<]+)<', page) == [numbers[2]]
    assert "Belum ada tugas yang selesai." in (await visitor.open("/petugas?status=selesai")).text
    assert (await visitor.open("/petugas?after=rubbish")).status_code == 200
    block = await visitor.open("/petugas", {"HX-Request": "true"})
    assert block.text.lstrip().startswith('<div id="queue"')


async def test_the_queue_costs_the_same_for_one_and_for_many(
    visitor: Visitor, story: Story, password: str, queries: Queries
) -> None:
    await visitor.sign_in_officer("bapenda", password)
    counts = []
    for number in (1, 5):
        for _ in range(number):
            await story.submit()
        await visitor.open("/petugas")
        queries.forget()
        await visitor.open("/petugas")
        counts.append(queries.count)
    assert counts[0] == counts[1] <= 9


async def test_nik_and_phone_are_shown_only_to_a_step_that_needs_them(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    for officer, step, sees in (("bapenda", "tax", True), ("dpupr", "construction", False)):
        await visitor.sign_in_officer(officer, password)
        page = (await visitor.open(await page_of(story, sent.id, step))).text
        assert "Tini Contoh" in page
        assert "Dusun Karang, RT 003/RW 001" in page
        assert ("9908014107840001" in page, "+6281200000001" in page) == (sees, sees)
        assert "/berkas/" in page
        visitor.client.cookies.delete("session")


async def test_every_look_at_a_file_is_written_down(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open("/petugas")
    assert await privacy.AccessEntry.all().count() == 0
    await visitor.open(path)
    await visitor.send(f"{path}/keputusan", {"decision": "REFUSE", **key(visitor)})
    entries = await privacy.AccessEntry.all().order_by("id")
    assert [(entry.application_id, entry.purpose) for entry in entries] == [(sent.id, "tax")] * 2


async def test_a_task_of_another_agency_is_not_there(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("dpupr", password)
    for place in (path, "/petugas/tugas/task_1", "/petugas/tugas/%00"):
        assert (await visitor.open(place)).status_code == 404
    await visitor.open("/petugas")
    assert (await visitor.send(f"{path}/keputusan", {"decision": "APPROVE", "key": "k"})).status_code == 404
    assert (await story.task(sent.id, "tax")).state == "OPEN"


async def test_notes_on_the_person_are_read_out(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    await people.Person.all().update(notes=["nik-leap-day"])
    await visitor.sign_in_officer("bapenda", password)
    page = (await visitor.open(await page_of(story, sent.id, "tax"))).text
    assert "Tanggal 29 Februari di NIK tidak cocok dengan tahunnya." in page


async def test_an_officer_approves_and_a_second_press_changes_nothing(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open(path)
    form = {"decision": "APPROVE", "amount": "Rp1.250.000", "csrf": visitor.token(), **key(visitor)}
    for _ in range(2):
        answer = await visitor.client.post(f"{path}/keputusan", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = (await visitor.open(path)).text
    assert "Disetujui oleh Endang Contoh, S.E." in page
    assert "keputusan" not in re.findall(r'action="[^"]*/(\w+)"', page)
    assert await tables.Event.filter(application_id=sent.id, kind="decided").count() == 1
    assert sent.number in (await visitor.open("/petugas?status=selesai")).text
    assert (await visitor.open(f"{path}/keputusan")).headers["location"] == path


async def test_a_task_that_a_colleague_has_decided_says_so(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open(path)
    form = {"decision": "REFUSE", "reason": "Tidak boleh.", **key(visitor)}
    await story.decide(sent.id, "tax", "bapenda")
    answer = await visitor.send(f"{path}/keputusan", form)
    assert answer.status_code == 422
    assert "Tugas ini sudah diputuskan." in answer.text
    assert "Disetujui oleh Endang Contoh, S.E." in answer.text


async def test_findings_stand_at_their_fields(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open(path)
    form = {"decision": "RETURN", **key(visitor)}
    answer = await visitor.send(f"{path}/keputusan", {**form, "finding.answers.width": "  "})
    assert answer.status_code == 422
    assert "Tunjukkan sedikitnya satu bagian yang perlu diperbaiki." in answer.text

    form |= {"finding.answers.width": "Lebar salah", "finding.documents.design": "x" * 501}
    answer = await visitor.send(f"{path}/keputusan", form)
    assert answer.status_code == 422
    assert 'id="finding-documents-design-error"' in answer.text
    assert 'value="Lebar salah"' in answer.text

    form["finding.documents.design"] = "Gambar buram"
    assert (await visitor.send(f"{path}/keputusan", form)).status_code == 303
    task = await story.task(sent.id, "tax")
    assert task.findings == [
        {"path": ["answers", "width"], "message": "Lebar salah"},
        {"path": ["documents", "design"], "message": "Gambar buram"},
    ]


@pytest.mark.parametrize("decision", ["", "approve", "SIGN"])
async def test_an_unknown_answer_approves_nothing(
    visitor: Visitor, story: Story, password: str, decision: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open(path)
    assert (
        await visitor.send(f"{path}/keputusan", {"decision": decision, **key(visitor)})
    ).status_code == 422
    assert (await story.task(sent.id, "tax")).state == "OPEN"


async def test_a_refusal_needs_a_reason_and_keeps_what_was_written(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open(path)
    answer = await visitor.send(f"{path}/keputusan", {"decision": "REFUSE", "reason": " ", **key(visitor)})
    assert answer.status_code == 422
    assert visitor.problems == {"reason": "Tulis alasan penolakan."}
    answer = await visitor.send(
        f"{path}/keputusan", {"decision": "REFUSE", "reason": "Dilarang", **key(visitor)}
    )
    assert answer.status_code == 303
    assert (await tables.Application.get(id=sent.id)).state == "REFUSED"


async def test_an_answer_after_the_session_ended_can_be_sent_again(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open(path)
    form = {"decision": "REFUSE", "reason": "Dilarang oleh perda.", **key(visitor)}
    visitor.client.cookies.delete("session")
    answer = await visitor.send(f"{path}/keputusan", form)
    assert answer.status_code == 422
    assert "Dilarang oleh perda." in answer.text
    assert 'href="/petugas/masuk"' in answer.text


async def test_the_head_signs_with_a_passphrase_that_is_shown_nowhere(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    path = await page_of(story, sent.id, "signature")
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    page = (await visitor.open(path)).text
    assert 'name="secret" value=""' in page
    assert 'value="APPROVE"' not in page

    answer = await visitor.send(f"{path}/tanda-tangan", {"secret": "salah-sekali", **key(visitor)})
    assert answer.status_code == 422
    assert visitor.problems == {"secret": "Sandi tanda tangan salah."}
    assert "salah-sekali" not in answer.text

    answer = await visitor.send(f"{path}/tanda-tangan", {"secret": password, **key(visitor)})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = (await visitor.follow()).text
    assert "Ditandatangani oleh Retno Contoh, M.Si." in page
    assert password not in page
    assert (await tables.Application.get(id=sent.id)).state == "ISSUED"


async def test_after_five_wrong_passphrases_signing_waits(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    path = await page_of(story, sent.id, "signature")
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    await visitor.open(path)
    for _ in range(5):
        assert (
            await visitor.send(f"{path}/tanda-tangan", {"secret": "x", **key(visitor)})
        ).status_code == 422
    answer = await visitor.send(f"{path}/tanda-tangan", {"secret": password, **key(visitor)})
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.text


async def test_only_who_may_answer_gets_the_forms(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    path = await page_of(story, sent.id, "decision")
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    page = (await visitor.open(path)).text
    assert "dijawab oleh pejabat lain" in page
    assert "/keputusan" not in page
    await story.decide(sent.id, "decision", "dpmptsp", Decision.REFUSE, reason="Tidak memenuhi syarat.")
    assert "Tidak memenuhi syarat." in (await visitor.open(path)).text
