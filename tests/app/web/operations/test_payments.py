"""What a bank sends to the callback: believed for its signature, and for nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
import uvicorn
from standardwebhooks import Webhook
from starlette.applications import Starlette

from models.applications.tables import Event
from models.billing import tables
from models.billing.queries import BillRow
from tests.clock import BEGINS
from tests.models.billing.till import bills, issue_bill, owing
from tests.outside import Outside
from tests.story import Story
from tests.visitor import Visitor

CALLBACK = "/pembayaran/lokal"


def signed(
    outside: Outside,
    data: object,
    *,
    id: str = "pay_1",
    at: datetime | None = None,
    kind: str = "payment.paid",
) -> tuple[str, dict[str, str]]:
    """A body and its headers, as the bank makes them."""
    at = at or BEGINS
    body = json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data})
    signature = Webhook(outside.keys.payment.webhook_secret).sign(id, at, body)
    stamps = {"webhook-id": id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}
    return body, {"content-type": "application/json", **stamps}


def payment(bill: BillRow, **other: Any) -> dict[str, Any]:
    """What the bank says of a payment."""
    told = {"bill": bill.number, "amount": bill.amount, "reference": "LATIHAN-1"}
    return told | {"paid_at": (BEGINS + timedelta(days=1)).isoformat()} | other


@pytest.fixture
async def bill(story: Story, outside: Outside) -> BillRow:
    """A bill that can be paid."""
    return await issue_bill(story, await owing(story))


async def send(visitor: Visitor, body: str, headers: dict[str, str]) -> httpx2.Response:
    return await visitor.client.post(CALLBACK, content=body, headers=headers)


async def test_a_signed_notice_pays_and_the_same_again_is_answered_the_same(
    visitor: Visitor, story: Story, outside: Outside, bill: BillRow
) -> None:
    answers = [await send(visitor, *signed(outside, payment(bill))) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json() for answer in answers] == [{"result": "paid"}] * 2
    assert "set-cookie" not in answers[0].headers
    assert await Event.filter(application_id=bill.application_id, kind="paid").count() == 1
    assert (await story.task(bill.application_id, "payment")).state == "DONE"


async def test_two_callbacks_at_the_same_instant_leave_one_payment(
    visitor: Visitor, outside: Outside, bill: BillRow
) -> None:
    notices = [signed(outside, payment(bill), id=id) for id in ("pay_1", "pay_1", "pay_2")]
    answers = await asyncio.gather(*(send(visitor, *one) for one in notices))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert await Event.filter(application_id=bill.application_id, kind="paid").count() == 1
    assert await tables.PaymentNotice.all().count() == 2


@pytest.mark.parametrize("forgery", ["none", "other-secret", "other-body", "too-old", "other-id"])
async def test_what_the_bank_has_not_signed_now_learns_and_changes_nothing(
    visitor: Visitor, outside: Outside, bill: BillRow, forgery: str
) -> None:
    old = BEGINS - timedelta(minutes=10)
    body, headers = signed(outside, payment(bill), at=old if forgery == "too-old" else None)
    match forgery:
        case "none":
            headers = {"content-type": "application/json"}
        case "other-secret":
            webhook = Webhook("whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY")
            headers["webhook-signature"] = webhook.sign("pay_1", BEGINS, body)
        case "other-body":
            body = body.replace("250000", "1")
        case "other-id":
            headers["webhook-id"] = "pay_2"
    answer = await send(visitor, body, headers)
    assert (answer.status_code, answer.content) == (401, b"")
    assert await tables.PaymentNotice.all().count() == 0


async def test_another_amount_is_taken_note_of_with_a_yes_to_the_bank(
    visitor: Visitor, outside: Outside, bill: BillRow
) -> None:
    answer = await send(visitor, *signed(outside, payment(bill, amount=1)))
    assert (answer.status_code, answer.json()) == (200, {"result": "wrong-amount"})
    assert await Event.filter(application_id=bill.application_id, kind="paid").count() == 0


async def test_signed_nonsense_is_a_bad_request(visitor: Visitor, outside: Outside, bill: BillRow) -> None:
    wrong: tuple[object, ...] = (
        [],
        payment(bill, amount="many"),
        payment(bill, note="\0"),
        payment(bill, paid_at="2026-11-24"),
    )
    for data in wrong:
        answer = await send(visitor, *signed(outside, data))
        assert (answer.status_code, answer.json()) == (400, {"result": "unreadable"})
    assert await tables.PaymentNotice.all().count() == 0


async def test_a_body_that_does_not_end_is_not_read(
    visitor: Visitor, outside: Outside, bill: BillRow
) -> None:
    answer = await send(visitor, *signed(outside, payment(bill, note="x" * 70_000)))
    assert answer.status_code == 413


async def test_only_the_channel_that_there_is_has_a_callback(
    visitor: Visitor, outside: Outside, bill: BillRow
) -> None:
    body, headers = signed(outside, payment(bill))
    assert (await visitor.client.post("/pembayaran/lain", content=body, headers=headers)).status_code == 404
    assert (await visitor.client.get(CALLBACK)).status_code == 405


@pytest.fixture
async def address(site: Starlette) -> AsyncIterator[str]:
    """The site on a port of its own, so that the bank's process can reach it."""
    server = uvicorn.Server(uvicorn.Config(site, port=0, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by a flag only
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.mark.real
async def test_paid_on_the_banks_own_page_the_file_goes_on(
    address: str, story: Story, outside: Outside, bill: BillRow
) -> None:
    outside.trouble(site=address)
    async with httpx2.AsyncClient(trust_env=False) as browser:
        for _ in range(2):
            answer = await browser.post(bill.url or "", headers={"Sec-Fetch-Site": "same-origin"})
            assert answer.status_code == 303
        page = await browser.get(bill.url or "")
    assert page.status_code == 200
    [paid] = await bills(story, bill.application_id)
    assert paid.state == "PAID"
    assert (await story.task(bill.application_id, "payment")).state == "DONE"
    assert await tables.PaymentNotice.all().count() == 1
