"""Visits: two times to choose from, what was seen, and the round of a day."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from models.applications import tables
from models.applications.operations.visiting import VisitReply, answer_visit
from models.kit.ids import random_code
from models.privacy import tables as privacy
from tests.app.web.desks import SKTM, key, page_of, submit_sample
from tests.appointments import times_to_come
from tests.clock import day_of
from tests.conftest import Queries
from tests.story import Story, photo
from tests.visitor import Visitor

NINE, ONE = "09:00", "13:00"


async def day(story: Story) -> str:
    """A working day to come, by the regency's clock."""
    return day_of((await times_to_come(story.clock.began + timedelta(days=1)))[0]).isoformat()


async def proposed(visitor: Visitor, story: Story, password: str) -> tuple[UUID, str]:
    """An application whose house visit has been proposed for the day after tomorrow."""
    sent = await submit_sample(story, SKTM, "home-visit")
    path = await page_of(story, sent.id, "home-visit")
    await visitor.sign_in_officer("desa-ngargoretno", password)
    await visitor.open(path)
    times = {"time.1": f"{await day(story)}T{NINE}", "time.2": f"{await day(story)}T{ONE}"}
    assert (await visitor.send(f"{path}/kunjungan", {**times, **key(visitor)})).status_code == 303
    return sent.id, path


async def reply(story: Story, id: UUID, *, time: datetime | None, message: str = "") -> None:
    task = await story.task(id, "home-visit")
    given = VisitReply(task.id, time, message, random_code())
    await answer_visit(given, by=await story.citizen(), at=story.at(), regency=story.regency)


async def test_two_times_by_the_regencys_clock_are_proposed_and_answered(
    visitor: Visitor, story: Story, password: str
) -> None:
    id, path = await proposed(visitor, story, password)
    assert "Menunggu jawaban pemohon atas dua usulan Anda" in (await visitor.follow()).text
    task = await story.task(id, "home-visit")
    times = [datetime.fromisoformat(text) for text in task.visit_times or []]
    assert [time.astimezone(story.regency.zone).strftime("%H:%M") for time in times] == [NINE, ONE]
    await reply(story, id, time=None, message="Saya di sawah sampai sore.")
    assert "Saya di sawah sampai sore." in (await visitor.open(path)).text
    await reply(story, id, time=times[1])
    assert "Disepakati:" in (await visitor.open(path)).text
    assert "Kunjungan " in (await visitor.open("/petugas")).text


@pytest.mark.parametrize(
    ("typed", "faulty"),
    [
        (("", ""), {"time-1", "time-2"}),
        (("besok", "2026-11-25"), {"time-1", "time-2"}),
        (("2020-01-01T09:00", "2020-01-02T09:00"), {"time-1", "time-2"}),
        (("sameT09:00", "sameT09:59"), {"time-2"}),
        (("sameT03:00", "sameT09:00"), {"time-1"}),
    ],
)
async def test_times_that_cannot_be_kept_are_told(
    visitor: Visitor, story: Story, password: str, typed: tuple[str, str], faulty: set[str]
) -> None:
    sent = await submit_sample(story, SKTM, "home-visit")
    path = await page_of(story, sent.id, "home-visit")
    await visitor.sign_in_officer("desa-ngargoretno", password)
    await visitor.open(path)
    first, second = [text.replace("same", await day(story)) for text in typed]
    form = {"time.1": first, "time.2": second, **key(visitor)}
    answer = await visitor.send(f"{path}/kunjungan", form)
    assert answer.status_code == 422
    assert set(visitor.problems) == faulty
    assert (await story.task(sent.id, "home-visit")).visit_times is None


