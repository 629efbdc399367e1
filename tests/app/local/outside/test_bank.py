"""The practice bank: a page, a button, and the notice that goes to the regency."""

import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest

from app.local.outside.server import OutsideServer
from integrations.payments import Bank
from models.kit.ports import PaymentInstruction, PaymentNoticeRead, PaymentOrder
from tests.outside import Outside
from tests.real_clock import really_now

ORDER = PaymentOrder("TAG-2026-000777", 1_250_000, "Pajak <reklame>", datetime(2026, 12, 4, 9, tzinfo=UTC))


@dataclass
class Counter:
    """A regency that takes notices of payment over HTTP and reads them as ours does."""

    bank: Bank
    status: int = 204
    heard: list[tuple[str, PaymentNoticeRead]] = field(default_factory=list)


@pytest.fixture
def counter(outside: Outside) -> Iterator[Counter]:
    counter = Counter(Bank("lokal", outside.url, outside.keys.payment, really_now))

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            counter.heard.append((self.path, counter.bank.read_notice(dict(self.headers), body)))
            self.send_response(counter.status)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        outside.trouble(site=f"http://127.0.0.1:{server.server_port}")
        yield counter
        server.shutdown()
        thread.join()


@pytest.fixture
async def browser(outside: Outside) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(follow_redirects=True, trust_env=False) as browser:
        yield browser


async def bill(bank: Bank, number: str) -> str:
    opened = await bank.open(PaymentOrder(number, ORDER.amount, ORDER.text, ORDER.due_at))
    assert opened.url is not None
    return opened.url


async def test_the_page_says_what_is_paid_and_that_it_is_practice(
    counter: Counter, browser: httpx2.AsyncClient
) -> None:
    page = await browser.get(await bill(counter.bank, "TAG-1"))
    for words in ("Latihan.", "Rp1.250.000", "Pajak &lt;reklame&gt;", "TAG-1", "4 Desember 2026, 16.00 WIB"):
        assert words in page.text
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert "style-src 'self'" in page.headers["content-security-policy"]
    assert len(page.content) + len((await browser.get(page.url.join("/bank.css"))).content) < 8_000


async def test_pressing_the_button_tells_the_regency(counter: Counter, browser: httpx2.AsyncClient) -> None:
    page = await browser.post(await bill(counter.bank, "TAG-2"))
    assert "Kabupaten sudah menerima kabar" in page.text
    [(path, notice)] = counter.heard
    assert path == "/pembayaran/lokal"
    assert (notice.bill, notice.amount) == ("TAG-2", 1_250_000)
    assert notice.reference in page.text


async def test_pressing_it_again_sends_the_same_notice(counter: Counter, browser: httpx2.AsyncClient) -> None:
    url = await bill(counter.bank, "TAG-3")
    for _ in range(3):
        await browser.post(url)
    first, *others = [notice for _, notice in counter.heard]
    assert others == [first, first]


async def test_a_regency_that_refuses_is_told_of(counter: Counter, browser: httpx2.AsyncClient) -> None:
    counter.status = 422
    page = await browser.post(await bill(counter.bank, "TAG-4"))
    assert "menolak kabarnya (HTTP 422)" in page.text


async def test_a_regency_that_was_down_hears_of_it_at_the_next_press(
    counter: Counter, outside: Outside, browser: httpx2.AsyncClient
) -> None:
    url = await bill(counter.bank, "TAG-5")
    up = outside.site
    outside.trouble(site="http://127.0.0.1:1")
    assert "Kabupaten belum menjawab" in (await browser.post(url)).text
    outside.trouble(site=up)
    assert "Kabupaten sudah menerima kabar" in (await browser.post(url)).text
    assert [notice.bill for _, notice in counter.heard] == ["TAG-5"]


async def test_an_unknown_code_is_a_page_too(outside: Outside, browser: httpx2.AsyncClient) -> None:
    for code in ("8808123", "..%2f..%2fpayment"):
        page = await browser.post(f"{outside.url}/bayar/{code}")
        assert page.status_code == 404
    assert "tidak ditemukan" in (await browser.get(f"{outside.url}/bayar/8808123")).text


async def test_another_site_cannot_press_the_button(counter: Counter, browser: httpx2.AsyncClient) -> None:
    page = await browser.post(await bill(counter.bank, "TAG-6"), headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 404
    assert counter.heard == []


async def test_bills_and_notices_outlive_a_restart(tmp_path: Path, browser: httpx2.AsyncClient) -> None:
    async def opened_and_paid(server: OutsideServer) -> tuple[PaymentInstruction, str]:
        server.prepare()
        server.start()
        server.wait_until_ready()
        instruction = await Bank("lokal", server.url, Outside(server).keys.payment, really_now).open(ORDER)
        page = await browser.post(str(instruction.url))
        server.stop()
        return instruction, page.text

    first = await opened_and_paid(OutsideServer(tmp_path, site="http://127.0.0.1:1"))
    assert await opened_and_paid(OutsideServer(tmp_path, site="http://127.0.0.1:1")) == first
