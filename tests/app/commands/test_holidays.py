"""`kabupaten holidays`, as it is run."""

import asyncio
import logging
from collections.abc import Iterator

import pytest
import structlog

from app.cli import main
from models.kit.regency import Regency
from tests.clock import TODAY


@pytest.fixture
def _logs_as_they_were() -> Iterator[None]:
    """A command sets up the logs of its process, which here is the test run's."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    logging.basicConfig(level=level, handlers=handlers, force=True)
    structlog.reset_defaults()


@pytest.mark.usefixtures("_logs_as_they_were")
async def test_a_day_is_added_listed_and_removed_again(
    database_url: str, regency: Regency, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    year = TODAY.year + 1
    day, by = f"{year}-07-13", ["--source", "SK Bupati 188", "--by", "Bagian Organisasi"]

    async def run(*words: str) -> tuple[int, list[str], str]:
        code = await asyncio.to_thread(main, ["holidays", *words], clock=regency.clock)
        told = capsys.readouterr()
        return code, told.out.splitlines(), told.err

    assert (await run("add", day, "Hari jadi", *by))[0] == 0
    assert f"{day}  Hari jadi  [SK Bupati 188; Bagian Organisasi]" in (await run("list", str(year)))[1]
    code, _, told = await run("add", day, "Hari jadi", *by)
    assert (code, told) == (1, "CONFLICT: Tanggal ini sudah menjadi hari libur.\n")
    assert (await run("remove", day, *by))[0] == 0
    assert not any(line.startswith(day) for line in (await run("list", str(year)))[1])
    changes = (await run("changes"))[1]
    assert [line.split("  ")[1][0] for line in changes] == ["-", "+"]
