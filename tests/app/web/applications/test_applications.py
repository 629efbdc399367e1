"""The citizen's own applications."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from models.applications import tables
from models.applications.operations.answering import Finding
from models.applications.states import Decision
from models.calendar.queries import working_time
from models.services.presenting import day_in_words
from tests.conftest import Queries
from tests.story import Story, photo
from tests.visitor import Visitor

WIDTH = Finding(("answers", "width"), "Lebarnya lain dengan gambar.")
DESIGN = Finding(("documents", "design"), "Ukuran tidak terbaca.")


def hidden(visitor: Visitor, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', visitor.page.text)
    assert found is not None
    return found[1]


async def returned(story: Story, *findings: Finding) -> tuple[str, UUID]:
    """An application that waits for a correction; its number and id."""
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda", Decision.RETURN, findings=findings or (WIDTH, DESIGN))
    await story.decide(sent.id, "construction", "dpupr")
    await story.decide(sent.id, "public-order", "satpolpp")
    return sent.number, sent.id


async def test_the_list_shows_the_newest_first_and_goes_on(visitor: Visitor, story: Story) -> None:
    numbers = [(await story.submit()).number for _ in range(21)]
    await visitor.sign_in()
    page = (await visitor.open("/permohonan")).text
    assert re.findall(r'href="/permohonan/(RKL[^"]+)"', page) == numbers[:0:-1]
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following is not None
    assert numbers[0] in (await visitor.open(following[1])).text
    assert (await visitor.open("/permohonan?after=rubbish")).status_code == 200


async def test_the_list_costs_the_same_for_one_and_for_many(
    visitor: Visitor, story: Story, queries: Queries
) -> None:
    await visitor.sign_in()
    counts = []
    for number in (1, 5):
        for _ in range(number):
            await story.submit()
        await visitor.open("/permohonan")
        queries.forget()
        await visitor.open("/permohonan")
        counts.append(queries.count)
    assert counts[0] == counts[1] <= 5


async def test_nobody_sees_anothers_application(visitor: Visitor, story: Story) -> None:
    sent = await story.submit()
    here = f"/permohonan/{sent.number}"
    assert (await visitor.open(here)).headers["location"].startswith("/masuk")
    await visitor.sign_in("081200000002")
    for path in (here, "/permohonan/RKL-0000-XXXXX", "/permohonan/%00"):
        assert (await visitor.open(path)).status_code == 404
    assert sent.number not in (await visitor.open("/permohonan")).text


@pytest.mark.monday
async def test_the_page_tells_what_is_open_until_when_and_what_was_sent(
    visitor: Visitor, story: Story
) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda")
    await visitor.sign_in()
    page = (await visitor.open(f"/permohonan/{sent.number}")).text
    for text in (
        "Sedang diperiksa",
        "<strong>1 dari 3</strong> pemeriksaan sudah dijawab",
        "Senin, 30 November 2026",
        "Badan Pendapatan Daerah menyetujui",
        "9908••••••••0001",
        sent.pin,
        "Papan nama toko atau usaha",
        "lokasi.jpg",
        'hx-trigger="every 30s"',
    ):
        assert text in page
    assert "9908014107840001" not in page

    block = await visitor.open(f"/permohonan/{sent.number}", {"HX-Request": "true"})
    assert block.text.lstrip().startswith('<div id="status"')
    assert sent.pin not in block.text


async def test_findings_that_wait_for_others_are_not_told_yet(visitor: Visitor, story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda", Decision.RETURN, findings=[WIDTH])
    await visitor.sign_in()
    page = (await visitor.open(f"/permohonan/{sent.number}")).text
    assert "Lebarnya lain" not in page
    assert "Catatannya dikirim bersama jawaban instansi lain." in page


async def test_a_returned_application_asks_only_for_what_was_found(visitor: Visitor, story: Story) -> None:
    number, _ = await returned(story)
    await visitor.sign_in()
    page = (await visitor.open(f"/permohonan/{number}")).text
    assert "Dikembalikan untuk perbaikan" in page
    assert "Ada 2 hal yang perlu diperbaiki" in page
    assert set(re.findall(r'name="((?:answers|file)\.[^"]+)"', page)) == {"answers.width", "file.design"}
    assert "Badan Pendapatan Daerah: Lebarnya lain dengan gambar." in page
    assert "every 30s" not in page


async def test_a_correction_with_a_fault_keeps_what_came_and_then_goes_back_to_who_asked(
    visitor: Visitor, story: Story
) -> None:
    number, id = await returned(story)
    path = f"/permohonan/{number}/perbaikan"
    await visitor.sign_in()
    await visitor.open(f"/permohonan/{number}")
    form = {"answers.width": "lebar", "key": hidden(visitor, "key")}
    answer = await visitor.send(path, form, files={"file.design": ("baru.jpg", photo("red"), "image/jpeg")})
    assert answer.status_code == 422
    assert visitor.problems == {"answers-width": "Tulis angka saja, misalnya 2 atau 1,5."}
    assert 'value="lebar"' in answer.text
    assert "baru.jpg" in answer.text

    form |= {"answers.width": "3,25", "kept.design": hidden(visitor, "kept.design"), "csrf": visitor.token()}
    for _ in range(2):
        answer = await visitor.client.post(path, data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/permohonan/{number}")
    newest = await tables.Submission.filter(application_id=id).order_by("-number").first()
    assert newest is not None
    assert (newest.number, newest.answers["width"]) == (2, 3.25)
    page = (await visitor.open(f"/permohonan/{number}")).text
    assert "baru.jpg" in page
    assert "<strong>0 dari 3</strong>" in page
    assert (await visitor.open(path)).headers["location"] == f"/permohonan/{number}"


async def test_what_was_not_asked_for_does_not_change(visitor: Visitor, story: Story) -> None:
    number, id = await returned(story, WIDTH)
    await visitor.sign_in()
    await visitor.open(f"/permohonan/{number}")
    form = {"answers.width": "3", "answers.height": "9", "key": hidden(visitor, "key")}
    assert (await visitor.send(f"/permohonan/{number}/perbaikan", form)).status_code == 303
    newest = await tables.Submission.filter(application_id=id).order_by("-number").first()
    assert newest is not None
    assert (newest.answers["width"], newest.answers["height"]) == (3, 1.5)


async def test_what_would_be_left_unanswered_is_told_before_it_is_sent(
    visitor: Visitor, story: Story
) -> None:
    height = Finding(("answers", "height"), "Tingginya juga lain.")
    number, id = await returned(story, WIDTH, height)
    path = f"/permohonan/{number}/perbaikan"
    await visitor.sign_in()
    await visitor.open(f"/permohonan/{number}")
    form = {"answers.width": "3", "answers.height": "1,5", "key": hidden(visitor, "key")}
    assert (await visitor.send(path, form)).status_code == 422
    assert set(visitor.problems) == {"answers-height"}
    assert "belum Anda ubah. Bila sudah benar, kirim sekali lagi." in visitor.problems["answers-height"]
    assert await tables.Submission.filter(application_id=id).count() == 1
    again = {**form, "left": hidden(visitor, "left")}
    assert (await visitor.send(path, again)).status_code == 303
    assert await tables.Submission.filter(application_id=id).count() == 2


async def test_a_correction_sent_after_the_session_ended_can_be_sent_again(
    visitor: Visitor, story: Story
) -> None:
    number, id = await returned(story, WIDTH)
    path = f"/permohonan/{number}/perbaikan"
    await visitor.sign_in()
    await visitor.open(f"/permohonan/{number}")
    form = {"answers.width": "2,75", "key": hidden(visitor, "key")}
    visitor.client.cookies.delete("session")
    answer = await visitor.send(path, form)
    assert answer.status_code == 422
    assert "Anda perlu masuk lagi" in answer.text
    kept = dict(re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', answer.text, re.DOTALL))
    assert kept == form

    await visitor.sign_in()
    await visitor.open(f"/permohonan/{number}")
    assert (await visitor.send(path, kept)).status_code == 303
    assert await tables.Submission.filter(application_id=id).count() == 2


async def test_a_refusal_tells_its_reason_and_how_to_object(visitor: Visitor, story: Story) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Reklame rokok <dilarang> di sini.")
    await visitor.sign_in()
    page = (await visitor.open(f"/permohonan/{sent.number}")).text
    assert "Ditolak" in page
    assert "Reklame rokok &lt;dilarang&gt; di sini." in page
    clock = await working_time(story.regency.zone)
    until = day_in_words(clock.add_days(story.now, 21).astimezone(story.regency.zone).date())
    assert f"Anda bisa mengajukan keberatan sampai {until}." in page
    assert f'href="/permohonan/{sent.number}/keberatan"' in page


async def test_an_issued_document_can_be_downloaded_and_checked(visitor: Visitor, story: Story) -> None:
    sent = await story.issue()
    await visitor.sign_in()
    page = (await visitor.open(f"/permohonan/{sent.number}")).text
    assert "Dokumen Anda sudah jadi" in page
    link = re.search(r'href="http://test(/berkas/[^"]+)">Unduh dokumen', page)
    check = re.search(r'href="(/v/[^"]+)"', page)
    assert link is not None
    assert check is not None
    assert (await visitor.open(link[1])).content.startswith(b"%PDF-")
    assert "Dokumen ini berlaku" in (await visitor.open(check[1])).text


async def test_a_look_at_one_application_costs_a_bounded_number_of_statements(
    visitor: Visitor, story: Story, queries: Queries
) -> None:
    sent = await story.issue()
    await visitor.sign_in()
    await visitor.open(f"/permohonan/{sent.number}")
    story.now += timedelta(minutes=1)
    queries.forget()
    await visitor.open(f"/permohonan/{sent.number}")
    assert queries.count <= 13


async def test_the_list_tells_the_citizens_news(visitor: Visitor, story: Story) -> None:
    sent = await story.submit()
    await visitor.sign_in()
    answer = await visitor.open("/permohonan")
    assert f"permohonan {sent.number} diterima" in answer.text
