"""The desk of the agency that the state's money is owed to: found, or not found with a reason."""

from uuid import UUID

from models.applications import tables
from models.applications.states import EventKind
from models.privacy.tables import AccessEntry
from tests.app.web.desks import key, page_of
from tests.models.billing.treasury import NTPN, deny, owing, payments, tell
from tests.story import Story
from tests.visitor import Visitor


async def reported(story: Story) -> UUID:
    id = await owing(story)
    await tell(story, id)
    return id


async def kinds(id: UUID) -> list[str]:
    events = await tables.Event.filter(application_id=id, step="payment").order_by("sequence")
    return [event.kind for event in events]


async def test_the_payment_lies_in_the_queue_with_its_ntpn_and_receipt_and_is_found(
    visitor: Visitor, story: Story, password: str
) -> None:
    id = await reported(story)
    path = await page_of(story, id, "payment")
    await visitor.sign_in_officer("bpn", password)
    assert path in (await visitor.open("/petugas")).text
    page = (await visitor.open(path)).text
    assert NTPN in page
    assert "bukti.jpg" in page
    assert "Tolak permohonan" not in page
    assert await AccessEntry.filter(application_id=id).count() > 0
    [payment] = await payments(story, id)
    form = {**key(visitor), "decision": "APPROVE", "payment": f"payment_{payment.id.hex}"}
    assert (await visitor.send(f"{path}/keputusan", form)).status_code == 303
    page = (await visitor.follow()).text
    assert "Pembayaran dikonfirmasi oleh" in page
    assert "Jumlah yang dikonfirmasi: Rp250.000." in page
    assert await kinds(id) == [EventKind.PAYMENT_REPORTED, EventKind.DECIDED]


async def test_what_is_not_found_needs_a_reason_and_goes_back(
    visitor: Visitor, story: Story, password: str
) -> None:
    id = await reported(story)
    path = await page_of(story, id, "payment")
    await visitor.sign_in_officer("bpn", password)
    await visitor.open(path)
    [payment] = await payments(story, id)
    form = {**key(visitor), "payment": f"payment_{payment.id.hex}"}
    answer = await visitor.send(f"{path}/belum-ditemukan", {**form, "reason": " "})
    assert answer.status_code == 422
    assert set(visitor.problems) == {"deny-reason"}
    answer = await visitor.send(f"{path}/belum-ditemukan", {**form, "reason": "NTPN tidak ada."})
    assert answer.status_code == 303
    assert "Menunggu pemohon membayar ke kas negara." in (await visitor.follow()).text
    assert await kinds(id) == [EventKind.PAYMENT_REPORTED, EventKind.PAYMENT_NOT_CONFIRMED]


async def test_an_answer_about_an_older_report_is_not_taken(
    visitor: Visitor, story: Story, password: str
) -> None:
    id = await reported(story)
    path = await page_of(story, id, "payment")
    await visitor.sign_in_officer("bpn", password)
    await visitor.open(path)
    [payment] = await payments(story, id)
    form = {**key(visitor), "decision": "APPROVE", "payment": f"payment_{payment.id.hex}"}
    await deny(story, id)
    await tell(story, id)
    assert (await visitor.send(f"{path}/keputusan", form)).status_code == 422
    assert (await story.task(id, "payment")).state == "OPEN"


async def test_other_agencies_see_that_it_is_paid_and_not_with_what(
    visitor: Visitor, story: Story, password: str
) -> None:
    id = await reported(story)
    await visitor.sign_in_officer("dpupr", password)
    page = (await visitor.open(await page_of(story, id, "place"))).text
    assert "Pemohon melaporkan Rp250.000 sudah dibayar ke kas negara" in page
    assert NTPN not in page
    assert (await visitor.open(await page_of(story, id, "payment"))).status_code == 404
