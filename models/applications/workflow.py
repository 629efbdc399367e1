"""The process engine: what a definition and what has happened add up to. Plain data and pure functions."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from models.applications.folding import history_of
from models.applications.history import History
from models.applications.positions import Position, TaskPosition, Timer, Waits
from models.applications.states import ApplicationState, Decision, Event, Hands, TaskState
from models.applications.stepping import tasks_of
from models.applications.timers import Case, limits_of, objection_timers_of, timers_of
from models.calendar.workflow import WorkingTime
from models.services.definition import Definition, StepKind

RUNNING = frozenset(
    {
        ApplicationState.IN_PROGRESS,
        ApplicationState.RETURNED,
        ApplicationState.APPROVED,
        ApplicationState.DEEMED_APPROVED,
    }
)
"""The states in which somebody still has something to do."""


def advance(
    definition: Definition, events: Iterable[Event], now: datetime, working_time: WorkingTime
) -> Position:
    """Where an application stands after `events`, with the timers that run; those up to `now` are `due`.

    Replaying the same events gives the same answer, whatever the time: only what is due depends on it.
    """
    history = history_of(definition, events)
    tasks = tasks_of(history, working_time)
    state = _state(definition, history, tasks)
    unreleased = frozenset(_returned(tasks) - history.released) if state in RUNNING else frozenset[str]()
    case = Case(definition, history, tasks, state, unreleased, _waits(history, tasks), working_time)
    limits = list(limits_of(case))
    waiting = state not in RUNNING or bool(limits)
    return Position(
        state=state,
        tasks=tasks,
        due_at=None if waiting else case.after(history.submitted_at, definition.promised_working_days),
        citizen_due_at=min((limit.until for limit in limits), default=None),
        told=frozenset(history.released),
        unreleased=unreleased,
        waits=case.waits,
        timers=timers_of(case) if state in RUNNING else objection_timers_of(case),
        finished_at=_finished_at(definition, history, state, tasks),
        objection_open=history.objected is not None,
        objection_until=_objection_until(case),
        lapsed_for=history.ended.step if history.ended else None,
    )


def due(position: Position, now: datetime) -> Timer | None:
    """The first timer that has run out, if one has."""
    return next((timer for timer in position.timers if timer.at <= now), None)


def _returned(tasks: Mapping[str, TaskPosition]) -> set[str]:
    return {key for key, task in tasks.items() if task.state is TaskState.RETURNED}


def _state(definition: Definition, history: History, tasks: Mapping[str, TaskPosition]) -> ApplicationState:
    if any(task.decision is Decision.REFUSE for task in tasks.values()):
        return ApplicationState.REFUSED
    if history.ended is not None:
        return history.ended.state
    last = definition.last_step
    if tasks[last.key].state is TaskState.DONE:
        return ApplicationState.ISSUED if last.kind is StepKind.SIGN else ApplicationState.COMPLETED
    if history.deemed is not None:
        return ApplicationState.DEEMED_APPROVED
    if history.released & _returned(tasks):
        return ApplicationState.RETURNED
    if tasks[last.key].state is TaskState.OPEN and not last.decides:
        return ApplicationState.APPROVED
    return ApplicationState.IN_PROGRESS


def _waits(history: History, tasks: Mapping[str, TaskPosition]) -> Waits:
    """The times in which the citizen corrected or had something to pay, in order and without overlaps."""
    spans = list(history.pauses)
    spans += (
        (task.opened_at, max(task.decided_at, task.opened_at) if task.decided_at else None)
        for task in tasks.values()
        if task.hands is Hands.CITIZEN and task.opened_at is not None
    )
    joined: list[tuple[datetime, datetime | None]] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        last = joined[-1] if joined else None
        if last is None or (last[1] is not None and last[1] < start):
            joined.append((start, end))
        elif last[1] is not None:
            joined[-1] = (last[0], None if end is None else max(last[1], end))
    return tuple(joined)


def _finished_at(
    definition: Definition, history: History, state: ApplicationState, tasks: Mapping[str, TaskPosition]
) -> datetime | None:
    if state in RUNNING:
        return None
    if state is ApplicationState.REFUSED:
        return _refused_at(tasks)
    if history.ended is not None:
        return history.ended.moment.at
    return tasks[definition.last_step.key].decided_at


def _refused_at(tasks: Mapping[str, TaskPosition]) -> datetime | None:
    return next((task.decided_at for task in tasks.values() if task.decision is Decision.REFUSE), None)


def _objection_until(case: Case) -> datetime | None:
    """Until when the citizen may object to the refusal: once, unless an earlier objection was upheld."""
    refused_at = _refused_at(case.tasks)
    if case.state is not ApplicationState.REFUSED or refused_at is None or case.history.objections:
        return None
    return case.working_time.add_days(refused_at, case.definition.objection.working_days)
