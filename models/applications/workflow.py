"""The process engine: what a definition and what has happened add up to. Plain data and pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from models.applications.history import History, Moment, history_of
from models.applications.states import ApplicationState, Decision, Event, TaskState
from models.calendar.workflow import WorkingTime
from models.services.definition import BRANCH_KINDS, Definition, Step, StepKind

FINDINGS_WAIT_HOURS = 8
"""Findings go to the citizen when all open branches have answered, or this many working hours after the first."""


@dataclass(frozen=True, slots=True)
class TaskPosition:
    """How one step stands: since when and until when it is open, and how it was answered."""

    state: TaskState
    opened_at: datetime | None = None
    due_at: datetime | None = None
    decision: Decision | None = None
    reason: str | None = None
    findings: tuple[Mapping[str, Any], ...] = ()
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where an application stands: its state, every step, when it is due, findings told and findings that wait.

    `findings_are_due` alone depends on the time of asking: whether what waits should go to the citizen now.
    """

    state: ApplicationState
    tasks: Mapping[str, TaskPosition]
    due_at: datetime | None
    told: frozenset[str]
    unreleased: frozenset[str]
    findings_due_at: datetime | None
    findings_are_due: bool

    def open_steps(self) -> list[str]:
        """The steps that somebody should be working on."""
        return [key for key, task in self.tasks.items() if task.state is TaskState.OPEN]


def advance(
    definition: Definition, events: Iterable[Event], now: datetime, working_time: WorkingTime
) -> Position:
    """Where an application stands after `events`, at `now`; replaying the same events gives the same answer."""
    history = history_of(definition, events)
    tasks = _tasks(definition, history, working_time)
    unreleased = frozenset(_returned(tasks) - history.released)
    state = _state(definition, history, tasks)
    findings_due_at = _findings_due_at(tasks, unreleased, working_time)
    return Position(
        state=state,
        tasks=tasks,
        due_at=_due_at(definition, history, state, working_time),
        told=frozenset(history.released),
        unreleased=unreleased,
        findings_due_at=findings_due_at,
        findings_are_due=findings_due_at is not None and findings_due_at <= now,
    )


def _tasks(definition: Definition, history: History, working_time: WorkingTime) -> dict[str, TaskPosition]:
    tasks: dict[str, TaskPosition] = {}
    for step in in_order(definition.steps):
        tasks[step.key] = _task(step, history, tasks, working_time)
    if any(task.decision is Decision.REFUSE for task in tasks.values()):
        closed = {TaskState.OPEN, TaskState.WAITING, TaskState.RETURNED}
        for key, task in tasks.items():
            if task.state in closed:
                tasks[key] = replace(task, state=TaskState.CANCELLED)
    return {step.key: tasks[step.key] for step in definition.steps}


def in_order(steps: Iterable[Step]) -> list[Step]:
    """The steps so that each comes after those it needs; raises ValueError for a cycle or an unknown need."""
    left, ordered, done = list(steps), list[Step](), set[str]()
    while left:
        ready = [step for step in left if done.issuperset(step.needs)]
        if not ready:
            raise ValueError(f"steps that can never open: {', '.join(step.key for step in left)}")
        ordered += ready
        done.update(step.key for step in ready)
        left = [step for step in left if step.key not in done]
    return ordered


def _task(
    step: Step, history: History, tasks: Mapping[str, TaskPosition], working_time: WorkingTime
) -> TaskPosition:
    if not history.applicable.get(step.key, False):
        return TaskPosition(TaskState.SKIPPED)
    opened = _opened(step, history, tasks)
    if opened is None:
        return TaskPosition(TaskState.WAITING)
    due_at = working_time.add_hours(opened.at, step.working_hours)
    answered, result = history.results.get(step.key, (None, None))
    if answered is None or result is None or answered.place < opened.place:
        return TaskPosition(TaskState.OPEN, opened.at, due_at)
    return _answered(result, opened.at, due_at)


def _answered(result: Event, opened_at: datetime, due_at: datetime) -> TaskPosition:
    decision = Decision(result.data.get("decision", Decision.APPROVE))
    return TaskPosition(
        TaskState.RETURNED if decision is Decision.RETURN else TaskState.DONE,
        opened_at,
        due_at,
        decision,
        result.data.get("reason"),
        tuple(result.data.get("findings", ())),
        result.at,
    )


def _opened(step: Step, history: History, tasks: Mapping[str, TaskPosition]) -> Moment | None:
    """The moment at which all that the step needs was there; an answer given before it does not count any more."""
    moments = [history.applicable_since[step.key]]
    if step.key in history.reopened:
        moments.append(history.reopened[step.key])
    for key in step.needs:
        need = tasks[key]
        if need.state is TaskState.SKIPPED:
            moments.append(history.applicable_since[key])
        elif need.state is TaskState.DONE and need.decision is Decision.APPROVE:
            moments.append(history.results[key][0])
        else:
            return None
    return max(moments, key=lambda moment: moment.place)


def _returned(tasks: Mapping[str, TaskPosition]) -> set[str]:
    return {key for key, task in tasks.items() if task.state is TaskState.RETURNED}


def _state(definition: Definition, history: History, tasks: Mapping[str, TaskPosition]) -> ApplicationState:
    if any(task.decision is Decision.REFUSE for task in tasks.values()):
        return ApplicationState.REFUSED
    signing = definition.last_step
    if tasks[signing.key].state is TaskState.DONE:
        return ApplicationState.ISSUED
    if history.released & _returned(tasks):
        return ApplicationState.RETURNED
    if tasks[signing.key].state is TaskState.OPEN and not signing.decides:
        return ApplicationState.APPROVED
    return ApplicationState.IN_PROGRESS


def _due_at(
    definition: Definition, history: History, state: ApplicationState, working_time: WorkingTime
) -> datetime | None:
    """The promise to the citizen; there is none while the citizen corrects, and that time does not count."""
    running = {ApplicationState.IN_PROGRESS, ApplicationState.APPROVED}
    if state not in running or history.submitted_at is None:
        return None
    due = working_time.add_days(history.submitted_at, definition.promised_working_days)
    for start, end in history.pauses:
        if end is not None:
            due = working_time.add_hours(due, working_time.between(start, end).total_seconds() / 3600)
    return due


def _findings_due_at(
    tasks: Mapping[str, TaskPosition], unreleased: frozenset[str], working_time: WorkingTime
) -> datetime | None:
    answers = [tasks[key].decided_at for key in unreleased]
    told = [at for at in answers if at is not None]
    if not told:
        return None
    if all(task.state is not TaskState.OPEN for task in tasks.values()):
        return max(told)
    return working_time.add_hours(min(told), FINDINGS_WAIT_HOURS)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the agencies that look side by side have answered."""

    answered: int
    total: int


def progress(kinds_and_states: Iterable[tuple[StepKind, TaskState]]) -> Progress:
    """Count the branches that apply, and those that have answered."""
    states = [state for kind, state in kinds_and_states if kind in BRANCH_KINDS]
    counted = [state for state in states if state is not TaskState.SKIPPED]
    answered = [state for state in counted if state in {TaskState.DONE, TaskState.RETURNED}]
    return Progress(len(answered), len(counted))
