"""`kabupaten stats once-only`, as it is run."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from app.cli import main
from tests.story import Story
from tests.wallet import FUEL, ask_for_fuel, entry, fresh, sent_back, statement_issued


@pytest.mark.monday
async def test_it_tells_the_share_that_nobody_had_to_give_again(
    told: Callable[[], AbstractAsyncContextManager[Story]], capsys: pytest.CaptureFixture[str]
) -> None:
    async with told() as story:
        await statement_issued(story)
        await ask_for_fuel(story, *await fresh(story, "equipment-photo", "nib"))

    assert await asyncio.to_thread(main, ["stats", "once-only"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "rekomendasi-bbm: 1 permohonan, isian 0 dari 14 (0 %), dokumen 1 dari 3 (33 %) tidak perlu diberikan lagi",
        "surat-keterangan-usaha: 1 permohonan, isian 0 dari 7 (0 %), dokumen 0 dari 1 (0 %) tidak perlu diberikan lagi",
        "semua layanan: 2 permohonan, isian 0 dari 21 (0 %), dokumen 1 dari 4 (25 %) tidak perlu diberikan lagi",
    ]

    assert await asyncio.to_thread(main, ["stats", "once-only", "--json", "--since", "2026-11-23"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["service"] for row in rows] == [FUEL, "surat-keterangan-usaha", None]
    assert rows[0]["documents_share"] == 1 / 3

    assert await asyncio.to_thread(main, ["stats", "once-only", "--since", "2026-11-24"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "semua layanan: 0 permohonan, isian 0 dari 0, dokumen 0 dari 0 tidak perlu diberikan lagi"
    ]


async def test_a_document_that_cured_a_finding_counts_and_the_correction_is_no_application(
    told: Callable[[], AbstractAsyncContextManager[Story]], capsys: pytest.CaptureFixture[str]
) -> None:
    async with told() as story:
        await statement_issued(story)
        photo = (await entry(story, "business-photo")).document.id
        await story.correct((await sent_back(story)).id, {}, ("business-photo", photo))

    assert await asyncio.to_thread(main, ["stats", "once-only"]) == 0
    whole = capsys.readouterr().out.splitlines()[-1]
    assert whole.startswith("semua layanan: 2 permohonan")
    assert "dokumen 1 dari 3 (33 %)" in whole


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["stats", "once-only", "--since", "kemarin"])
    assert "--since" in capsys.readouterr().err
