"""Each file in faults/ is one edit of a sound service, and says what the linter finds and on which line."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.seed import seeded_agencies
from models.services.catalogue import Finding, check_all
from models.services.codes import TEXTS, Code
from models.services.rules.staffing import Office

HERE = Path(__file__).parent
SOUND = sorted((HERE / "sound").glob("*.yaml"))
FAULTS = sorted((HERE / "faults").glob("*.yaml"))
_NAMES = {agency.code: agency.name for agency in seeded_agencies()}
_OFFICES = ("dpmptsp", "bapenda", "dpupr", "dishub", "dlh", "disdagkop", "diskominfo")
OFFICES = {code: Office(_NAMES[code], "office", None, officers=2, heads=1) for code in _OFFICES} | {
    "bpn": Office(_NAMES["bpn"], "vertical", None, officers=2, heads=1),
    "desa": Office("Desa", "village", None, officers=0, heads=0),
    "rt-contoh": Office("RT Contoh", "rt", "33.08.01.2001", officers=1, heads=0),
}
UNFILLED = re.compile(r"\{(?!sequence|year| …)\w*\}")


def told(path: Path) -> dict[str, Any]:
    fault: dict[str, Any] = {"base": "izin", **yaml.safe_load(path.read_text())}
    return fault


def edited(fault: dict[str, Any], folder: Path) -> Path:
    for path in SOUND:
        text = path.read_text()
        if path.stem == fault["base"]:
            assert text.count(fault["replace"]) >= 1, "the edit has nothing to edit"
            text = text.replace(fault["replace"], fault["with"], 1)
        (folder / path.name).write_text(text)
    return folder / f"{fault['base']}.yaml"


def found_in(folder: Path) -> list[Finding]:
    return check_all(sorted(folder.glob("*.yaml")), offices=OFFICES)


def place_of(at: str | dict[str, str], faulty: Path) -> tuple[str, int]:
    """The file and the line of a text; `{izin: …}` is in a neighbour. Of several lines the last one counts."""
    (name, text), *_ = at.items() if isinstance(at, dict) else [(faulty.stem, at)]
    before, found, _ = faulty.with_stem(name).read_text().partition(text)
    assert found, f"{text!r} is not in the edited file"
    return name, (before + found).count("\n") + 1


def test_the_sound_services_have_no_faults() -> None:
    assert check_all(SOUND, offices=OFFICES) == []


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_the_linter_finds_this_fault_and_nothing_else(path: Path, tmp_path: Path) -> None:
    fault = told(path)
    faulty = edited(fault, tmp_path)

    findings = found_in(tmp_path)

    expected = {(code, *place_of(at, faulty)) for code, at in fault["find"].items()}
    assert {(finding.code.value, finding.file.stem, finding.line) for finding in findings} == expected
    assert all(finding.message and finding.help for finding in findings)
    assert not UNFILLED.search("".join(finding.message + finding.help for finding in findings))


def test_every_code_has_its_texts_and_a_fault_that_shows_it() -> None:
    assert set(TEXTS) == set(Code)
    assert {code for path in FAULTS for code in told(path)["find"]} == {code.value for code in Code}
    assert all(path.stem.startswith(tuple(told(path)["find"])) for path in FAULTS), "named by its code"
