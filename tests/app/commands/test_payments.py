"""`kabupaten payments`, as it is run."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from app.cli import main
from tests.models.billing.till import issue_bill, notice, owing, tell
from tests.story import Story


@pytest.mark.usefixtures("outside")
async def test_it_lists_all_money_that_paid_nothing_and_why(
    told: Callable[[], AbstractAsyncContextManager[Story]], capsys: pytest.CaptureFixture[str]
) -> None:
    async with told() as story:
        bill = (await issue_bill(story, await owing(story))).number
        sent = [("TAG-1", 5_000, "a"), (bill, 1, "b"), (bill, 250_000, "c"), (bill, 250_000, "d")]
        for number, amount, id in sent:
            await tell(story, notice(number, amount, id, payer="Tini Contoh"))

    assert await asyncio.to_thread(main, ["payments", "astray"]) == 0
    printed = capsys.readouterr().out
    assert [line.split(" ", 2)[2] for line in printed.splitlines()] == [
        "lokal a: Rp5.000 untuk TAG-1, tagihannya tidak dikenal",
        f"lokal b: Rp1 untuk {bill}, jumlahnya lain dengan tagihan",
        f"lokal d: Rp250.000 untuk {bill}, tagihannya sudah lunas",
    ]
    assert await asyncio.to_thread(main, ["payments", "astray", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["result"] for row in rows] == ["unknown", "wrong-amount", "twice"]
    assert "Tini" not in printed + str(rows)


@pytest.mark.usefixtures("outside")
async def test_what_is_to_be_given_back_is_listed_and_recorded_as_given_back(
    told: Callable[[], AbstractAsyncContextManager[Story]], capsys: pytest.CaptureFixture[str]
) -> None:
    async with told() as story:
        id = await owing(story)
        bill = (await issue_bill(story, id)).number
        await tell(story, notice(bill, id="a"))
        await story.withdraw(id)
        await tell(story, notice("TAG-1", 5_000, "b"))

    assert await asyncio.to_thread(main, ["payments", "refunds"]) == 0
    assert [line.split(" ", 2)[2] for line in capsys.readouterr().out.splitlines()] == [
        f"lokal a: Rp250.000 untuk {bill}, permohonannya dibatalkan",
        "lokal b: Rp5.000 untuk TAG-1, tagihannya tidak dikenal",
    ]
    done = ["payments", "give-back", "a", "--transfer", "TRF-7", "--date", story.now.date().isoformat()]
    assert await asyncio.to_thread(main, [*done, "--by", "Bendahara"]) == 0
    assert await asyncio.to_thread(main, [*done, "--by", "Bendahara"]) != 0, "nothing is left to give back"
    capsys.readouterr()
    assert await asyncio.to_thread(main, ["payments", "refunds", "--given", "--json"]) == 0
    [row] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["amount"], row["transfer"], row["recorder"], row["reason"]) == (
        250_000,
        "TRF-7",
        "Bendahara",
        "withdrawn",
    )
    assert await asyncio.to_thread(main, ["payments", "refunds"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
