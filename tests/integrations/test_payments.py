"""Making a bill payable, and knowing a true notice of payment from a forged one."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from app.local.outside.trouble import GARBAGE
from integrations.calling import Nonsense, Patience
from integrations.payments import Bank, PaymentCredentials
from models.kit.ports import ForgedNotice, PaymentOrder, PaymentUnavailable, UnreadableNotice
from tests.clock import BEGINS
from tests.outside import Outside

DUE = datetime(2026, 12, 4, 9, tzinfo=UTC)
ORDER = PaymentOrder("TAG-2026-000001", 250_000, "Pajak reklame, Warung Sederhana", DUE)
PAID: dict[str, Any] = {
    "bill": "TAG-2026-000001",
    "amount": 250_000,
    "reference": "LATIHAN-1",
    "paid_at": "2026-11-24T03:00:00+00:00",
}
BRIEF = Patience(attempt=1.5, total=4.0, pause=0.01)


@pytest.fixture
def bank(outside: Outside) -> Bank:
    return Bank("lokal", outside.url, outside.keys.payment, lambda: BEGINS, patience=BRIEF)


def signed(
    outside: Outside, content: object, *, at: datetime | None = None, notice: str = "pay_1"
) -> tuple[dict[str, str], bytes]:
    at = at or BEGINS
    body = content if isinstance(content, str) else json.dumps(content)
    signature = Webhook(outside.keys.payment.webhook_secret).sign(notice, at, body)
    headers = {
        "webhook-id": notice,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }
    return headers, body.encode()


def paid(**other: object) -> dict[str, object]:
    return {"type": "payment.paid", "timestamp": "2026-11-24T03:00:00Z", "data": PAID | other}


async def test_a_bill_gets_one_code_and_one_page(bank: Bank, outside: Outside) -> None:
    first = await bank.open(ORDER)
    assert await bank.open(ORDER) == first
    assert first.code.startswith("8808")
    assert first.url == f"{outside.url}/bayar/{first.code}"


async def test_the_same_number_with_another_amount_is_not_taken(bank: Bank) -> None:
    await bank.open(ORDER)
    with pytest.raises(PaymentUnavailable):
        await bank.open(PaymentOrder(ORDER.number, 1, ORDER.text, DUE))


@pytest.mark.parametrize("trouble", ["down:503", *(f"garbage:{kind}" for kind in GARBAGE)])
async def test_a_bank_that_does_not_answer_has_not_taken_the_bill(
    bank: Bank, outside: Outside, trouble: str
) -> None:
    outside.trouble(payment=trouble)
    with pytest.raises(PaymentUnavailable):
        await bank.open(ORDER)


@pytest.mark.parametrize(
    ("other", "fits"),
    [
        ({}, True),
        ({"url": "https://pay.example/1"}, True),
        ({"url": "http://pay.example/1"}, False),
        ({"url": "javascript:alert(1)"}, False),
        ({"url": "https://pay.example/" + "x" * 500}, False),
        ({"url": "https://["}, False),
        ({"url": 5}, False),
        ({"kode": "88 08"}, False),
        ({"kode": "8" * 61}, False),
        ({"kode": ""}, False),
        ({"nomor": "TAG-2026-000002"}, False),
        ({"jumlah": 250_001}, False),
    ],
)
def test_only_a_code_and_a_page_that_fit_are_shown(bank: Bank, other: dict[str, object], fits: bool) -> None:
    answer = {"nomor": ORDER.number, "jumlah": ORDER.amount, "kode": "8808", "url": None} | other
    if fits:
        assert bank._instruction(answer, ORDER).code == "8808"
    else:
        with pytest.raises(Nonsense):
            bank._instruction(answer, ORDER)


def test_a_signed_notice_is_read(bank: Bank, outside: Outside) -> None:
    notice = bank.read_notice(*signed(outside, paid()))
    assert (notice.id, notice.bill, notice.amount, notice.reference) == (
        "pay_1",
        "TAG-2026-000001",
        250_000,
        "LATIHAN-1",
    )
    assert notice.paid_at == datetime(2026, 11, 24, 3, tzinfo=UTC)


def test_names_of_headers_may_be_written_as_they_like(bank: Bank, outside: Outside) -> None:
    headers, body = signed(outside, paid())
    assert bank.read_notice({name.title(): value for name, value in headers.items()}, body).id == "pay_1"


@pytest.mark.parametrize("change", ["webhook-id", "webhook-timestamp", "webhook-signature"])
@pytest.mark.parametrize("value", [None, "", "pay_2", "v1,AAAA", "v1,ä", "v1", "v1,a,b", "1e400", "nan"])
def test_a_forged_header_is_refused(bank: Bank, outside: Outside, change: str, value: str | None) -> None:
    headers, body = signed(outside, paid())
    forged = (
        headers | {change: value} if value is not None else {k: v for k, v in headers.items() if k != change}
    )
    with pytest.raises(ForgedNotice):
        bank.read_notice(forged, body)


def test_another_amount_under_the_same_signature_is_refused(bank: Bank, outside: Outside) -> None:
    headers, body = signed(outside, paid())
    with pytest.raises(ForgedNotice):
        bank.read_notice(headers, body.replace(b"250000", b"250001"))


def test_what_somebody_else_signed_is_refused(outside: Outside) -> None:
    theirs = PaymentCredentials("token", "whsec_c2VzZW9yYW5nIGxhaW4sIGJ1a2FuIGJhbmsgaW5p")
    other = Bank("lokal", outside.url, theirs, lambda: BEGINS)
    with pytest.raises(ForgedNotice):
        other.read_notice(*signed(outside, paid()))


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(days=3), timedelta(minutes=-6)])
def test_an_old_notice_does_not_come_back(bank: Bank, outside: Outside, age: timedelta) -> None:
    with pytest.raises(ForgedNotice):
        bank.read_notice(*signed(outside, paid(), at=BEGINS - age))


def test_a_body_that_is_no_text_is_refused(bank: Bank, outside: Outside) -> None:
    headers, _ = signed(outside, paid())
    with pytest.raises(ForgedNotice):
        bank.read_notice(headers, b"\xff\xfe")


@pytest.mark.parametrize(
    "content",
    [
        "<html>",
        "[" * 5_000,
        [],
        {"type": "payment.paid"},
        paid() | {"type": "payment.refunded"},
        paid(amount=0),
        paid(amount=-1),
        paid(amount=True),
        paid(amount="250000"),
        paid(amount=2.5),
        paid(bill=""),
        paid(bill="x" * 41),
        paid(reference=None),
        paid(reference="x" * 101),
        paid(paid_at="yesterday"),
        paid(paid_at=20261124),
        paid(paid_at="2026-11-24T03:00:00"),
    ],
    ids=str,
)
def test_signed_nonsense_is_told_apart_from_forgery(bank: Bank, outside: Outside, content: object) -> None:
    with pytest.raises(UnreadableNotice):
        bank.read_notice(*signed(outside, content))


def test_secrets_do_not_show(bank: Bank, outside: Outside) -> None:
    keys = outside.keys.payment
    shown = repr(bank) + repr(keys) + repr(bank.read_notice(*signed(outside, paid())))
    assert keys.token not in shown
    assert keys.webhook_secret not in shown
