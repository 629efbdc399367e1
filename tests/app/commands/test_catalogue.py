"""`kabupaten catalogue`, as it is run."""

import asyncio
import json
from pathlib import Path

import pytest

from app.cli import main
from models.services import catalogue

REKLAME = catalogue.FOLDER / "izin-reklame.yaml"


async def test_diff_tells_what_a_file_changes_against_what_is_published(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    new = tmp_path / REKLAME.name
    new.write_text(REKLAME.read_text().replace("      minLength: 3\n", "      minLength: 4\n", 1))

    assert await asyncio.to_thread(main, ["catalogue", "diff", str(REKLAME), str(new)]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "izin-reklame: tidak ada yang berubah.",
        "izin-reklame: Isian “Naskah reklame” sekarang sedikitnya 4 huruf (sebelumnya 3).",
    ]


def test_check_names_file_line_code_message_and_help(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = tmp_path / REKLAME.name
    faulty.write_text(REKLAME.read_text().replace("agency: satpolpp", "agency: satpol"))
    line = faulty.read_text()[: faulty.read_text().index("agency: satpol\n")].count("\n") + 1

    assert main(["catalogue", "check", "--json", str(faulty)]) == 1

    found = json.loads(capsys.readouterr().out)
    assert found.keys() == {"file", "line", "code", "message", "help"}
    assert (found["file"], found["line"], found["code"]) == (str(faulty), line, "unknown-agency")


def test_check_says_nothing_of_services_that_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "check"]) == 0
    assert capsys.readouterr().out == ""
