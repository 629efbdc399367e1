"""What the first visit costs on a slow and dear connection, and whom it bothers."""

from collections import Counter
from typing import Any

import pytest
from playwright.async_api import CDPSession

from tests.browser.conftest import Street
from tests.browser.people import Passerby

pytestmark = pytest.mark.browser
MOST = 30_000
"""Bytes over the wire, headers and all, with nothing in the cache."""


class Meter:
    """What came over the wire, by address."""

    def __init__(self) -> None:
        self.addresses: dict[str, str] = {}
        self.bytes: Counter[str] = Counter()

    async def watch(self, line: CDPSession) -> None:
        """Count from now on."""
        line.on("Network.responseReceived", self._began)
        line.on("Network.loadingFinished", self._ended)
        await line.send("Network.enable")

    def _began(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["response"]["url"]

    def _ended(self, event: dict[str, Any]) -> None:
        self.bytes[self.addresses.get(event["requestId"], "?")] += int(event["encodedDataLength"])


@pytest.mark.parametrize("path", ["/", "/layanan/izin-reklame", "/lacak", "/masuk"])
async def test_a_first_visit_is_light_and_asks_nobody_else(street: Street, path: str) -> None:
    visitor, meter = await street.new(Passerby), Meter()
    await meter.watch(await visitor.context.new_cdp_session(visitor.page))
    assert await visitor.open(path) == 200
    await visitor.page.wait_for_load_state("networkidle")
    assert f"{visitor.site.url}{path}" in meter.bytes
    assert sum(meter.bytes.values()) <= MOST, meter.bytes
