"""What the database does for a statement: how long it took, by which index, and what it sorted."""

import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from models.kit.transactions import rows_of

Run = Callable[[], Awaitable[object]]


@dataclass
class Sent(logging.Handler):
    """The statements that were sent while it listened, with their values."""

    statements: list[tuple[str, list[object]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.DEBUG)

    def emit(self, record: logging.LogRecord) -> None:
        """Tortoise logs each statement once, as `"%s: %s", sql, values`."""
        if isinstance(record.args, tuple) and len(record.args) == 2 and record.msg == "%s: %s":
            sql, values = record.args
            self.statements.append((str(sql), list(values) if isinstance(values, list | tuple) else []))

    __hash__ = object.__hash__


@dataclass(frozen=True)
class Plan:
    """One execution: milliseconds in the database, the indexes used, rows that were read, and rows that were sorted."""

    milliseconds: float
    rows_read: int
    indexes: frozenset[str]
    scanned_whole: frozenset[str]
    most_sorted: int


async def statements_of(run: Run) -> list[tuple[str, list[object]]]:
    """What `run` sends to the database."""
    log, sent = logging.getLogger("tortoise.db_client"), Sent()
    level = log.level
    log.addHandler(sent)
    log.setLevel(logging.DEBUG)
    try:
        await run()
    finally:
        log.removeHandler(sent)
        log.setLevel(level)
    return sent.statements


async def plan_of(sql: str, values: list[object]) -> Plan:
    """Run a reading statement once more, watched by the database itself."""
    (row,) = await rows_of(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
    (told,) = json.loads(row["QUERY PLAN"])
    nodes = list(_nodes(told["Plan"]))
    reads = [node for node in nodes if "Scan" in node["Node Type"] and "Plans" not in node]
    sorts = [node["Actual Rows"] * node["Actual Loops"] for node in nodes if "Sort" in node["Node Type"]]
    sorts += [
        child["Actual Rows"] * child["Actual Loops"]
        for node in nodes
        if "Sort" in node["Node Type"]
        for child in node["Plans"]
    ]
    return Plan(
        milliseconds=told["Planning Time"] + told["Execution Time"],
        rows_read=int(sum(_rows_read(node) for node in reads)),
        indexes=frozenset(node["Index Name"] for node in nodes if "Index Name" in node),
        scanned_whole=frozenset(n["Relation Name"] for n in nodes if n["Node Type"] == "Seq Scan"),
        most_sorted=int(max(sorts, default=0)),
    )


def _rows_read(node: dict[str, Any]) -> float:
    """What a scan looked at, also to throw it away."""
    read: float = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    return read


async def read_whole(sql: str, values: list[object]) -> frozenset[str]:
    """The tables that a statement would read from end to end, without running it; what only adds rows reads none."""
    if not sql.strip().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
        return frozenset()
    (row,) = await rows_of(f"EXPLAIN (FORMAT JSON) {sql}", values)
    (told,) = json.loads(row["QUERY PLAN"])
    return frozenset(n["Relation Name"] for n in _nodes(told["Plan"]) if n["Node Type"] == "Seq Scan")


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
