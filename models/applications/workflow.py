"""The process engine: what a definition and what has happened add up to. Plain data and pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

from models.calendar.workflow import WorkingTime
from models.services.definition import BRANCH_KINDS, Definition, Step, StepKind

FINDINGS_WAIT_HOURS = 8
"""Findings go to the citizen when all open branches have answered, or this many working hours after the first."""


class ApplicationState(StrEnum):
    """Legal and few; what agencies do side by side is in the tasks."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    ISSUED = "ISSUED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"
    DEEMED_APPROVED = "DEEMED_APPROVED"


class TaskState(StrEnum):
    """How a task stands."""

    WAITING = "WAITING"
    OPEN = "OPEN"
    RETURNED = "RETURNED"
    DONE = "DONE"
    SKIPPED = "SKIPPED"
    CANCELLED = "CANCELLED"


class Decision(StrEnum):
    """What an officer may answer."""

    APPROVE = "APPROVE"
    RETURN = "RETURN"
    REFUSE = "REFUSE"


class EventKind(StrEnum):
    """What can happen to an application."""

    SUBMITTED = "submitted"
    DECIDED = "decided"
    FINDINGS_RELEASED = "findings-released"
    CORRECTED = "corrected"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: `data` has `answers` (submitted, corrected), or a decision with its findings."""

    kind: EventKind
    at: datetime
    step: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


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
    """Where an application stands: its state, every step, when it is due, and findings that wait to be told."""

    state: ApplicationState
    tasks: Mapping[str, TaskPosition]
    due_at: datetime | None
    unreleased: frozenset[str]
    findings_due_at: datetime | None

    def open_steps(self) -> list[str]:
        """The steps that somebody should be working on."""
        return [key for key, task in self.tasks.items() if task.state is TaskState.OPEN]

    def findings_are_due(self, now: datetime) -> bool:
        """Whether the findings so far should go to the citizen now."""
        return self.findings_due_at is not None and self.findings_due_at <= now


class _Moment(NamedTuple):
    """A place in the history. Moments compare by their place alone: a clock set back must not reopen anything."""

    place: int
    at: datetime


@dataclass(slots=True)
class _History:
    submitted_at: datetime | None = None
    results: dict[str, tuple[_Moment, Event]] = field(default_factory=dict)
    applicable: dict[str, bool] = field(default_factory=dict)
    applicable_since: dict[str, _Moment] = field(default_factory=dict)
    reopened: dict[str, _Moment] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)


def advance(
    definition: Definition, events: Iterable[Event], now: datetime, working_time: WorkingTime
) -> Position:
    """Where an application stands after `events`, at `now`; replaying the same events gives the same answer."""
    history = _History()
    for place, event in enumerate(events):
        _HAPPENS[event.kind](definition, history, event, _Moment(place, event.at))
    tasks = _tasks(definition, history, working_time)
    unreleased = frozenset(_returned(tasks) - history.released)
    state = _state(definition, history, tasks)
    return Position(
        state,
        tasks,
        _due_at(definition, history, state, working_time),
        unreleased,
        _findings_due_at(tasks, unreleased, working_time),
    )


def _submitted(definition: Definition, history: _History, event: Event, moment: _Moment) -> None:
    history.submitted_at = event.at
    _answer(definition, history, event, moment)


def _decided(definition: Definition, history: _History, event: Event, moment: _Moment) -> None:
    history.results[_step_of(event)] = moment, event


def _findings_released(definition: Definition, history: _History, event: Event, moment: _Moment) -> None:
    if not history.released:
        history.pauses.append((event.at, None))
    history.released.update(event.data["steps"])


def _corrected(definition: Definition, history: _History, event: Event, moment: _Moment) -> None:
    for step in history.released:
        history.results.pop(step, None)
        history.reopened[step] = moment
    history.released.clear()
    if history.pauses and history.pauses[-1][1] is None:
        history.pauses[-1] = (history.pauses[-1][0], event.at)
    _answer(definition, history, event, moment)


def _answer(definition: Definition, history: _History, event: Event, moment: _Moment) -> None:
    answers = event.data["answers"]
    for step in definition.steps:
        applies = step.when is None or Draft202012Validator(step.when).is_valid(answers)
        if history.applicable.get(step.key) != applies:
            history.applicable[step.key] = applies
            history.applicable_since[step.key] = moment


_HAPPENS = {
    EventKind.SUBMITTED: _submitted,
    EventKind.DECIDED: _decided,
    EventKind.FINDINGS_RELEASED: _findings_released,
    EventKind.CORRECTED: _corrected,
    EventKind.ISSUED: _decided,
}


def _step_of(event: Event) -> str:
    if event.step is None:
        raise ValueError(f"a {event.kind} event names its step")
    return event.step


def _tasks(definition: Definition, history: _History, working_time: WorkingTime) -> dict[str, TaskPosition]:
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
    step: Step, history: _History, tasks: Mapping[str, TaskPosition], working_time: WorkingTime
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


def _opened(step: Step, history: _History, tasks: Mapping[str, TaskPosition]) -> _Moment | None:
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


def _state(definition: Definition, history: _History, tasks: Mapping[str, TaskPosition]) -> ApplicationState:
    if any(task.decision is Decision.REFUSE for task in tasks.values()):
        return ApplicationState.REFUSED
    signing = definition.signing_step
    if tasks[signing.key].state is TaskState.DONE:
        return ApplicationState.ISSUED
    if history.released & _returned(tasks):
        return ApplicationState.RETURNED
    if tasks[signing.key].state is TaskState.OPEN and not signing.decides:
        return ApplicationState.APPROVED
    return ApplicationState.IN_PROGRESS


def _due_at(
    definition: Definition, history: _History, state: ApplicationState, working_time: WorkingTime
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
