"""When a service outside is asked again, and when nobody is asked."""

import asyncio
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.local.outside.server import OutsideServer
from integrations.absent import NoPayments, NoRegistry
from integrations.calling import NoAnswer, Nonsense, Patience, Service
from integrations.tax import PATH, TaxOffice
from models.kit.ports import ForgedNotice, PopulationQuestion, RegistryUnavailable, TaxAnswer
from tests.outside import Outside

TIRED_AFTER_TWO = Patience(attempt=1.5, total=4.0, tries=1, failures=2, rest=0.5)


@pytest.fixture
def tax(outside: Outside) -> TaxOffice:
    return TaxOffice(outside.url, outside.keys.tax, patience=TIRED_AFTER_TWO)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[OutsideServer]:
    """An outside that may be killed."""
    server = OutsideServer(tmp_path / "var", site="http://127.0.0.1:1")
    server.prepare()
    server.start()
    server.wait_until_ready()
    yield server
    server.stop()


def wait_until_asked(outside: Outside) -> None:
    while outside.asked("tax") == 0:
        time.sleep(0.02)


async def ask_in_vain(tax: TaxOffice, times: int) -> None:
    for _ in range(times):
        with pytest.raises(RegistryUnavailable):
            await tax.clearance(npwpd="P.2.0001")


async def test_after_some_failures_nobody_is_asked_for_a_while(tax: TaxOffice, outside: Outside) -> None:
    before = outside.asked("tax")
    outside.trouble(tax="down:503")
    await ask_in_vain(tax, 5)
    assert outside.asked("tax") == before + 2


async def test_after_the_rest_it_is_asked_again_and_stays_in_use(tax: TaxOffice, outside: Outside) -> None:
    outside.trouble(tax="down:503")
    await ask_in_vain(tax, 3)
    outside.trouble(tax="ok")
    await asyncio.sleep(0.6)
    before = outside.asked("tax")
    answers = [await tax.clearance(npwpd="P.2.0001") for _ in range(3)]
    assert answers == [TaxAnswer(known=True)] * 3
    assert outside.asked("tax") == before + 3


async def test_a_failure_after_the_rest_means_another_rest(tax: TaxOffice, outside: Outside) -> None:
    outside.trouble(tax="down:503")
    await ask_in_vain(tax, 3)
    await asyncio.sleep(0.6)
    before = outside.asked("tax")
    await ask_in_vain(tax, 4)
    assert outside.asked("tax") == before + 1


async def test_nonsense_tires_as_an_outage_does(tax: TaxOffice, outside: Outside) -> None:
    before = outside.asked("tax")
    outside.trouble(tax="garbage:wrong-types")
    await ask_in_vain(tax, 4)
    assert outside.asked("tax") == before + 2


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ("garbage:huge", "too large"),
        ("garbage:packed", "packed although nobody asked for it"),
        ("garbage:redirect", "HTTP 307"),
        ("garbage:deep", "not JSON"),
        ("garbage:binary", "not JSON"),
        ("garbage:list", "neither clear nor in arrears"),
        ("down:503", "HTTP 503"),
        ("down:cut", "RemoteProtocolError|ReadError"),
        ("down:reset", "RemoteProtocolError|ReadError"),
    ],
)
async def test_the_reason_is_told_in_our_words(
    tax: TaxOffice, outside: Outside, trouble: str, reason: str
) -> None:
    outside.trouble(tax=trouble)
    with pytest.raises(RegistryUnavailable) as told:
        await tax.clearance(npwpd="P.2.0001")
    assert re.fullmatch(reason, str(told.value))


async def test_one_tired_service_does_not_silence_another(tax: TaxOffice, outside: Outside) -> None:
    outside.trouble(tax="down:503", times=2)
    await ask_in_vain(tax, 3)
    other = TaxOffice(outside.url, outside.keys.tax, patience=TIRED_AFTER_TWO)
    assert (await other.clearance(npwpd="P.2.0001")).clear


async def test_a_server_that_is_killed_over_the_question_has_not_answered(own_server: OutsideServer) -> None:
    outside = Outside(own_server)
    outside.trouble(tax="slow", delay=30)
    tax = TaxOffice(
        own_server.url, Outside(own_server).keys.tax, patience=Patience(attempt=20, total=20, tries=1)
    )
    question = asyncio.create_task(tax.clearance(npwpd="P.2.0001"))
    await asyncio.to_thread(wait_until_asked, outside)
    os.kill(int(own_server.mark.read_text().split()[0]), signal.SIGKILL)
    with pytest.raises(RegistryUnavailable):
        await asyncio.wait_for(question, 10)


async def test_where_nobody_listens_nobody_answers(own_server: OutsideServer) -> None:
    own_server.stop()
    tax = TaxOffice(own_server.url, Outside(own_server).keys.tax, patience=Patience(pause=0.01))
    with pytest.raises(RegistryUnavailable):
        await tax.clearance(npwpd="P.2.0001")


async def test_what_the_breaker_remembers_holds_nothing_of_the_question(outside: Outside) -> None:
    service = Service("tax", outside.url, patience=TIRED_AFTER_TWO)

    def refuse(answer: Any) -> None:
        raise Nonsense("refused")

    outside.trouble(tax="garbage:list")
    with pytest.raises(NoAnswer):
        await service.ask(PATH, {"NIK": "9908014107840001"}, refuse)
    failure = service._breaker.last_failure
    assert (failure.__traceback__, failure.__context__) == (None, None)


async def test_where_nothing_is_connected_an_officer_looks() -> None:
    with pytest.raises(RegistryUnavailable):
        await NoRegistry().verify(PopulationQuestion("9908014107840001", "Tini Contoh"))
    with pytest.raises(RegistryUnavailable):
        await NoRegistry().clearance(nik="9908014107840001")
    with pytest.raises(ForgedNotice):
        NoPayments().read_notice({}, b"{}")
