"""Who works on a task: seen by colleagues, given back, handed over."""

from datetime import timedelta

from models.applications import tables
from models.kit.ids import public_id
from tests.app.web.desks import key, page_of
from tests.story import Story
from tests.visitor import Visitor


async def test_looking_at_a_task_takes_nothing(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    assert "Kerjakan tugas ini" in (await visitor.open(path)).text
    for name in ("ambil", "lepaskan", "serahkan", "alihkan"):
        assert (await visitor.open(f"{path}/{name}")).headers["location"] == path
    assert (await story.task(sent.id, "tax")).claimed_by_id is None


async def test_a_task_is_taken_for_half_an_hour_and_given_back(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open(path)
    assert (await visitor.send(f"{path}/ambil")).status_code == 303
    until = (await story.task(sent.id, "tax")).claimed_until
    assert until is not None
    assert timedelta(minutes=29) < until - story.now <= timedelta(minutes=30)
    assert "Anda mengerjakan tugas ini" in (await visitor.follow()).text
    assert "Anda kerjakan" in (await visitor.open("/petugas")).text
    await visitor.open(path)
    assert (await visitor.send(f"{path}/lepaskan")).status_code == 303
    assert (await story.task(sent.id, "tax")).claimed_by_id is None


async def test_typing_and_faults_hold_the_lease_on(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    path = await page_of(story, sent.id, "tax")
    await visitor.sign_in_officer("bapenda", password)
    await visitor.open(path)
    await visitor.send(f"{path}/ambil")
    await visitor.follow()
    soon = story.now + timedelta(minutes=2)
    await tables.Task.filter(application_id=sent.id, step="tax").update(claimed_until=soon)
    box = await visitor.send(f"{path}/ambil", headers={"HX-Request": "true"})
    assert box.text.lstrip().startswith('<div id="pegangan"')
    assert ((await story.task(sent.id, "tax")).claimed_until or soon) > soon
    await tables.Task.filter(application_id=sent.id, step="tax").update(claimed_until=soon)
    await visitor.open(path)
    assert (
        await visitor.send(f"{path}/keputusan", {"decision": "REFUSE", **key(visitor)})
    ).status_code == 422
    assert ((await story.task(sent.id, "tax")).claimed_until or soon) > soon


async def test_a_colleagues_task_can_be_read_but_not_answered(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    path = await page_of(story, sent.id, "decision")
    await visitor.sign_in_officer("loket-dpmptsp", password)
    await visitor.open(path)
    form = {"decision": "APPROVE", **key(visitor)}
    colleague = await story.officer("dpmptsp")
    later = story.now + timedelta(minutes=20)
    await tables.Task.filter(application_id=sent.id, step="decision").update(
        claimed_by_id=colleague.account_id, claimed_until=later
    )
    page = (await visitor.open(path)).text
    assert "Dewi Contoh, S.A.P. sedang mengerjakan tugas ini" in page
    assert "/keputusan" not in page
    assert "Dikerjakan Dewi Contoh" in (await visitor.open("/petugas")).text
    await visitor.open(path)
    for name, fields in (("keputusan", form), ("ambil", {}), ("serahkan", {"to": "account_1"})):
        assert (
            await visitor.client.post(f"{path}/{name}", data={"csrf": visitor.token(), **fields})
        ).status_code == 422
    assert (await story.task(sent.id, "decision")).state == "OPEN"


async def test_a_task_is_handed_to_a_colleague_only(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    path = await page_of(story, sent.id, "decision")
    await visitor.sign_in_officer("dpmptsp", password)
    page = (await visitor.open(path)).text
    assert "Yuni Contoh, A.Md., Petugas Loket Pelayanan" in page
    stranger, colleague = await story.officer("bapenda"), await story.officer("loket-dpmptsp")
    assert public_id("account", colleague.account) in page
    assert public_id("account", stranger.account) not in page
    for to in ("", "account_x", public_id("account", stranger.account)):
        answer = await visitor.send(f"{path}/serahkan", {"to": to})
        assert answer.status_code == 422
        assert "Rekan di instansi Anda tidak ditemukan." in answer.text
    to = public_id("account", colleague.account)
    assert (await visitor.send(f"{path}/serahkan", {"to": to})).status_code == 303
    assert (await story.task(sent.id, "decision")).claimed_by_id == colleague.account_id
