"""Appending to an application's history, and storing what `advance` makes of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from models.applications import tables
from models.applications.states import Event, EventKind, TaskState
from models.applications.wording import NEWS
from models.applications.workflow import Position, TaskPosition, advance
from models.calendar.queries import working_time
from models.calendar.workflow import WorkingTime
from models.kit.actor import SYSTEM, Actor
from models.kit.regency import Regency
from models.kit.transactions import Job, enqueue, rows_of
from models.messages.operations import tell
from models.services.definition import Definition, StepKind
from models.services.queries import service_versions

_STORE = """
UPDATE task t SET state = v.state, opened_at = v.opened_at, due_at = v.due_at, decision = v.decision,
  reason = v.reason, findings = v.findings, told = v.told, decided_at = v.decided_at, decided_by = v.decided_by
FROM jsonb_to_recordset($1::jsonb) AS v(id uuid, state text, opened_at timestamptz, due_at timestamptz,
  decision text, reason text, findings jsonb, told boolean, decided_at timestamptz, decided_by text)
WHERE t.id = v.id
"""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is about to be written down."""

    kind: EventKind
    step: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Journal:
    """One application, locked for this transaction, with its history in order."""

    application: tables.Application
    definition: Definition
    events: list[tables.Event]
    clock: WorkingTime
    regency: Regency

    def position(self, now: datetime) -> Position:
        """Where the application stands."""
        return advance(self.definition, [_event(row) for row in self.events], now, self.clock)

    async def append(self, happening: Happening, *, by: Actor, at: datetime) -> Position:
        """Write down what happened and store what it adds up to, with the jobs and messages that follow."""
        before = len(self.events)
        await self._write(happening, by=by, at=at)
        position = self.position(at)
        if position.findings_are_due:
            released = Happening(EventKind.FINDINGS_RELEASED, data={"steps": sorted(position.unreleased)})
            await self._write(released, by=SYSTEM, at=at)
            position = self.position(at)
        await self._store(position)
        released_now = any(row.kind == EventKind.FINDINGS_RELEASED for row in self.events[before:])
        if released_now or position.state != self.application.state:
            await self._tell(position, at=at)
        self.application.state = position.state.value
        return position

    async def _write(self, happening: Happening, *, by: Actor, at: datetime) -> None:
        row = tables.Event(
            application_id=self.application.id,
            sequence=len(self.events) + 1,
            kind=happening.kind.value,
            at=at,
            step=happening.step,
            actor_kind=by.kind.value,
            actor_id=by.account_id,
            actor_name=by.name,
            data=dict(happening.data),
        )
        await row.save(force_create=True)
        self.events.append(row)

    async def _store(self, position: Position) -> None:
        changed, opened = [], []
        for task in await tables.Task.filter(application_id=self.application.id):
            row = self._task_row(task, position.tasks[task.step], task.step in position.told)
            if _differs(task, row):
                changed.append(row)
            if row["state"] == TaskState.OPEN and task.state != TaskState.OPEN:
                opened.append(task)
        if changed:
            await rows_of(_STORE, [json.dumps(changed, default=datetime.isoformat)])
        if any(task.kind == StepKind.SIGN for task in opened):
            await enqueue(Job.PREPARE_PERMIT, self.application.id)
        await tables.Application.filter(id=self.application.id).update(
            state=position.state.value, due_at=position.due_at, wake_at=position.findings_due_at
        )

    def _task_row(self, row: tables.Task, task: TaskPosition, told: bool) -> dict[str, Any]:
        return {
            "id": row.id.hex,
            "state": task.state.value,
            "opened_at": task.opened_at,
            "due_at": task.due_at,
            "decision": task.decision.value if task.decision else None,
            "reason": task.reason,
            "findings": [dict(finding) for finding in task.findings],
            "told": told,
            "decided_at": task.decided_at,
            "decided_by": self._decided_by(row.step) if task.decision else None,
        }

    def _decided_by(self, step: str) -> str:
        return next(row.actor_name for row in reversed(self.events) if row.step == step)

    async def _tell(self, position: Position, *, at: datetime) -> None:
        if position.state not in NEWS:
            return
        number = self.application.number
        text = NEWS[position.state].format(number=number, url=self.regency.links.application_page(number))
        await tell(
            self.application.applicant_id,
            text,
            application_id=self.application.id,
            at=at,
            regency=self.regency,
        )


async def open_journal(application_id: UUID, *, regency: Regency) -> Journal:
    """Lock an application until the transaction ends and read its history; raises DoesNotExist."""
    application = await tables.Application.select_for_update().get(id=application_id)
    versions = await service_versions([application.version_id])
    events = await tables.Event.filter(application_id=application_id).order_by("sequence")
    clock = await working_time(regency.zone)
    return Journal(application, versions[application.version_id].definition, events, clock, regency)


def _event(row: tables.Event) -> Event:
    return Event(EventKind(row.kind), row.at, row.step, row.data)


def _differs(task: tables.Task, row: Mapping[str, Any]) -> bool:
    return any(getattr(task, name) != value for name, value in row.items() if name != "id")


def times_sent(events: Sequence[tables.Event]) -> int:
    """How many times the citizen has sent the file: first and at each correction."""
    return sum("answers" in row.data for row in events)


def current_answers(events: Sequence[tables.Event]) -> dict[str, Any]:
    """The answers as they stand after the newest submission or correction."""
    return next(dict(row.data["answers"]) for row in reversed(events) if "answers" in row.data)
