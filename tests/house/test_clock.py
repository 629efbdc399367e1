"""One clock: who may ask the machine's, and that nobody hides one. Ruff bans `datetime.now` and its like."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PRODUCT = ("app", "graphql", "jobs", "integrations", "models")
OWN_PROCESSES = ("tests/browser/", "tests/crash/", "tests/app/local/")
"""Tests of processes that go by the real clock."""
MAY_ASK = {
    "real_now": ("app/settings.py", "app/cli.py", "app/local/outside/", "bench/", "tests/real_clock.py"),
    "really_now": (*OWN_PROCESSES, "tests/conftest.py"),
    "real_today": OWN_PROCESSES,
}
STORIES = ("MONDAY", "BEGINS", "TODAY", "REKLAME")
"""What begins when stories begin."""
KEEPERS = ("models/kit/clock.py", "models/kit/regency.py", "models/kit/links.py")
"""The only ones in `models` that hold a clock."""
CLOCKS = {"now", "clock", "_clock"}
WHOLE = {"models.kit.clock", "tests.real_clock", ".models.kit.clock", ".tests.real_clock"}
"""Modules of which names are imported, so that this test sees who asks."""
IN_SQL = re.compile(
    r"\bnow\s*\(\s*\)|\b(current|local)_?(date|time|timestamp)\b"
    r"|\b(clock|statement|transaction)_timestamp\b|\btimeofday\b",
    re.IGNORECASE,
)
KEEPS_TIME_ITSELF = {"auto_now", "auto_now_add"}


def trees(root: Path, *rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        for path in sorted((root / room).rglob("*.py")):
            place = path.relative_to(root).as_posix()
            if not place.startswith(("models/migrations/", "tests/house/")):
                yield place, ast.parse(path.read_text())


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Module and name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)
        if isinstance(node, ast.Import):
            yield from (("", alias.name) for alias in node.names)


def clocks_hidden_in(tree: ast.Module) -> Iterator[str]:
    """SQL that asks the database for the time, and columns that fill themselves in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and IN_SQL.search(node.value):
            yield f"{node.lineno}: {node.value.strip()[:60]}"
        if isinstance(node, ast.keyword) and node.arg in KEEPS_TIME_ITSELF:
            yield f"{node.value.lineno}: {node.arg}"


def calls_of_a_clock(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            yield f"{node.lineno}: {ast.unparse(node)}"


def test_the_real_clock_is_asked_by_those_who_may(root: Path) -> None:
    wrong = [
        f"{place} imports {name}"
        for place, tree in trees(root, *PRODUCT, "bench", "tests")
        for module, name in imports(tree)
        if (name in MAY_ASK and not place.startswith(MAY_ASK[name])) or f"{module}.{name}" in WHOLE
    ]
    assert wrong == [], "ask regency.now(), and in tests the story's clock"


def test_tests_of_processes_of_their_own_know_no_other_clock(root: Path) -> None:
    mixed = [
        f"{place} imports {name}"
        for place, tree in trees(root, "tests")
        if place.startswith(OWN_PROCESSES)
        for module, name in imports(tree)
        if module in {"tests.clock", "tests.story"} and name in STORIES
    ]
    assert mixed == []


def test_operations_are_told_the_time(root: Path) -> None:
    asking = {place: [*calls_of_a_clock(tree)] for place, tree in trees(root, "models")}
    assert {place: calls for place, calls in asking.items() if calls and place not in KEEPERS} == {}


def test_no_column_and_no_statement_keeps_a_clock_of_its_own(root: Path) -> None:
    hidden = {place: [*clocks_hidden_in(tree)] for place, tree in trees(root, *PRODUCT, "tests")}
    assert {place: found for place, found in hidden.items() if found} == {}
