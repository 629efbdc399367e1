"""What is to be given back: who sees it, who gave it back, when, by which transfer."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.applications.operations.objecting import (
    ObjectionAnswer,
    ObjectionDraft,
    decide_objection,
    object_to_refusal,
)
from models.applications.states import Decision
from models.applications.tables import Application, Event, Objection
from models.billing import tables
from models.billing.refunding import GivingBack, RefundNotFound, RefundTooEarly, give_back
from models.billing.refunds import OwedRow, given_to, owed_to, refunds_given, refunds_owed
from models.kit.actor import Actor
from models.kit.errors import InvalidInput, VersionChanged
from models.kit.ids import random_code
from models.kit.transactions import rows_of
from models.messages.tables import Message
from tests.clock import TODAY
from tests.conftest import Queries
from tests.models.billing.till import issue_bill, notice, owing, tell
from tests.story import Story

pytestmark = pytest.mark.usefixtures("outside")


async def paid(story: Story) -> UUID:
    """An application whose tax is paid."""
    id = await owing(story)
    bill = await issue_bill(story, id)
    await tell(story, notice(bill.number, id=random_code()))
    return id


async def owed(story: Story, by: Actor) -> list[OwedRow]:
    return list((await refunds_owed(by, first=100, after=None, regency=story.regency)).rows)


async def give(
    story: Story, row: OwedRow, by: Actor, *, transfer: str = "TRF-1", amount: int | None = None
) -> None:
    at = story.at()
    day = at.astimezone(story.regency.zone).date()
    giving = GivingBack(row.id, row.amount if amount is None else amount, transfer, day)
    await give_back(giving, by=by, at=at, regency=story.regency)


async def test_who_withdraws_after_paying_gets_the_money_back_and_reads_by_which_transfer(
    story: Story,
) -> None:
    id, treasurer, citizen = await paid(story), await story.officer("bapenda"), await story.citizen()
    assert await owed(story, treasurer) == []
    await story.withdraw(id)
    [row] = await owed(story, treasurer)
    assert (row.amount, row.reason, row.application_id, row.reference) == (
        250_000,
        "withdrawn",
        id,
        "LATIHAN-1",
    )
    assert await owed_to([id], by=citizen, regency=story.regency) == [row]

    await give(story, row, treasurer)
    assert await owed(story, treasurer) == []
    [given] = await given_to([id], by=citizen)
    assert (given.amount, given.transfer, given.recorder) == (250_000, "TRF-1", treasurer.name)
    assert given.transferred_on == TODAY
    assert (await refunds_given(treasurer, first=10, after=None)).rows == [given]
    event = await Event.filter(application_id=id).order_by("-sequence").first()
    assert event is not None
    assert (event.kind, event.step, event.actor_id) == ("refunded", "payment", treasurer.account_id)
    assert (await story.task(id, "payment")).surplus == 0
    newest = await Message.filter(application_id=id).order_by("-id").first()
    assert newest is not None
    text = story.regency.vault.open(newest.text_sealed, "message")
    assert "Rp250.000" in text
    assert "sudah dikembalikan" in text
    assert len(text) <= 160


async def test_the_same_transfer_told_twice_or_at_once_gives_back_once(story: Story) -> None:
    id, treasurer = await paid(story), await story.officer("bapenda")
    await story.withdraw(id)
    [row] = await owed(story, treasurer)
    await asyncio.gather(*(give(story, row, treasurer) for _ in range(3)))
    assert await tables.Refund.all().count() == 1
    assert await Event.filter(application_id=id, kind="refunded").count() == 1
    with pytest.raises(RefundNotFound):
        await give(story, row, treasurer, transfer="TRF-2")


async def test_only_who_collected_it_and_the_secretariat_give_back(story: Story) -> None:
    id = await paid(story)
    await story.withdraw(id)
    await tell(story, notice("ABC-2611-AAAAA-T1", id="pay_x"))
    seen = {
        name: len(await owed(story, await story.officer(name))) for name in ("bapenda", "dpmptsp", "sekda")
    }
    assert seen == {"bapenda": 1, "dpmptsp": 0, "sekda": 2}
    stray, own = sorted(
        await owed(story, await story.officer("sekda")), key=lambda row: row.reason != "unknown"
    )
    for name, row in (("dpmptsp", own), ("bapenda", stray)):
        with pytest.raises(RefundNotFound):
            await give(story, row, await story.officer(name))
    with pytest.raises(RefundNotFound):
        await give(story, own, await story.citizen())
    for row in (stray, own):
        await give(story, row, await story.officer("sekda"))
    assert await tables.Refund.all().count() == 2
    assert (await refunds_given(await story.officer("dpmptsp"), first=10, after=None)).rows == []


async def test_money_of_a_refused_file_waits_until_nobody_can_object_any_more(story: Story) -> None:
    id, treasurer = await paid(story), await story.officer("bapenda")
    await story.decide(id, "decision", "dpmptsp", Decision.REFUSE, reason="Terlalu luas.")
    [row] = await owed(story, treasurer)
    assert row.from_at is not None
    with pytest.raises(RefundTooEarly):
        await give(story, row, treasurer)

    draft = ObjectionDraft(id, "Mohon dilihat lagi.", random_code())
    await object_to_refusal(draft, by=await story.citizen(), at=story.at(), regency=story.regency)
    assert await owed(story, treasurer) == [], "while it is judged, the money stays where it is"
    objection = await Objection.get(application_id=id)
    answer = ObjectionAnswer(objection.id, False, "Sudah dilihat.", random_code())
    head = await story.officer("kadis-dpmptsp")
    await decide_objection(answer, by=head, at=story.at(), regency=story.regency)
    [row] = await owed(story, treasurer)
    assert (row.reason, row.from_at) == ("refused", None)
    await give(story, row, treasurer)


async def test_an_objection_that_nobody_filed_lets_the_money_go_back(story: Story) -> None:
    id, treasurer = await paid(story), await story.officer("bapenda")
    await story.decide(id, "decision", "dpmptsp", Decision.REFUSE, reason="Terlalu luas.")
    [row] = await owed(story, treasurer)
    assert row.from_at is not None
    story.now = row.from_at + timedelta(minutes=1)
    await give(story, row, treasurer)
    assert (await Application.get(id=id)).state == "REFUSED"


async def test_what_was_looked_at_is_what_goes_back(story: Story) -> None:
    id, treasurer = await paid(story), await story.officer("bapenda")
    await story.withdraw(id)
    [row] = await owed(story, treasurer)
    with pytest.raises(VersionChanged):
        await give(story, row, treasurer, amount=249_999)
    for transfer in ("", " ", "x" * 101, "a\0b", "a\nb", "\ud800"):
        with pytest.raises(InvalidInput):
            await give(story, row, treasurer, transfer=transfer)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        giving = GivingBack(row.id, row.amount, "TRF-1", day)
        with pytest.raises(InvalidInput):
            await give_back(giving, by=treasurer, at=story.at(), regency=story.regency)
    assert await tables.Refund.all().count() == 0


async def test_what_was_given_back_is_never_rewritten(story: Story) -> None:
    id, treasurer = await paid(story), await story.officer("bapenda")
    await story.withdraw(id)
    await give(story, (await owed(story, treasurer))[0], treasurer)
    for change in ("UPDATE refund SET amount = 1", "DELETE FROM refund"):
        with pytest.raises(Exception, match="appended to, never changed"):
            await rows_of(change)


async def test_the_lists_have_pages_and_cost_the_same_however_long_they_are(
    story: Story, queries: Queries
) -> None:
    treasurer, counts = await story.officer("bapenda"), set()
    for many in (1, 3):
        for _ in range(many):
            await story.withdraw(await paid(story))
        queries.forget()
        await owed(story, treasurer)
        counts.add(queries.count)
    assert len(counts) == 1
    seen, after = list[UUID](), None
    while True:
        page = await refunds_owed(treasurer, first=3, after=after, regency=story.regency)
        seen += [row.id for row in page.rows]
        if not page.has_next:
            break
        after = page.cursors[-1]
    assert len(seen) == len(set(seen)) == 4