async def test_the_result_of_a_visit_comes_with_photos(visitor: Visitor, story: Story, password: str) -> None:
    id, path = await proposed(visitor, story, password)
    await visitor.open(path)
    assert (
        await visitor.send(f"{path}/keputusan", {"decision": "APPROVE", **key(visitor)})
    ).status_code == 422
    assert set(visitor.problems) == {"reason"}  # where the summary leads
    form = {"decision": "APPROVE", "reason": "Rumah berdinding bambu.", **key(visitor)}
    answer = await visitor.send(
        f"{path}/keputusan", form, {"photos": ("surat.pdf", b"%PDF-1.4 nothing", "application/pdf")}
    )
    assert answer.status_code == 422
    assert "Rumah berdinding bambu." in answer.text
    good = {"photos": ("rumah.jpg", photo(), "image/jpeg")}
    assert (await visitor.send(f"{path}/keputusan", form, good)).status_code == 303
    task = await story.task(id, "home-visit")
    assert (task.state, task.reason) == ("DONE", "Rumah berdinding bambu.")
    assert await tables.TaskDocument.filter(task_id=task.id, kind="photo").count() == 1
    page = (await visitor.open(path)).text
    assert ">rumah.jpg</a>" in page
    await visitor.open("/petugas")
    again = await visitor.send(f"{path}/keputusan", form, good)
    assert again.status_code == 303, "pressed twice: the photo came anew, the answer stands"


async def test_the_round_goes_village_by_village(visitor: Visitor, story: Story, password: str) -> None:
    id, path = await proposed(visitor, story, password)
    time = datetime.fromisoformat(f"{await day(story)}T{ONE}").replace(tzinfo=story.regency.zone)
    await reply(story, id, time=time)
    page = (await visitor.open(f"/petugas/kunjungan?tanggal={await day(story)}")).text
    assert "Ngargoretno" in page
    assert "Dusun Karang, RT 003/RW 001" in page
    assert "pukul 13.00" in page
    assert f'href="{path}"' in page
    assert "+6281200000001" not in page, "the step of the visit sees no identity"
    assert await privacy.AccessEntry.filter(what="visit", application_id=id).count() == 1
    assert "Tidak ada kunjungan" in (await visitor.open("/petugas/kunjungan")).text
    for rubbish in ("x", "9999-12-31", "0001-01-01", "2026-02-31"):
        assert (await visitor.open(f"/petugas/kunjungan?tanggal={rubbish}")).status_code == 200
    await visitor.sign_in_officer("dpupr", password)
    assert "Dusun Karang" not in (await visitor.open(f"/petugas/kunjungan?tanggal={await day(story)}")).text


async def test_the_phone_is_on_the_round_of_a_step_that_sees_identities(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    time = datetime.fromisoformat(f"{await day(story)}T{NINE}").replace(tzinfo=story.regency.zone)
    await tables.Task.filter(application_id=sent.id, step="tax").update(visit_at=time)
    await visitor.sign_in_officer("bapenda", password)
    page = (await visitor.open(f"/petugas/kunjungan?tanggal={await day(story)}")).text
    assert 'href="tel:+6281200000001"' in page


async def test_the_round_leads_to_the_pump_and_not_to_its_owners_house(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await submit_sample(story, "rekomendasi-bbm")
    time = datetime.fromisoformat(f"{await day(story)}T{NINE}").replace(tzinfo=story.regency.zone)
    await tables.Task.filter(application_id=sent.id, step="field-visit").update(visit_at=time)
    await visitor.sign_in_officer("dispertan", password)
    page = (await visitor.open(f"/petugas/kunjungan?tanggal={await day(story)}")).text
    assert "<h3>Sawah Blok Kidul, Dusun Karang</h3>" in page
    assert "RT 003/RW 001" not in page


async def test_the_round_costs_the_same_for_one_and_for_many(
    visitor: Visitor, story: Story, password: str, queries: Queries
) -> None:
    then = await day(story)
    time = datetime.fromisoformat(f"{then}T{NINE}").replace(tzinfo=story.regency.zone)
    await visitor.sign_in_officer("bapenda", password)
    counts = []
    for number in (1, 4):
        for _ in range(number):
            await story.submit()
        await tables.Task.filter(step="tax").update(visit_at=time)
        await visitor.open(f"/petugas/kunjungan?tanggal={then}")
        queries.forget()
        await visitor.open(f"/petugas/kunjungan?tanggal={then}")
        counts.append(queries.count)
    assert "5 kunjungan" in visitor.page.text
    assert counts[0] == counts[1] <= 6
