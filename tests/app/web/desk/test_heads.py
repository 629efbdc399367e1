"""What heads and the secretariat keep: who signs in a head's place, and on which days nobody works."""

from datetime import date, timedelta

import pytest

from models.accounts import tables as accounts
from models.applications import tables
from models.calendar import tables as calendar
from models.kit import tables as kit
from models.kit.ids import public_id
from tests.app.web.desks import key, page_of
from tests.story import Story
from tests.visitor import Visitor

DELEGATIONS, CALENDAR = "/petugas/delegasi", "/petugas/kalender"


def today(story: Story) -> date:
    return story.today


def days(story: Story) -> dict[str, str]:
    return {
        "firstDay": today(story).isoformat(),
        "lastDay": (today(story) + timedelta(days=4)).isoformat(),
    }


async def test_a_head_appoints_somebody_to_sign_and_ends_it(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    page = (await visitor.open(DELEGATIONS)).text
    assert 'value="loket-dpmptsp"' in page
    assert 'value="bapenda"' not in page
    form = {"delegate": "loket-dpmptsp", "title": "Plh.", "basis": "800/21/2026", **days(story)}
    assert (await visitor.send(DELEGATIONS, form)).status_code == 303
    page = (await visitor.follow()).text
    assert "Plh. Kepala Dinas Penanaman Modal" in page
    assert "berlaku" in page
    answer = await visitor.send(DELEGATIONS, form)
    assert answer.status_code == 422
    assert "sudah ada pengganti: Yuni Contoh" in answer.text

    row = await accounts.Delegation.get()
    end = f"{DELEGATIONS}/delegation_{row.id.hex}/akhiri"
    await visitor.sign_in_officer("loket-dpmptsp", password)
    path = await page_of(story, sent.id, "signature")
    assert "Tanda tangan Anda" in (await visitor.open(path)).text
    assert (await visitor.send(end)).status_code == 403
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    await visitor.open(DELEGATIONS)
    assert (await visitor.send(end)).status_code == 303
    await visitor.open(DELEGATIONS)
    assert (await visitor.send(end)).status_code == 422
    assert (await visitor.send(f"{DELEGATIONS}/x/akhiri")).status_code == 404
    assert (await visitor.open(end)).headers["location"] == DELEGATIONS


@pytest.mark.parametrize(
    ("wrong", "faulty"),
    [
        (
            {"delegate": "", "title": "", "basis": "", "firstDay": "", "lastDay": "x"},
            {"delegate", "title", "basis", "firstDay", "lastDay"},
        ),
        ({"delegate": "nobody"}, {"delegate"}),
        ({"delegate": "kadis-dpmptsp"}, {"delegate"}),
        ({"delegate": "bapenda"}, {"delegate"}),
        ({"title": "Pj."}, {"title"}),
        ({"lastDay": "2020-01-01"}, {"lastDay"}),
        ({"firstDay": "2020-01-01"}, {"firstDay", "lastDay"}),
    ],
)
async def test_a_delegation_that_cannot_be_is_told(
    visitor: Visitor, story: Story, password: str, wrong: dict[str, str], faulty: set[str]
) -> None:
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    await visitor.open(DELEGATIONS)
    form = {"delegate": "dpmptsp", "title": "Plt.", "basis": "800/1", **days(story), **wrong}
    answer = await visitor.send(DELEGATIONS, form)
    assert answer.status_code == 422
    assert "Belum tersimpan" in answer.text
    assert set(visitor.problems) == faulty
    assert not await accounts.Delegation.all().exists()


async def test_the_secretariat_changes_the_calendar_and_deadlines_follow(
    visitor: Visitor, story: Story, password: str
) -> None:
    await visitor.sign_in_officer("setda", password)
    await visitor.open(CALENDAR)
    assert f'aria-current="page">{today(story).year}</a>' in visitor.page.text
    day = today(story) + timedelta(days=40)
    await calendar.Holiday.filter(date=day).delete()
    form = {"date": day.isoformat(), "name": "Pilkada", "source": "Keppres 10/2026"}
    assert (await visitor.send(CALENDAR, form)).headers["location"] == f"{CALENDAR}?tahun={day.year}"
    page = (await visitor.follow()).text
    assert "Pilkada" in page
    assert "menjadi hari libur" in page
    assert await kit.OutboxEntry.filter(job="recalculate").count() == 1
    answer = await visitor.send(CALENDAR, form)
    assert answer.status_code == 422
    assert set(visitor.problems) == {"declare-date"}

    gone = {"date": day.isoformat(), "source": "Keppres 11/2026"}
    assert (await visitor.send(f"{CALENDAR}/batalkan", {**gone, "source": ""})).status_code == 422
    assert set(visitor.problems) == {"withdraw-source"}
    assert (await visitor.send(f"{CALENDAR}/batalkan", gone)).status_code == 303
    assert "menjadi hari kerja lagi" in (await visitor.follow()).text
    assert not await calendar.Holiday.filter(date=day).exists()


@pytest.mark.parametrize("year", ["", "x", "1", "9999", "٢٠٢٦", "2027"])
async def test_any_year_in_the_address_is_a_page(
    visitor: Visitor, story: Story, password: str, year: str
) -> None:
    await visitor.sign_in_officer("sekda", password)
    assert (await visitor.open(f"{CALENDAR}?tahun={year}")).status_code == 200
    answer = await visitor.send(CALENDAR, {"date": "32-13-2026", "name": "", "source": ""})
    assert answer.status_code == 422


async def test_each_door_opens_only_for_whom_it_is(visitor: Visitor, story: Story, password: str) -> None:
    await visitor.sign_in_officer("bapenda", password)
    page = (await visitor.open("/petugas")).text
    for door in (DELEGATIONS, CALENDAR, "/petugas/keberatan"):
        assert f'href="{door}"' not in page
        assert (await visitor.open(door)).status_code == 403
    await visitor.open("/petugas/cari")
    await visitor.open("/petugas")
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    assert (await visitor.open(CALENDAR)).status_code == 403
    form = {"date": (story.today + timedelta(days=42)).isoformat(), "name": "Libur", "source": "Saya"}
    await visitor.open(DELEGATIONS)
    for place in (CALENDAR, f"{CALENDAR}/batalkan"):
        assert (await visitor.send(place, form)).status_code == 403
        await visitor.open(DELEGATIONS)
    assert not await calendar.HolidayChange.all().exists()


async def test_a_head_sees_the_officers_tasks_and_takes_one_on_where_nobody_is_there(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    task, absent = await story.task(sent.id, "construction"), await story.officer("dpupr")
    held = {"claimed_by_id": absent.account_id, "claimed_until": story.now + timedelta(minutes=20)}
    await tables.Task.filter(id=task.id).update(**held)
    await visitor.sign_in_officer("dpupr", password)
    assert "Tugas petugas" not in (await visitor.open("/petugas")).text
    await visitor.sign_in_officer("ka-dpupr", password)
    path = await page_of(story, sent.id, "construction")
    assert path not in (await visitor.open("/petugas")).text
    assert f'href="{path}"' in (await visitor.open("/petugas?status=petugas")).text
    page = (await visitor.open(path)).text
    assert "sedang mengerjakan tugas ini" in page
    assert f"{path}/keputusan" not in page
    head = await story.officer("ka-dpupr")
    form = {"to": public_id("account", head.account)}
    assert (await visitor.send(f"{path}/serahkan", form)).status_code == 303
    assert f"{path}/keputusan" in (await visitor.follow()).text
    answer = await visitor.send(f"{path}/keputusan", {"decision": "APPROVE", **key(visitor)})
    assert answer.status_code == 303
    assert (await story.task(sent.id, "construction")).decided_by == head.name


async def test_the_sekda_appoints_for_a_head_who_could_not(
    visitor: Visitor, story: Story, password: str
) -> None:
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    await visitor.open("/petugas/cari")
    page = (await visitor.open(f"{DELEGATIONS}?instansi=desa-ngargoretno")).text
    assert "sekdes-ngargoretno" not in page
    assert 'name="instansi"' not in page
    await visitor.sign_in_officer("sekda", password)
    village = f"{DELEGATIONS}?instansi=desa-ngargoretno"
    assert 'value="sekdes-ngargoretno"' in (await visitor.open(village)).text
    form = {"delegate": "sekdes-ngargoretno", "title": "Plh.", "basis": "141/3/2026", **days(story)}
    form |= {"agency": "desa-ngargoretno"}
    wrong = await visitor.send(DELEGATIONS, form | {"basis": ""})
    assert wrong.status_code == 422
    assert 'value="sekdes-ngargoretno"' in wrong.text
    assert (await visitor.send(DELEGATIONS, form)).headers["location"] == village
    assert "Plh. Kepala Desa Ngargoretno" in (await visitor.follow()).text
    row = await accounts.Delegation.get()
    end = f"{DELEGATIONS}/delegation_{row.id.hex}/akhiri"
    assert (await visitor.send(end, {"agency": "desa-ngargoretno"})).headers["location"] == village
    assert "Pimpinannya sendiri yang menandatangani" in (await visitor.follow()).text


async def test_whom_the_sekda_sends_to_a_lone_village_finds_its_desk(
    visitor: Visitor, story: Story, password: str
) -> None:
    await accounts.Account.filter(username="sekdes-ngargoretno").delete()
    await visitor.sign_in_officer("sekda", password)
    assert 'value="kasi-salaman"' in (await visitor.open(f"{DELEGATIONS}?instansi=desa-ngargoretno")).text
    form = {"delegate": "kasi-salaman", "title": "Plh.", "basis": "141/3/2026", **days(story)}
    form |= {"agency": "desa-ngargoretno"}
    assert (await visitor.send(DELEGATIONS, form)).status_code == 303
    await visitor.sign_in_officer("kasi-salaman", password)
    assert "Desa Ngargoretno" in (await visitor.open("/petugas")).text
