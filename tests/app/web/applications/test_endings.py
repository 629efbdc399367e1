"""How an applicant ends an application, or does not accept its end."""

from datetime import timedelta
from uuid import UUID

from models.applications import tables
from models.applications.operations.objecting import ObjectionAnswer, decide_objection
from models.applications.states import Decision
from models.kit.ids import random_code
from tests.story import Story
from tests.visitor import Visitor

REASON = "Jalan ini jalan desa, bukan jalan nasional."


async def sent_today(story: Story, visitor: Visitor) -> tuple[str, UUID]:
    sent = await story.submit()
    await visitor.sign_in()
    return f"/permohonan/{sent.number}", sent.id


async def refused(story: Story, visitor: Visitor) -> tuple[str, UUID]:
    here, id = await sent_today(story, visitor)
    await story.decide(id, "tax", "bapenda", Decision.REFUSE, reason="Reklame dilarang di sini.")
    return here, id


async def kinds(id: UUID) -> list[str]:
    return [row.kind for row in await tables.Event.filter(application_id=id).order_by("sequence")]


async def test_an_application_is_taken_back_after_one_more_question(visitor: Visitor, story: Story) -> None:
    here, id = await sent_today(story, visitor)
    assert f'href="{here}/batal"' in (await visitor.open(here)).text
    assert "Batalkan permohonan ini?" in (await visitor.open(f"{here}/batal")).text
    form = {"key": "k", "reason": "Usahanya tutup.", "csrf": visitor.token()}
    for _ in range(2):
        answer = await visitor.client.post(f"{here}/batal", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, here)
    page = (await visitor.open(here)).text
    for text in ("Permohonan sudah dibatalkan.", "Dibatalkan pemohon", "Permohonan dibatalkan oleh pemohon."):
        assert text in page
    assert "/batal" not in page
    assert "Usahanya tutup." not in (await visitor.open(here)).text
    assert await kinds(id) == ["submitted", "withdrawn"]
    assert (await visitor.open(f"{here}/batal")).headers["location"] == here


async def test_a_reason_that_is_too_long_stays_on_the_page(visitor: Visitor, story: Story) -> None:
    here, id = await sent_today(story, visitor)
    await visitor.open(f"{here}/batal")
    answer = await visitor.send(f"{here}/batal", {"key": "k", "reason": "x" * 2001})
    assert answer.status_code == 422
    assert visitor.problems == {"reason": "Tulis paling banyak 2000 huruf."}
    assert "x" * 2001 in answer.text
    assert await kinds(id) == ["submitted"]


async def test_nobody_ends_anothers_application(visitor: Visitor, story: Story) -> None:
    here, id = await refused(story, visitor)
    await visitor.sign_in("081200000002")
    for way in ("batal", "keberatan"):
        assert (await visitor.open(f"{here}/{way}")).status_code == 404
        await visitor.open("/lacak")
        answer = await visitor.send(f"{here}/{way}", {"key": "k", "text": REASON, "reason": ""})
        assert answer.status_code == 404
    assert await kinds(id) == ["submitted", "decided"]


async def test_a_form_sent_after_the_session_ended_is_kept(visitor: Visitor, story: Story) -> None:
    here, id = await refused(story, visitor)
    await visitor.open(f"{here}/keberatan")
    visitor.client.cookies.delete("session")
    answer = await visitor.send(f"{here}/keberatan", {"key": "k", "text": REASON})
    assert (answer.status_code, REASON in answer.text) == (422, True)
    assert await kinds(id) == ["submitted", "decided"]


async def test_a_refusal_is_objected_to_and_the_answer_is_read(visitor: Visitor, story: Story) -> None:
    here, id = await refused(story, visitor)
    page = (await visitor.open(here)).text
    assert "Tidak setuju? Anda boleh mengajukan keberatan sampai" in page
    assert "paling lama 10 hari kerja" in (await visitor.open(f"{here}/keberatan")).text
    form = {"key": "k", "text": REASON, "csrf": visitor.token()}
    for _ in range(2):
        answer = await visitor.client.post(f"{here}/keberatan", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, here)
    page = (await visitor.open(here)).text
    for text in ("Keberatan Anda sedang diperiksa pejabat lain.", "Putusan paling lambat", REASON):
        assert text in page
    assert "/keberatan" not in page
    assert (await visitor.open(f"{here}/keberatan")).headers["location"] == here

    objection = await tables.Objection.get(application_id=id)
    verdict = ObjectionAnswer(objection.id, False, "Jalan itu milik negara.", random_code())
    head = await story.officer("kadis-dpmptsp")
    await decide_objection(verdict, by=head, at=story.at(), regency=story.regency)
    page = (await visitor.open(here)).text
    for text in ("penolakan tetap berlaku", "Jalan itu milik negara."):
        assert text in page
    assert head.name not in page


async def test_an_upheld_objection_brings_the_file_back_to_work(visitor: Visitor, story: Story) -> None:
    here, id = await refused(story, visitor)
    await visitor.open(f"{here}/keberatan")
    await visitor.send(f"{here}/keberatan", {"key": "k", "text": REASON})
    objection = await tables.Objection.get(application_id=id)
    verdict = ObjectionAnswer(objection.id, True, "Pemohon benar.", random_code())
    head = await story.officer("kadis-dpmptsp")
    await decide_objection(verdict, by=head, at=story.at(), regency=story.regency)
    page = (await visitor.open(here)).text
    assert "Keberatan diterima. Permohonan diperiksa lagi oleh petugas lain." in page
    assert "Sedang diperiksa" in page
    assert "Alasan penolakan" not in page


async def test_an_objection_says_something_and_not_too_much(visitor: Visitor, story: Story) -> None:
    here, id = await refused(story, visitor)
    await visitor.open(f"{here}/keberatan")
    for text in ("", " ", "x" * 2001, "a\0b"):
        answer = await visitor.send(f"{here}/keberatan", {"key": "k", "text": text})
        assert answer.status_code == 422
        assert "paling banyak 2000 huruf" in visitor.problems["text"]
    assert await kinds(id) == ["submitted", "decided"]


async def test_there_is_nothing_to_object_to_before_a_refusal_and_long_after_one(
    visitor: Visitor, story: Story
) -> None:
    here, id = await sent_today(story, visitor)
    assert (await visitor.open(f"{here}/keberatan")).headers["location"] == here
    await visitor.open(f"{here}/batal")
    assert (await visitor.send(f"{here}/keberatan", {"key": "k", "text": REASON})).status_code == 303

    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Dilarang.")
    story.now += timedelta(days=60)
    await visitor.sign_in()
    here = f"/permohonan/{sent.number}"
    assert "Batas waktu untuk mengajukan keberatan sudah lewat." in (await visitor.open(here)).text
    assert (await visitor.open(f"{here}/keberatan")).headers["location"] == here
    assert await tables.Objection.all().count() == 0
    assert await kinds(id) == ["submitted"]
