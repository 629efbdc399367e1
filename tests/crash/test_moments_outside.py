"""A process that dies while it talks to a bank or a registry, or when time is up; and what the next one makes of it."""

import asyncio
import json
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest

from app.local.ports import LOOPBACK, listen
from models.applications.operations.waking import applications_to_wake
from models.applications.tables import Application, Event
from models.billing.astray import money_astray
from models.billing.queries import BillRow
from models.billing.tables import Bill, PaymentNotice
from models.kit.tables import OutboxEntry
from models.messages.tables import Message
from models.permits.tables import PreparedDocument
from models.registers.tables import RegisterQuestion
from models.services.operations import publish
from tests.crash.deaths import Deaths, deed
from tests.crash.fatal import Moment
from tests.models.billing.till import SERVICE, bills, issue_bill, owing
from tests.outside import Outside
from tests.real_clock import really_now
from tests.services import decided_and_signed, made_up, step, submit
from tests.story import Story

pytestmark = pytest.mark.crash

AN_HOUR, A_MONTH = timedelta(hours=1), timedelta(days=30)
OWES = {
    "key": "owes",
    "question": {"id": "Apakah menunggak?", "en": "Is money owed?"},
    "source": "unpaid-bill",
    "discloses": "yes-no",
    "asked_by": ["disdukcapil"],
}
CHECKS: dict[str, dict[str, Any]] = {
    "population": {"ask": "population"},
    "register": {
        "ask": "register",
        "register": "izin-berbayar/owes",
        "expects": False,
        "purpose": {"id": "Memastikan tidak ada tunggakan.", "en": "To know that nothing is owed."},
    },
}


def begin(story: Story, ago: timedelta) -> None:
    """The worker's clock is the real one: the story began that long ago."""
    story.now = really_now() - ago


def at_the_bank(outside: Outside, number: str) -> list[tuple[str, int]]:
    """Code and amount of every bill that the bank has for an application, by the beginning of its number."""
    books = [json.loads(file.read_bytes()) for file in (outside.server.folder / "bills").glob("*.json")]
    return [(book["code"], book["amount"]) for book in books if book["number"].startswith(number)]


async def history(application: UUID) -> list[tuple[str, str | None]]:
    rows = await Event.filter(application_id=application).order_by("sequence")
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    return [(row.kind, row.step) for row in rows]


async def texts(story: Story, application: UUID) -> list[str]:
    """What everybody was told, without repetition to the same person; all that goes by SMS has gone."""
    rows = await Message.filter(application_id=application).order_by("created_at", "id")
    told = [(row.account_id, story.regency.vault.open(row.text_sealed, "message")) for row in rows]
    assert [one for one, times in Counter(told).items() if times > 1] == []
    assert all(row.sent_at for row in rows if row.phone_sealed)
    return [text for _, text in told]


async def questions(outside: Outside) -> int:
    """How often the population registry or a register was asked."""
    return outside.asked("population") + await RegisterQuestion.all().count()


async def promised() -> Counter[str]:
    """How often each job was promised."""
    return Counter(entry.job for entry in await OutboxEntry.all())


@pytest.mark.parametrize(
    "moment", [Moment.ASKING, Moment.ANSWERED, Moment.BEFORE_COMMIT, Moment.AFTER_COMMIT]
)
async def test_a_bill_whose_opening_was_cut_short_is_opened_once(
    story: Story, deaths: Deaths, outside: Outside, moment: Moment
) -> None:
    begin(story, AN_HOUR)
    application, committed = await owing(story), moment is Moment.AFTER_COMMIT
    await deaths.at(moment, deed("work", story))
    left, asked = await Bill.get(), outside.asked("payment")
    assert (left.code is not None) is committed
    assert len(at_the_bank(outside, left.number)) == (0 if moment is Moment.ASKING else 1)
    assert (await OutboxEntry.get(job="open_bill")).done_at is None

    await deaths.all_is_done()
    bill = await Bill.get()
    number = (await Application.get(id=application)).number
    assert bill.number == left.number == f"{number}-T1"
    assert at_the_bank(outside, number) == [(bill.code, bill.amount)]
    assert (outside.asked("payment") == asked) is committed, "what was written down is not asked again"
    assert await history(application) == [("submitted", None), ("decided", "tax")]
    assert ["Rp250.000" in text for text in await texts(story, application)] == [False, True]
    assert await promised() == {"open_bill": 1, "deliver_message": 2}


