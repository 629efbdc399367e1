"""What is in the books afterwards: counted from the export, and once more in the tables themselves."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import asyncpg
from redis.asyncio import Redis

from tests.crash.installation import Installation
from tests.crash.journeys import BRANCHES, Journey

DRAINED_IN = 200.0
"""Seconds: a job that was killed three times waits 15, 30 and 60 of them between its tries."""
STEPS = ("tax", "construction", "public-order", "decision", "signature")
NOT_ASKED = ("traffic", "duplicate", "tax-status")
"""The steps that a shop's signboard does not call for; nor is there a tax to be paid for it."""

_EVENTS = """
SELECT a.number, e.sequence, e.kind, e.step, e.at, e.data FROM event e JOIN application a ON a.id = e.application_id
ORDER BY a.number, e.sequence
"""
_TASKS = """
SELECT a.number, a.submitted_at, t.step, t.state, t.opened_at, t.decided_at FROM task t
JOIN application a ON a.id = t.application_id
"""
_PROMISES = """
SELECT a.number, o.job, count(*) FROM outbox o LEFT JOIN message m ON m.id = (o.args->>'id')::uuid
JOIN application a ON a.id = coalesce(m.application_id, (o.args->>'id')::uuid) GROUP BY 1, 2
"""


async def drained(installation: Installation) -> None:
    """Return when every promise is kept and nothing waits in the queue."""
    database = await asyncpg.connect(installation.database_url)
    queue = Redis.from_url(installation.redis_url)
    give_up = time.monotonic() + DRAINED_IN
    try:
        while left := [
            await database.fetchval("SELECT count(*) FROM outbox WHERE done_at IS NULL"),
            await queue.zcard("arq:queue"),
        ]:
            if not any(left):
                return
            assert time.monotonic() < give_up, f"promises not kept, jobs in the queue: {left}"
            await asyncio.sleep(0.5)
    finally:
        await database.close()
        await queue.aclose()


async def rows(installation: Installation, sql: str) -> list[dict[str, Any]]:
    """The rows of a statement."""
    database = await asyncpg.connect(installation.database_url)
    try:
        return [dict(row) for row in await database.fetch(sql)]
    finally:
        await database.close()


def count_export(exported: Sequence[dict[str, Any]], journeys: Sequence[Journey]) -> None:
    """Every acknowledged application, decision and permit is in the export, once, and nothing else is."""
    keys = Counter(row["idempotency_key"] for row in exported)
    assert keys == Counter(journey.key for journey in journeys)
    by_key = {row["idempotency_key"]: row for row in exported}
    assert {key: row["number"] for key, row in by_key.items()} == {j.key: j.number for j in journeys}
    assert len({row["number"] for row in exported}) == len(journeys)
    for journey in journeys:
        row = by_key[journey.key]
        assert Counter(task["step"] for task in row["tasks"]) == Counter(
            [*STEPS, *NOT_ASKED, "tax-payment"]
        ), row
        decisions = {task["step"]: task["decision"] for task in row["tasks"] if task["decision"]}
        assert decisions == journey.decided
        assert {task["step"]: task["state"] for task in row["tasks"]} == _states(journey), row
        assert row["permit_code"] == (journey.permit["code"] if journey.permit else None)


def _states(journey: Journey) -> dict[str, str]:
    last = "CANCELLED" if journey.is_refused else "DONE" if journey.is_signed else "OPEN"
    unpaid = "CANCELLED" if journey.is_refused else "SKIPPED"
    skipped = dict.fromkeys(NOT_ASKED, "SKIPPED")
    return {**dict.fromkeys(STEPS, "DONE"), **skipped, "tax-payment": unpaid, "signature": last}


async def count_history(installation: Installation, journeys: Sequence[Journey]) -> None:
    """Each application was submitted once and each step answered once, in a history without a gap."""
    histories: dict[str, list[dict[str, Any]]] = {}
    for event in await rows(installation, _EVENTS):
        histories.setdefault(event["number"], []).append(event)
    assert set(histories) == {journey.number for journey in journeys}
    for journey in journeys:
        history = histories[journey.number]
        assert [event["sequence"] for event in history] == list(range(1, len(history) + 1))
        kinds = {"signature": "issued"}
        assert Counter((event["kind"], event["step"]) for event in history) == Counter(
            [("submitted", None), *((kinds.get(step, "decided"), step) for step in journey.decided)]
        )
    await _count_openings(installation, histories)


async def _count_openings(installation: Installation, histories: dict[str, list[dict[str, Any]]]) -> None:
    """A task was opened by the event that made room for it, and never again."""
    for task in await rows(installation, _TASKS):
        answered = {event["step"]: event for event in histories[task["number"]]}
        last_branch = max((answered[step] for step in BRANCHES), key=lambda event: int(event["sequence"]))
        decision = answered["decision"]
        opened = dict.fromkeys(BRANCHES, task["submitted_at"]) | {"decision": last_branch["at"]}
        if '"APPROVE"' in decision["data"]:
            opened["signature"] = decision["at"]
        assert task["opened_at"] == opened.get(task["step"]), task
        event = answered.get(task["step"])
        assert task["decided_at"] == (event["at"] if event else None), task


async def count_promises(installation: Installation, journeys: Sequence[Journey]) -> None:
    """One receipt each, one piece of news for each end, one rendering for each signature that was asked for."""
    found = {(row["number"], row["job"]): row["count"] for row in await rows(installation, _PROMISES)}
    expected = {}
    for journey in journeys:
        expected[journey.number, "deliver_message"] = 1 + (journey.is_refused or journey.is_signed)
        if not journey.is_refused:
            expected[journey.number, "prepare_permit"] = 1
    assert found == expected
    messages = await rows(installation, "SELECT id, sent_at FROM message")
    assert all(message["sent_at"] for message in messages)
    written = [file.stem for file in (installation.var / "messages").glob("[!.]*.json")]
    assert sorted(written) == sorted(str(message["id"]) for message in messages)
