"""Opening and deciding the tasks of one application, whatever has happened to it before."""

import io
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from PIL import Image

from bench.data import BIG
from bench.plans import Run, read_whole, statements_of
from models.accounts.queries import account_named, accounts_by_id
from models.applications import tables
from models.applications.operations.answering import TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.applications.operations.waking import wake_application
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


@dataclass(frozen=True)
class Deed:
    """What something cost."""

    statements: int
    milliseconds: float


async def measure_histories(regency: Regency) -> None:
    """Print what is done to an application with a short and with a long history, among 67,000 accounts.

    It takes as many statements, and none of them reads a big table whole.
    """
    print(f"\n{'':44}{'statements':>10}{'median':>10}")
    await _lived(min(LENGTHS), regency)  # what is read once is read now
    counts: dict[str, set[int]] = {}
    for length in LENGTHS:
        lives = [await _lived(length, regency) for _ in range(RUNS)]
        for name in lives[0]:
            deeds = [life[name] for life in lives]
            counts.setdefault(name, set()).update(deed.statements for deed in deeds)
            _print(f"{name} after {length} events", deeds)
    assert all(len(each) == 1 for each in counts.values()), f"the history costs statements: {counts}"


def _print(name: str, deeds: Sequence[Deed]) -> None:
    counts = "/".join(map(str, sorted({deed.statements for deed in deeds})))
    print(f"{name:44}{counts:>10}{statistics.median(deed.milliseconds for deed in deeds):7.2f} ms")


async def _lived(length: int, regency: Regency) -> dict[str, Deed]:
    """One application after so many events."""
    id = await _application(length, regency)
    return {
        "opening its tasks": await _watched(_opening(id, await _officer())),
        "deciding one": await _watched(await _deciding(id, regency)),
        "alerts that are late": await _watched(_waking(id, regency)),
    }


async def _watched(run: Run) -> Deed:
    start = time.perf_counter()
    sent = await statements_of(run)
    spent = (time.perf_counter() - start) * 1000
    for sql, values in sent:
        whole = BIG & await read_whole(sql, values)
        assert not whole, f"{', '.join(whole)} is read whole by {sql}"
    return Deed(len(sent), spent)


def _waking(id: UUID, regency: Regency) -> Run:
    async def run() -> None:
        await wake_application(id, at=regency.now() + timedelta(days=60), regency=regency)

    return run


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
