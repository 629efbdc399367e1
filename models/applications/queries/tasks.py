"""Tasks: an agency's queue, and the tasks of applications."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from models.accounts.queries import roles_of
from models.applications.access import (
    OWN_STEPS,
    VISIBLE,
    asking,
    has_charge,
    may_see,
    roles_offered,
)
from models.applications.queries.papers import before
from models.applications.states import Decision, Hands, Lane, Outcome, TaskState
from models.kit.actor import Actor, ActorKind, OfficerRole
from models.kit.paging import Page, decode_time_and_id, encode_cursor, page_size
from models.kit.transactions import rows_of
from models.services.definition import Definition, StepKind
from models.services.graph import Reason
from models.services.queries import definitions

_COLUMNS = """t.id, t.application_id, a.number, a.version_id, a.state AS application_state, t.step, t.kind, t.role,
t.agency_id, t.state, t.opened_at, t.due_at, t.decision, t.reason, t.findings, t.told, t.decided_at, t.decided_by,
t.lane, t.amount, t.outcome, t.visit_times, t.visit_at, t.asked_again, t.claimed_by_id, t.claimed_until,
c.name AS claimed_by"""
_CLAIMER = "LEFT JOIN account c ON c.id = t.claimed_by_id"
_OF = f"""SELECT {_COLUMNS}, {OWN_STEPS} AS own_steps
FROM task t JOIN application a ON a.id = t.application_id {_CLAIMER}
WHERE t.application_id = ANY($4) AND {VISIBLE} ORDER BY t.id"""  # noqa: S608 - constants
_ONE = f"""SELECT {_COLUMNS} FROM task t JOIN application a ON a.id = t.application_id {_CLAIMER}
WHERE t.id = $4 AND {VISIBLE} AND ($1 = 'citizen' OR t.agency_id = $3)"""  # noqa: S608 - constants
_ON_PAPER = f"""SELECT {_COLUMNS} FROM task t JOIN application a ON a.id = t.application_id {_CLAIMER}
WHERE t.id = $4 AND t.role = 'officer' AND $1 = 'officer' AND {VISIBLE} AND (t.agency_id = $3 OR EXISTS (
  SELECT 1 FROM task own WHERE own.application_id = a.id AND own.agency_id = $3 AND own.kind IN ('DECIDE', 'SIGN')))"""  # noqa: S608 - constants
_OWN = """SELECT id FROM task WHERE application_id = $1 AND agency_id = $2 AND state <> 'SKIPPED'
ORDER BY array_position(ARRAY['OPEN', 'RETURNED', 'WAITING', 'DONE'], state), due_at DESC, id LIMIT 1"""
_ALIVE = """(t.state <> 'SKIPPED' OR EXISTS (SELECT 1 FROM task own
  WHERE own.application_id = t.application_id AND own.agency_id = $1 AND own.state <> 'SKIPPED'))"""
"""A step that does not apply gives no right to see the file: it shows only to who has another one on it."""
_QUEUE = f"""SELECT {_COLUMNS} FROM unnest($2::text[]) mine (role) CROSS JOIN unnest($3::text[]) wanted (state)
CROSS JOIN LATERAL (SELECT * FROM task t WHERE t.agency_id = $1 AND t.role = mine.role AND t.state = wanted.state
  AND {_ALIVE} AND {{among}} ORDER BY t.due_at, t.id LIMIT $4) t
JOIN application a ON a.id = t.application_id {_CLAIMER} ORDER BY t.due_at, t.id LIMIT $4"""  # noqa: S608 - constants
"""For each role and state a stretch of the index `task_queue`, then the first of those stretches together."""
_LATE = "t.due_at < $5"
_IN_TIME = {
    True: "t.due_at >= CASE wanted.state WHEN 'OPEN' THEN $5 ELSE '-infinity'::timestamptz END",
    False: "(t.state <> 'OPEN' OR t.due_at >= $5)",
}
"""What is not late, by whether every state asked for has due dates."""
_TIMED = frozenset({TaskState.OPEN, TaskState.RETURNED, TaskState.DONE})
"""The states in which a task always has a due date, so that the index alone finds where a page begins."""
MOST_COUNTED = 1_000
"""Nobody works through more; counting all of a long queue would cost more than showing it."""
_COUNT = """SELECT
(SELECT count(*) FROM (SELECT 1 FROM task WHERE agency_id = $1 AND role = ANY($2::text[]) AND state = 'OPEN'
  LIMIT $4) t) AS open,