@pytest.mark.parametrize(
    ("ask", "moment"),
    [
        ("population", Moment.ANSWERED),
        ("population", Moment.BEFORE_COMMIT),
        ("population", Moment.AFTER_COMMIT),
        ("register", Moment.BEFORE_COMMIT),
    ],
)
async def test_a_check_whose_answer_was_lost_is_written_down_once(
    story: Story, deaths: Deaths, outside: Outside, ask: str, moment: Moment
) -> None:
    begin(story, AN_HOUR)
    await publish(SERVICE | {"registers": [OWES]}, at=story.at())
    check = step("check", "check", "disdukcapil", check=CHECKS[ask], sees_identity=True)
    sent = await submit(story, made_up(check, *decided_and_signed("check")))
    await deaths.at(moment, deed("work", story))
    committed = moment is Moment.AFTER_COMMIT
    assert (await story.task(sent.id, "check")).state == ("DONE" if committed else "OPEN")
    assert (await OutboxEntry.get(job="run_check")).done_at is None
    asked = await questions(outside)

    await deaths.all_is_done()
    task = await story.task(sent.id, "check")
    assert (task.state, task.outcome, task.lane) == ("DONE", "match", "robot")
    assert await history(sent.id) == [("submitted", None), ("checked", "check")]
    assert (await story.task(sent.id, "decision")).state == "OPEN"
    assert len(await texts(story, sent.id)) == 1
    assert await promised() == {"run_check": 1, "deliver_message": 1}
    assert (await questions(outside) == asked) is committed, "what was written down is not asked again"


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """Where the site is; whoever knocks while nobody is in waits for the next one."""
    [held] = listen(0, LOOPBACK)
    with held:
        yield held


@pytest.mark.parametrize("moment", [Moment.BEFORE_COMMIT, Moment.AFTER_COMMIT])
async def test_a_payment_whose_notice_was_cut_short_counts_once_and_the_file_goes_on(
    story: Story, deaths: Deaths, outside: Outside, door: socket.socket, moment: Moment
) -> None:
    begin(story, AN_HOUR)
    application = await owing(story)
    await story.decide(application, "decision", "dpmptsp")
    bill = await issue_bill(story, application)
    outside.trouble(site=f"http://{LOOPBACK}:{door.getsockname()[1]}")
    async with httpx2.AsyncClient(trust_env=False, timeout=60) as browser, asyncio.TaskGroup() as group:
        group.create_task(deaths.at(moment, deed("serve", story, door=door.fileno())))
        await pay(outside, browser, bill)
    written = 1 if moment is Moment.AFTER_COMMIT else 0
    assert await PaymentNotice.all().count() == await Event.filter(kind="paid").count() == written

    async with httpx2.AsyncClient(trust_env=False, timeout=60) as browser:
        with deaths.nobody_dies(door):
            for _ in range(2):
                await pay(outside, browser, bill)
    await deaths.all_is_done()
    assert (await PaymentNotice.get()).result == "paid"
    assert await money_astray() == []
    [paid] = await bills(story, application)
    assert (paid.number, paid.state, paid.code) == (bill.number, "PAID", bill.code)
    told = await history(application)
    assert told == [("submitted", None), ("decided", "tax"), ("decided", "decision"), ("paid", "payment")]
    assert (await story.task(application, "signature")).state == "OPEN"
    assert await PreparedDocument.all().count() == 1
    receipts = [text for text in await texts(story, application) if "sudah diterima" in text]
    assert len(receipts) == 1
    assert await promised() == {"open_bill": 1, "deliver_message": 3, "prepare_permit": 1}


async def pay(outside: Outside, browser: httpx2.AsyncClient, bill: BillRow) -> None:
    """Once somebody is in at the regency, press the bank's button: it pays, or sends the same notice again."""
    await browser.get(f"{outside.site}/health/live")
    answer = await browser.post(bill.url or "", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("moment", [Moment.BEFORE_COMMIT, Moment.AFTER_COMMIT])
async def test_what_time_brought_when_the_worker_died_is_told_once(
    story: Story, deaths: Deaths, moment: Moment
) -> None:
    begin(story, A_MONTH)
    both = [await owing(story) for _ in range(2)]
    for application in both:
        await issue_bill(story, application)
    await deaths.it_is_time()
    await deaths.at(moment, deed("work", story))
    woken = 1 if moment is Moment.AFTER_COMMIT else 0
    assert await Event.filter(kind="reminded").count() == woken
    assert await Event.filter(kind="escalated").count() == 3 * woken
    assert len(await applications_to_wake(at=really_now())) == 2 - woken

    for _ in range(2):
        await deaths.it_is_time()
    await deaths.all_is_done()
    for application in both:
        assert Counter(await history(application)) == {
            ("submitted", None): 1,
            ("decided", "tax"): 1,
            ("reminded", "payment"): 1,
            ("escalated", "decision"): 3,
        }
        alerts = await Event.filter(application_id=application, kind="escalated").order_by("sequence")
        assert [event.data["level"] for event in alerts] == [50, 80, 100]
        told = await texts(story, application)
        assert sum("menunggu pembayaran" in text for text in told) == 1
        levels = [text.split(":")[0] for text in told if ": decision untuk " in text]
        assert Counter(levels) == {
            "Setengah waktu sudah lewat": 3,
            "Hampir lewat batas (80 %)": 1,
            "Lewat batas waktu": 1,
        }, "three officers, their head and the Sekda"
    assert await promised() == {"open_bill": 2, "deliver_message": 6}
