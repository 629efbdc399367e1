"""A visit: two times to choose from, or a message; the agreed time stands on top."""

from datetime import datetime, timedelta
from uuid import UUID

from models.applications import tables
from models.applications.operations.visiting import VisitProposal, propose_visit
from models.kit.ids import random_code
from tests.app.web.desks import SKTM, submit_sample
from tests.appointments import times_to_come
from tests.story import Story
from tests.visitor import Visitor


async def times(story: Story) -> list[datetime]:
    return await times_to_come(story.clock.began + timedelta(days=2))


async def proposed(story: Story) -> tuple[str, UUID, str]:
    """An application whose village has proposed two times; its number, id, and the task as a form names it."""
    sent = await submit_sample(story, SKTM, "home-visit")
    task = await story.task(sent.id, "home-visit")
    await propose(story, task.id)
    return sent.number, sent.id, task.id.hex


async def propose(story: Story, task: UUID) -> None:
    proposal = VisitProposal(task, await times(story), random_code())
    officer = await story.officer("desa-ngargoretno")
    await propose_visit(proposal, by=officer, at=story.at(), regency=story.regency)


async def at_the_page(visitor: Visitor, number: str) -> str:
    await visitor.sign_in()
    return (await visitor.open(f"/permohonan/{number}")).text


async def answer(visitor: Visitor, number: str, task: str, **fields: str) -> int:
    form = {"task": task, "key": random_code(), **fields}
    return (await visitor.send(f"/permohonan/{number}/kunjungan", form)).status_code


async def visits(id: UUID) -> list[str]:
    events = await tables.Event.filter(application_id=id, kind__startswith="visit").order_by("sequence")
    return [event.kind for event in events]


async def test_a_chosen_time_stands_on_top(visitor: Visitor, story: Story) -> None:
    number, id, task = await proposed(story)
    page = await at_the_page(visitor, number)
    assert "Pilih waktu kunjungan Desa Ngargoretno" in page
    assert "every 30s" not in page  # nothing takes the form away from under anybody
    assert await answer(visitor, number, task, time=(await times(story))[1].isoformat()) == 303
    page = (await visitor.follow()).text
    assert "Waktu kunjungan sudah kami catat." in page
    assert page.index("Petugas Desa Ngargoretno datang") < page.index('class="status-label"')
    assert page.count("pukul 09.00 WIB") >= 3
    assert (await tables.Task.get(id=UUID(hex=task))).visit_at == (await times(story))[1]
    assert await visits(id) == ["visit-proposed", "visit-agreed"]


async def test_who_can_come_at_neither_time_says_when(visitor: Visitor, story: Story) -> None:
    number, id, task = await proposed(story)
    await at_the_page(visitor, number)
    assert await answer(visitor, number, task, time="other", message="Rabu sore") == 303
    assert "mengusulkan waktu lain" in (await visitor.follow()).text
    await propose(story, UUID(hex=task))
    page = (await visitor.open(f"/permohonan/{number}")).text
    assert "Pilih waktu yang cocok untuk Anda." in page
    assert await visits(id) == ["visit-proposed", "visit-declined", "visit-proposed"]


async def test_an_agreed_time_may_be_given_up(visitor: Visitor, story: Story) -> None:
    number, id, task = await proposed(story)
    await at_the_page(visitor, number)
    await answer(visitor, number, task, time=(await times(story))[0].isoformat())
    assert "Minta waktu kunjungan lain" in (await visitor.follow()).text
    assert await answer(visitor, number, task, message="Anak saya sakit, lusa saja") == 303
    assert (await tables.Task.get(id=UUID(hex=task))).visit_at is None
    assert await visits(id) == ["visit-proposed", "visit-agreed", "visit-declined"]


async def test_what_cannot_be_is_told_at_its_field_and_nothing_is_stored(
    visitor: Visitor, story: Story
) -> None:
    number, id, task = await proposed(story)
    await at_the_page(visitor, number)
    for fields, field, told in (
        ({}, "time", "Pilih salah satu waktu, atau tulis kapan Anda bisa."),
        ({"time": "2026-11-23T02:00:00+00:00"}, "time", "Pilih salah satu waktu yang diusulkan."),
        ({"time": "besok"}, "time", "Pilih salah satu waktu yang diusulkan."),
        ({"time": "other", "message": "  "}, "message", "Pilih satu waktu, atau tulis kapan Anda bisa."),
        ({"time": "other", "message": "x" * 301}, "message", "Tulis paling banyak 300 huruf."),
    ):
        assert await answer(visitor, number, task, **fields) == 422
        assert visitor.problems == {f"visit-{task[-6:]}-{field}": told}
    assert "x" * 301 in visitor.page.text
    assert await visits(id) == ["visit-proposed"]


async def test_the_same_choice_twice_counts_once(visitor: Visitor, story: Story) -> None:
    number, id, task = await proposed(story)
    await at_the_page(visitor, number)
    first, second = await times(story)
    form = {"task": task, "key": "once", "time": first.isoformat(), "csrf": visitor.token()}
    for choice in (first, first, second):  # the third one has the same key
        form["time"] = choice.isoformat()
        sent = await visitor.client.post(f"/permohonan/{number}/kunjungan", data=form)
        assert (sent.status_code, sent.headers["location"]) == (303, f"/permohonan/{number}")
    assert await visits(id) == ["visit-proposed", "visit-agreed"]


async def test_nothing_is_chosen_for_somebody_else_for_another_step_or_after_the_end(
    visitor: Visitor, story: Story
) -> None:
    number, id, task = await proposed(story)
    other = (await story.task(id, "welfare")).id.hex
    time = (await times(story))[0].isoformat()
    await at_the_page(visitor, number)
    for wrong in (other, "0" * 32, "x"):
        assert await answer(visitor, number, wrong, message="Rabu") == 303
        await visitor.follow()
    await story.withdraw(id)
    assert await answer(visitor, number, task, time=time) == 303
    await visitor.sign_in("081200000002")
    await visitor.open("/layanan")
    await visitor.open("/lacak")
    assert await answer(visitor, number, task, time=time) == 404
    assert await visits(id) == ["visit-proposed"]


async def test_who_tracks_by_pin_sees_the_agreed_time_and_no_form(visitor: Visitor, story: Story) -> None:
    number, _, task = await proposed(story)
    pin = story.regency.vault.pin(number)
    await visitor.open("/lacak")
    await visitor.send("/lacak", {"number": number, "pin": pin})
    page = (await visitor.follow()).text
    assert "Masuk untuk memilih waktu kunjungan." in page
    assert 'name="time"' not in page
    await at_the_page(visitor, number)
    await answer(visitor, number, task, time=(await times(story))[0].isoformat())
    assert "Petugas Desa Ngargoretno datang" in (await visitor.open(f"/lacak/{number}")).text
