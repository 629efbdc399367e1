"""Storing where an application stands: the tasks and the application show what `advance` says."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from models.applications import tables
from models.applications.positions import Position, TaskPosition
from models.applications.states import EventKind, Hands, TaskState
from models.calendar.workflow import WorkingTime
from models.kit.transactions import Job, enqueue, rows_of
from models.services.definition import StepKind

_COLUMNS = {
    "role": "text",
    "agency_id": "uuid",
    "state": "text",
    "opened_at": "timestamptz",
    "due_at": "timestamptz",
    "decision": "text",
    "reason": "text",
    "findings": "jsonb",
    "told": "boolean",
    "decided_at": "timestamptz",
    "decided_by": "text",
    "lane": "text",
    "amount": "bigint",
    "outcome": "text",
    "visit_times": "jsonb",
    "visit_at": "timestamptz",
    "offered_to_id": "uuid",
    "offered_at": "timestamptz",
    "offer_kind": "text",
    "offer_reason": "text",
    "asked_again": "text",
    "surplus": "bigint",
}
_STORE = f"""
UPDATE task t SET {", ".join(f"{name} = v.{name}" for name in _COLUMNS)},
  claimed_by_id = CASE WHEN v.state = 'OPEN' AND v.agency_id = t.agency_id THEN t.claimed_by_id END,
  claimed_until = CASE WHEN v.state = 'OPEN' AND v.agency_id = t.agency_id THEN t.claimed_until END
FROM jsonb_to_recordset($1::jsonb) AS v(id uuid, {", ".join(f"{n} {t}" for n, t in _COLUMNS.items())})
WHERE t.id = v.id
"""  # noqa: S608 - only the constants above are put in


async def store(
    application: tables.Application,
    events: Sequence[tables.Event],
    position: Position,
    clock: WorkingTime,
    *,
    at: datetime,
) -> int:
    """Bring tasks and application to what the position says, and promise the jobs that newly open steps need.

    Answers how many whole rupiah are newly to be given back.
    """
    changed, jobs, surplus = [], list[tuple[Job, UUID]](), 0
    for task in await tables.Task.filter(application_id=application.id).order_by("id"):
        row = _task_row(task, position.tasks[task.step], task.step in position.told, events)
        if _differs(task, row):
            changed.append(row)
        surplus += max(0, row["surplus"] - task.surplus)
        if (job := _job(task, row)) is not None:
            jobs.append((job, application.id if job is Job.PREPARE_PERMIT else task.id))
    if changed:
        await rows_of(_STORE, [json.dumps(changed, default=_json)])
    for job, id in jobs:
        await enqueue(job, id, at=at)
    await _store_application(application, position, clock)
    return surplus


async def grant_objection(application_id: UUID, *, at: datetime) -> None:
    """Note at the open objection that silence has granted it: nobody decided it, and nobody gave a reason."""
    await tables.Objection.filter(application_id=application_id, upheld=None).update(
        upheld=True, decided_at=at
    )


class Stale(StrEnum):
    """What is stored otherwise than the engine says now: only when something is due, or how a step stands."""

    DEADLINES = "deadlines"
    STEPS = "steps"


async def is_stale(
    application: tables.Application, events: Sequence[tables.Event], position: Position
) -> Stale | None:
    """Whether what is stored shows something else than the position: after a change of the calendar, or of a rule."""
    stale = any(
        getattr(application, name) != getattr(position, name) for name in ("due_at", "citizen_due_at")
    )
    for task in await tables.Task.filter(application_id=application.id):
        row = _task_row(task, position.tasks[task.step], task.step in position.told, events)
        other = {name for name, value in row.items() if name != "id" and getattr(task, name) != value}
        if other - {"due_at", "asked_again", "surplus"}:
            return Stale.STEPS
        stale |= bool(other) and task.state == TaskState.OPEN
    return Stale.DEADLINES if stale else None


def _job(task: tables.Task, row: Mapping[str, Any]) -> Job | None:
    """What a machine has to do now that this step is open."""
    if row["state"] != TaskState.OPEN:
        return None
    newly = task.state != TaskState.OPEN or task.opened_at != row["opened_at"]
    if task.kind == StepKind.SIGN and (newly or task.agency_id != row["agency_id"]):
        return Job.PREPARE_PERMIT
    owed = (task.amount, task.due_at) != (row["amount"], row["due_at"])
    if task.kind == StepKind.PAY and (newly or owed):
        return Job.OPEN_BILL
    if row["role"] == Hands.MACHINE and newly:
        return Job.RUN_CHECK
    return None


def _task_row(
    row: tables.Task, task: TaskPosition, told: bool, events: Sequence[tables.Event]
) -> dict[str, Any]:
    return {
        "id": row.id,
        "role": task.hands.value,
        "agency_id": UUID(hex=task.agency) if task.agency else row.agency_id,
        "state": task.state.value,
        "opened_at": task.opened_at,
        "due_at": task.due_at,
        "decision": task.decision.value if task.decision else None,
        "reason": task.reason,
        "findings": [dict(finding) for finding in task.findings],
        "told": told,
        "decided_at": task.decided_at,
        "decided_by": _decided_by(row.step, events) if task.decision else None,
        "lane": task.lane.value if task.lane else None,
        "amount": task.amount,
        "outcome": task.outcome.value if task.outcome else None,
        "visit_times": list(task.visit_times) or None,
        "visit_at": datetime.fromisoformat(task.visit_at) if task.visit_at else None,
        "offered_to_id": UUID(hex=task.offer.agency) if task.offer else None,
        "offered_at": task.offer.moment.at if task.offer else None,
        "offer_kind": task.offer.kind.value if task.offer else None,
        "offer_reason": task.offer.reason if task.offer else None,
        "asked_again": task.asked_again.value if task.asked_again else None,
        "surplus": task.surplus,
    }


_ANSWERS = frozenset({EventKind.CHECKED, EventKind.DECIDED, EventKind.ISSUED, EventKind.PAID})


def _decided_by(step: str, events: Sequence[tables.Event]) -> str:
    return next(row.actor_name for row in reversed(events) if row.step == step and row.kind in _ANSWERS)


def _differs(task: tables.Task, row: Mapping[str, Any]) -> bool:
    return any(getattr(task, name) != value for name, value in row.items() if name != "id")


def _json(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    raise TypeError(f"no JSON for {type(value)}")


async def _store_application(application: tables.Application, position: Position, clock: WorkingTime) -> None:
    application.state = position.state.value
    spent = _spent(application.submitted_at, position, clock)
    await tables.Application.filter(id=application.id).update(
        state=position.state.value,
        due_at=position.due_at,
        citizen_due_at=position.citizen_due_at,
        wake_at=position.wake_at,
        finished_at=position.finished_at,
        agency_minutes=spent[0] if spent else None,
        citizen_minutes=spent[1] if spent else None,
    )


def _spent(submitted_at: datetime, position: Position, clock: WorkingTime) -> tuple[int, int] | None:
    """Working minutes that the agencies took and for which it waited for the citizen; None until it is finished."""
    finished = position.finished_at
    if finished is None:
        return None
    waited = sum(
        (clock.between(start, min(end or finished, finished)) for start, end in position.waits), timedelta()
    )
    whole = clock.between(submitted_at, finished)
    return int((whole - waited).total_seconds() // 60), int(waited.total_seconds() // 60)
