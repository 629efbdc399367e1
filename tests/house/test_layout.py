"""Rules of the house that no other tool watches."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOMS = (
    "app", "graphql", "jobs", "integrations", "models", "catalogue", "templates", "static", "locales",
    "tests", "docs", "bench", "locks", ".ci",
)  # fmt: skip
ALONE = ("Makefile", "pyproject.toml", "README.md", ".gitignore")
READABLE = {
    "",
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    ".html",
    ".css",
    ".js",
    ".sh",
    ".graphql",
    ".typ",
    ".po",
}
OTHERS = ("static/vendor", "tests/house")
LATER = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK:")))
THIS_MACHINE = re.compile(r"(?<![\w./*-])/(?:work|tmp|root|home)/")
LOCKS = ("run", "embedded", "dev")


def written_by_us(root: Path) -> Iterator[Path]:
    for name in (*ROOMS, *ALONE):
        start = root / name
        for path in [start] if start.is_file() else start.rglob("*"):
            place = path.relative_to(root).as_posix()
            if path.is_file() and path.suffix in READABLE and not place.startswith(OTHERS):
                yield path


def project(root: Path) -> dict[str, list[Requirement]]:
    told = tomllib.loads((root / "pyproject.toml").read_text())
    return {
        "run": [Requirement(one) for one in told["project"]["dependencies"]],
        "embedded": [Requirement(one) for one in told["project"]["optional-dependencies"]["embedded"]],
        "dev": [Requirement(one) for group in told["dependency-groups"].values() for one in group],
    }


def locked(root: Path, lock: str) -> dict[str, str]:
    pins = re.findall(r"^([\w.-]+)==([^\s;\\]+)", (root / f"locks/{lock}.txt").read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


def test_graphql_is_a_source_root_and_never_a_package(root: Path) -> None:
    assert not (root / "graphql/__init__.py").exists(), "it would hide graphql-core, which Strawberry imports"
    assert {
        path.name for path in (root / "graphql").rglob("*.py") if path.parent == root / "graphql"
    } == set()


def test_the_tests_hide_no_package(root: Path) -> None:
    assert list((root / "tests").rglob("__init__.py")) == [], "tests/models/__init__.py would hide `models`"
    assert not (root / "tests/graphql").exists(), "its place is tests/api"


@pytest.mark.parametrize("files", ["templates/pages/*/*.html", "tests/app/web/*/test_*.py"])
def test_templates_and_tests_of_the_pages_have_the_same_areas(root: Path, files: str) -> None:
    areas = {path.parent.name for path in root.glob("app/web/*/*.py")}
    assert {path.parent.name for path in root.glob(files)} == areas


def test_nothing_is_left_for_later_in_the_code(root: Path) -> None:
    marked = [str(path.relative_to(root)) for path in written_by_us(root) if LATER.search(path.read_text())]
    assert marked == []


def test_nothing_names_the_machine_it_was_written_on(root: Path) -> None:
    naming = [
        str(path.relative_to(root)) for path in written_by_us(root) if THIS_MACHINE.search(path.read_text())
    ]
    assert naming == []


def test_every_dependency_is_accounted_for(root: Path) -> None:
    told = set(re.findall(r"^\| `([^`]+)`", (root / "docs/dependencies.md").read_text(), re.MULTILINE))
    used = {canonicalize_name(one.name) for group in project(root).values() for one in group}
    assert told == used


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_what_the_project_asks_for(root: Path, lock: str) -> None:
    groups = project(root)
    pins = locked(root, lock)
    for one in [need for group in LOCKS[: LOCKS.index(lock) + 1] for need in groups[group]]:
        if lock == "dev" or one.name != "hatchling":
            assert one.specifier.contains(pins[canonicalize_name(one.name)]), one


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_index_and_pin_every_hash(root: Path, lock: str) -> None:
    text = (root / f"locks/{lock}.txt").read_text()
    assert "://" not in text
    assert not re.search(r"^--(?!hash)", text, re.MULTILINE)
    pins = re.findall(r"^\S+==.*", text, re.MULTILINE)
    hashed = re.findall(r"^\S+==.*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(hashed) > 0


def test_locks_agree_with_one_another(root: Path) -> None:
    run, embedded, dev = (locked(root, lock) for lock in LOCKS)
    assert run.items() <= embedded.items() <= dev.items()


def test_every_rule_set_aside_says_why(root: Path) -> None:
    text = (root / "pyproject.toml").read_text()
    lines = re.search(r"^ignore = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    assert lines is not None
    assert [line for line in lines[1].splitlines() if "# " not in line] == []
