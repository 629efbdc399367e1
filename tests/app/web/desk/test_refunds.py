"""The treasurer's page: what is to be given back, and that it was; and what the applicant reads of it."""

from uuid import UUID

import pytest

from models.applications.states import Decision
from models.billing import tables
from models.kit.ids import public_id
from tests.conftest import Queries
from tests.models.billing.till import issue_bill, notice, owing, tell
from tests.story import Story
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("outside")
LIST = "/petugas/pengembalian"


async def withdrawn(story: Story, number: int = 1) -> tuple[UUID, str]:
    """An application that was withdrawn after the tax was paid, and the page of its money."""
    id = await owing(story)
    bill = await issue_bill(story, id)
    await tell(story, notice(bill.number, id=f"pay_{number}"))
    await story.withdraw(id)
    known = await tables.PaymentNotice.get(bill_number=bill.number)
    return id, f"{LIST}/{public_id('notice', known.id)}"


async def test_the_treasurer_records_the_transfer_and_the_applicant_reads_it(
    visitor: Visitor, story: Story, password: str
) -> None:
    _, path = await withdrawn(story)
    await visitor.sign_in_officer("bapenda", password)
    page = (await visitor.open(LIST)).text
    for text in (f'href="{path}"', "Rp250.000", "permohonannya dibatalkan"):
        assert text in page
    assert "Tini Contoh" not in page
    await visitor.open(path)
    answer = await visitor.send(path, {"amount": "250000", "transfer": "", "date": "besok"})
    assert answer.status_code == 422
    assert set(visitor.problems) == {"date"}
    day = story.now.astimezone(story.regency.zone).date().isoformat()
    answer = await visitor.send(path, {"amount": "250000", "transfer": "", "date": day})
    assert set(visitor.problems) == {"transfer"}
    form = {"csrf": visitor.token(), "amount": "250000", "transfer": "TRF-7", "date": day}
    for _ in range(2):
        answer = await visitor.client.post(path, data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{LIST}?tampilkan=sudah")
    assert await tables.Refund.all().count() == 1
    assert "TRF-7" in (await visitor.open(f"{LIST}?tampilkan=sudah")).text
    assert "Tidak ada uang" in (await visitor.open(LIST)).text
    assert (await visitor.open(path)).status_code == 404


async def test_the_applicant_reads_what_goes_back_and_when_it_did(
    visitor: Visitor, story: Story, password: str
) -> None:
    id = await owing(story)
    bill = await issue_bill(story, id)
    number = bill.number.removesuffix("-T1")
    await tell(story, notice(bill.number))
    await story.decide(id, "decision", "dpmptsp", Decision.REFUSE, reason="Terlalu luas.")
    await visitor.sign_in()
    page = (await visitor.open(f"/permohonan/{number}")).text
    for text in ("Uang yang dikembalikan", "Rp250.000", "bila Anda tidak mengajukan keberatan"):
        assert text in page
    known = await tables.PaymentNotice.get()
    await visitor.sign_in_officer("bapenda", password)
    page = (await visitor.open(f"{LIST}/{public_id('notice', known.id)}")).text
    assert "Masa keberatan berakhir" in page
    assert 'name="transfer"' not in page


async def test_the_page_is_for_who_collected_the_money(visitor: Visitor, story: Story, password: str) -> None:
    _, path = await withdrawn(story)
    for officer, status in (("dpmptsp", 404), ("sekda", 200)):
        await visitor.sign_in_officer(officer, password)
        assert (await visitor.open(path)).status_code == status
    assert (await visitor.open(f"{LIST}/rubbish")).status_code == 404
    assert (await visitor.open(f"{LIST}?after=rubbish")).status_code == 200
    await visitor.sign_in()
    assert (await visitor.open(LIST)).status_code == 403


async def test_the_list_costs_the_same_however_much_is_on_it(
    visitor: Visitor, story: Story, password: str, queries: Queries
) -> None:
    await withdrawn(story)
    await visitor.sign_in_officer("bapenda", password)
    counts = []
    for number in (2, 3):
        await visitor.open(LIST)
        queries.forget()
        await visitor.open(LIST)
        counts.append(queries.count)
        await withdrawn(story, number)
    assert counts[0] == counts[1]