(SELECT count(*) FROM (SELECT 1 FROM task WHERE agency_id = $1 AND role = ANY($2::text[]) AND state = 'OPEN'
  AND due_at < $3 LIMIT $4) t) AS overdue,
(SELECT count(*) FROM (SELECT 1 FROM task WHERE offered_to_id = $1 AND state = 'OPEN'
  AND (offer_kind = 'asked' OR role = ANY($5::text[])) LIMIT $4) t) AS offered"""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with what its list needs; of the person only what was found: outcome, reason, findings, amount."""

    id: UUID
    application_id: UUID
    number: str
    version_id: UUID
    application_state: str
    step: str
    kind: StepKind
    role: Hands
    agency_id: UUID
    state: TaskState
    opened_at: datetime | None
    due_at: datetime | None
    decision: Decision | None
    reason: str | None
    findings: Sequence[dict[str, Any]]
    told: bool
    decided_at: datetime | None
    decided_by: str | None
    lane: Lane | None
    amount: int | None
    outcome: Outcome | None
    visit_times: Sequence[datetime]
    visit_at: datetime | None
    asked_again: Reason | None
    claimed_by_id: UUID | None
    claimed_until: datetime | None
    claimed_by: str | None

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it about the file."""
        return bool(self.findings) or self.reason is not None or self.outcome is not None

    def is_held(self, by: Actor, now: datetime) -> bool:
        """Whether a colleague works on it."""
        held = self.claimed_until is not None and self.claimed_until > now
        return held and self.claimed_by_id not in {None, by.account_id}

    def is_held_by(self, by: Actor, now: datetime) -> bool:
        """Whether the one who asks works on it."""
        return (
            self.claimed_by_id == by.account and self.claimed_until is not None and self.claimed_until > now
        )

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is open past its time."""
        return self.state is TaskState.OPEN and self.due_at is not None and self.due_at < now


async def tasks_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, list[TaskRow]]:
    """The tasks of many applications in one statement; findings that wait are hidden from the citizen.

    Of what other agencies found, an agency reads only what is about parts that it may see; their reasons, and what a
    machine found in their steps, only of what had to be done before its own opened steps; never which officer answered.
    """
    found: dict[UUID, list[TaskRow]] = {id: [] for id in application_ids}
    rows = await rows_of(_OF, [*asking(by), list(application_ids)])
    told = [(row.pop("own_steps"), _row(row, by)) for row in rows]
    foreign = {task.version_id for _, task in told if task.says_something and task.agency_id != by.agency_id}
    versions = await definitions(foreign) if foreign and by.kind is ActorKind.OFFICER else {}
    for own, task in told:
        found[task.application_id].append(_seen(task, versions.get(task.version_id), own, by))
    return found


def _seen(task: TaskRow, definition: Definition | None, own_steps: Collection[str], by: Actor) -> TaskRow:
    """As an agency may see it; `definition` is None where the task says nothing of the file."""
    if by.kind is not ActorKind.OFFICER or task.agency_id == by.agency_id:
        return task
    task = replace(task, decided_by=None)
    if definition is None:
        return task
    findings = [f for f in task.findings if may_see(definition, own_steps, by, *f["path"])]
    if task.step in before(definition, own_steps):
        return replace(task, findings=findings)
    return replace(task, findings=findings, reason=None, outcome=None)


async def task(id: UUID, *, by: Actor) -> TaskRow | None:
    """One task: of the citizen's own application, or of the officer's agency; else None."""
    rows = await rows_of(_ONE, [*asking(by), id])
    return _row(rows[0], by) if rows else None


async def task_on_paper(id: UUID, *, by: Actor) -> TaskRow | None:
    """A task for which the officer may enter a decision on paper: of the own agency, or of a file that it issues."""
    rows = await rows_of(_ON_PAPER, [*asking(by), id])
    return _row(rows[0], by) if rows else None


