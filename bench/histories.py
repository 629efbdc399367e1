"""Opening and deciding the tasks of one application, whatever has happened to it before."""

import io
import statistics
import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from PIL import Image

from bench.plans import Run, statements_of
from models.accounts.queries import account_named, accounts_by_id
from models.applications import tables
from models.applications.operations.answering import TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.applications.queries.contents import events_of
from models.applications.queries.tasks import tasks_of
from models.applications.states import Decision
from models.documents.operations import store_document
from models.kit.actor import Actor
from models.kit.clock import real_now
from models.kit.ids import random_code
from models.kit.regency import Regency
from models.kit.transactions import rows_of

LENGTHS = (10, 200)
RUNS = 15
_CITIZEN = (
    "SELECT id FROM account WHERE kind = 'citizen' AND person_id IS NOT NULL ORDER BY created_at LIMIT 1"
)
_PAST = """
INSERT INTO event (application_id, sequence, kind, at, step, actor_kind, actor_name, data)
SELECT $1, n, 'recalculated', now(), NULL, 'system', 'Sistem', '{"cause": "bench"}'
FROM generate_series($2::int, $3::int) n
"""


async def measure_histories(regency: Regency) -> None:
    """Print both for a short and a long history; the number of statements is the same."""
    print(f"\n{'':44}{'statements':>10}{'median':>10}")
    opened, decided = set(), set()
    for length in LENGTHS:
        spent_opening, spent_deciding = [], []
        for _ in range(RUNS):
            id = await _application(length, regency)
            run = _opening(id, await _officer())
            opened.add(len(await statements_of(run)))
            spent_opening.append(await _milliseconds(run))
            start = time.perf_counter()
            decided.add(len(await statements_of(await _deciding(id, regency))))
            spent_deciding.append((time.perf_counter() - start) * 1000)
        _print(f"opening its tasks after {length} events", opened, spent_opening)
        _print(f"deciding one after {length} events", decided, spent_deciding)
    assert len(opened) == len(decided) == 1, f"opening {opened}, deciding {decided} statements"


def _print(name: str, counts: set[int], spent: list[float]) -> None:
    print(f"{name:44}{'/'.join(map(str, sorted(counts))):>10}{statistics.median(spent):7.2f} ms")


def _opening(id: UUID, by: Actor) -> Run:
    async def run() -> None:
        await tasks_of([id], by=by)
        await events_of([id], by=by)

    return run


async def _deciding(id: UUID, regency: Regency) -> Run:
    task, by = await tables.Task.get(application_id=id, step="construction"), await _officer()

    async def run() -> None:
        answer = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code())
        await decide_task(answer, by=by, at=real_now(), regency=regency)

    return run


async def _officer() -> Actor:
    officer = await account_named("dpupr")
    assert officer is not None
    return officer.actor


async def _application(length: int, regency: Regency) -> UUID:
    """An izin-reklame that has just been sent, with a past of so many events."""
    (row,) = await rows_of(_CITIZEN)
    by = (await accounts_by_id([row["id"]]))[row["id"]].actor
    at = real_now()
    papers = [
        (key, (await store_document("a.jpg", _photo(), by=by, at=at, regency=regency)).id)
        for key in ("site-photo", "design")
    ]
    draft = ApplicationDraft("izin-reklame", _answers(at.date()), papers, random_code())
    sent = await submit_application(draft, by=by, at=at, regency=regency)
    await rows_of(_PAST, [sent.id, 2, length])
    return sent.id


def _photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (32, 24), "green").save(file, "JPEG")
    return file.getvalue()


def _answers(today: date) -> Mapping[str, Any]:
    return {
        "kind": "signboard",
        "text": "Warung Sederhana",
        "width": 2,
        "height": 1.5,
        "sides": 1,
        "quantity": 1,
        "location": "Jalan Raya Salaman, Ngargoretno",
        "land_owner": "own",
        "road_space": False,
        "start_date": (today + timedelta(days=7)).isoformat(),
        "end_date": (today + timedelta(days=300)).isoformat(),
    }


async def _milliseconds(run: Run) -> float:
    start = time.perf_counter()
    await run()
    return (time.perf_counter() - start) * 1000