async def own_task_on(application_id: UUID, *, by: Actor) -> UUID | None:
    """The task of the officer's agency on this application: the open one, where there are several."""
    rows = await rows_of(_OWN, [application_id, by.agency_id])
    return rows[0]["id"] if rows else None


async def queue(
    by: Actor,
    *,
    states: Sequence[TaskState],
    overdue: bool | None,
    first: int,
    after: str | None,
    now: datetime,
    in_charge: bool = False,
) -> Page[TaskRow]:
    """The tasks that the officer may answer, most urgent first: a keyset page in one statement.

    `in_charge`: those of the agency's officers instead, for its head to give away.
    """
    size = page_size(first)
    if by.kind is not ActorKind.OFFICER or by.role is None:
        return Page([], [], has_next=False, has_previous=False)
    roles = await roles_of(by, at=now)
    if in_charge:
        roles = [role for role in (OfficerRole.OFFICER,) if has_charge(role, roles)]
    wanted = [TaskState.OPEN] if overdue else list(dict.fromkeys(states))
    if overdue and TaskState.OPEN not in states:
        return Page([], [], has_next=False, has_previous=after is not None)
    among, more = _among(wanted, overdue=overdue, after=after, now=now)
    values = [
        by.agency_id,
        [role.value for role in roles],
        [state.value for state in wanted],
        size + 1,
        *more,
    ]
    rows = [_row(row, by) for row in await rows_of(_QUEUE.format(among=among), values)]
    cursors = [encode_cursor(row.due_at.isoformat() if row.due_at else "", row.id.hex) for row in rows[:size]]
    return Page(rows[:size], cursors, has_next=len(rows) > size, has_previous=after is not None)


def _among(
    states: Sequence[TaskState], *, overdue: bool | None, after: str | None, now: datetime
) -> tuple[str, list[object]]:
    """The condition for the part of a queue that is asked for, and its values from the fifth on."""
    timed = _TIMED.issuperset(states)
    conditions, values = ["true"], list[object]()
    if overdue is not None:
        values.append(now)
        conditions.append(_LATE if overdue else _IN_TIME[timed])
    if after is not None:
        due, id = decode_time_and_id(after)
        place = len(values) + 5
        if due is None:
            conditions.append(f"t.due_at IS NULL AND t.id > ${place}")
            values.append(id)
        else:
            later = f"(t.due_at, t.id) > (${place}, ${place + 1})"
            conditions.append(later if timed else f"({later} OR t.due_at IS NULL)")
            values += [due, id]
    return " AND ".join(conditions), values


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How much lies in a queue, and is offered to it; more than `MOST_COUNTED` is only told to be more."""

    open: int
    overdue: int
    open_more: bool = False
    overdue_more: bool = False
    offered: int = 0
    offered_more: bool = False


async def queue_count(by: Actor, *, now: datetime) -> QueueCount:
    """How many tasks are open for the officer, are late, and are offered to them: up to a thousand of each."""
    roles = await roles_of(by, at=now)
    offered = roles_offered(roles)
    values = [by.agency_id, [role.value for role in roles], now, MOST_COUNTED + 1, offered]
    (row,) = await rows_of(_COUNT, values)
    counted = {name: min(count, MOST_COUNTED) for name, count in row.items()}
    more = {f"{name}_more": count > MOST_COUNTED for name, count in row.items()}
    return QueueCount(**counted, **more)


def _row(row: dict[str, Any], by: Actor) -> TaskRow:
    hidden = by.kind is ActorKind.CITIZEN and row["decision"] == Decision.RETURN and not row["told"]
    return TaskRow(
        **{
            **row,
            "kind": StepKind(row["kind"]),
            "role": Hands(row["role"]),
            "lane": Lane(row["lane"]) if row["lane"] else None,
            "outcome": Outcome(row["outcome"]) if row["outcome"] else None,
            "asked_again": Reason(row["asked_again"]) if row["asked_again"] else None,
            "visit_times": [datetime.fromisoformat(time) for time in json.loads(row["visit_times"] or "[]")],
            "state": TaskState(row["state"]),
            "decision": Decision(row["decision"]) if row["decision"] and not hidden else None,
            "decided_by": None if hidden else row["decided_by"],
            "reason": None if hidden else row["reason"],
            "findings": [] if hidden else json.loads(row["findings"]),
        }
    )
