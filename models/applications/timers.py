"""What time alone does to an application: findings go out, people are reminded, limits pass."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from models.applications.history import History, Moment
from models.applications.positions import TaskPosition, Timer, Waits
from models.applications.states import ApplicationState, EventKind, Hands, TaskState
from models.calendar.workflow import WorkingTime
from models.services.definition import Definition

FINDINGS_WAIT_HOURS = 8
"""Findings go to the citizen when all open branches have answered, or this many working hours after the first."""
LEVELS = (50, 80, 100)
"""Per cent of a step's working time at which its officers, their head, and the Sekda are told.

Of the time for an objection: those who decide on it, the Sekda, and the Sekda again where silence does not grant it.
"""
REMINDERS = ((1, 0.5), (2, 0.8))
"""Both reminders of a citizen, by the share of their time that has passed."""
BETWEEN_REMINDERS = 0.2
"""The share of the citizen's time that lies at least between two reminders, and before the file is closed."""


@dataclass(frozen=True, slots=True)
class Case:
    """A running application as far as it has been worked out; `unreleased` are the findings that wait to be told."""

    definition: Definition
    history: History
    tasks: Mapping[str, TaskPosition]
    state: ApplicationState
    unreleased: frozenset[str]
    waits: Waits
    working_time: WorkingTime

    def after(self, since: datetime | None, days: int) -> datetime | None:
        """So many working days; the time that waited for the citizen since then does not count."""
        if since is None:
            return None
        at = self.working_time.add_days(since, days)
        for start, end in self.waits:
            if end is not None and end > since:
                waited = self.working_time.between(max(start, since), end)
                at = self.working_time.add_hours(at, waited.total_seconds() / 3600)
        return at


class Limit(NamedTuple):
    """What the citizen has to do (None: correct; else the step to be paid), since when and until when."""

    step: str | None
    since: Moment
    until: datetime


def timers_of(case: Case) -> tuple[Timer, ...]:
    """All timers of an application that somebody works on, the first to run out first."""
    timers = [*_alerts(case), *_findings(case), *_silence(case)]
    timers += (_nudge(limit, case) for limit in limits_of(case))
    return tuple(sorted(timers, key=lambda timer: timer.at))


def limits_of(case: Case) -> Iterator[Limit]:
    """What the citizen has to do, and until when."""
    released, resumed = case.history.released_at, case.history.resumed
    if case.state is ApplicationState.RETURNED and released is not None:
        since = max(released, resumed) if resumed else released
        until = case.working_time.add_days(since.at, case.definition.correction_working_days)
        yield Limit(None, since, until)
    for key, task in case.tasks.items():
        if task.state is TaskState.OPEN and task.hands is Hands.CITIZEN and task.clock and task.due_at:
            yield Limit(key, task.clock, task.due_at)


def _alerts(case: Case) -> Iterator[Timer]:
    """Officer, head and Sekda, at 50, 80 and 100 per cent of an open step's time; each once for an opening."""
    for step in case.definition.steps:
        task = case.tasks[step.key]
        if task.state is not TaskState.OPEN or task.hands is Hands.CITIZEN or task.clock is None:
            continue
        for level in LEVELS:
            alerted = case.history.alerted.get((step.key, level))
            if alerted is None or alerted < task.clock:
                at = case.working_time.add_hours(task.clock.at, step.working_hours * level / 100)
                yield Timer(at, EventKind.ESCALATED, step.key, {"level": level})


def _findings(case: Case) -> Iterator[Timer]:
    """When findings that wait for the other branches go to the citizen: all together."""
    told = [at for key in case.unreleased if (at := case.tasks[key].decided_at) is not None]
    if not told:
        return
    busy = any(
        task.state is TaskState.OPEN and task.hands is not Hands.CITIZEN for task in case.tasks.values()
    )
    at = case.working_time.add_hours(min(told), FINDINGS_WAIT_HOURS) if busy else max(told)
    yield Timer(at, EventKind.FINDINGS_RELEASED, None, {"steps": sorted(case.unreleased)})


def _silence(case: Case) -> Iterator[Timer]:
    """When the law answers for agencies that are silent; not while the citizen has, or is about to have, the file."""
    deemed = case.definition.deemed_approval
    if deemed is None or case.state is not ApplicationState.IN_PROGRESS or case.unreleased:
        return
    if case.waits and case.waits[-1][1] is None:
        return
    days = deemed.working_days or case.definition.promised_working_days
    if (at := case.after(case.history.complete_at, days)) is not None:
        yield Timer(at, EventKind.DEEMED_APPROVED, None, {})


def objection_timers_of(case: Case) -> tuple[Timer, ...]:
    """Who decides on an objection is reminded; in the end silence grants it, where the law says so."""
    filed = case.history.objected
    return tuple(_objection(case, filed)) if filed else ()


def _objection(case: Case, filed: Moment) -> Iterator[Timer]:
    terms, working_time = case.definition.objection, case.working_time
    until = working_time.add_days(filed.at, terms.answer_working_days)
    whole = working_time.between(filed.at, until).total_seconds() / 3600
    for level in LEVELS:
        alerted = case.history.alerted.get((None, level))
        if (alerted is None or alerted < filed) and not (level == LEVELS[-1] and terms.granted_by_silence):
            at = working_time.add_hours(filed.at, whole * level / 100)
            yield Timer(at, EventKind.ESCALATED, None, {"level": level})
    if terms.granted_by_silence:
        yield Timer(until, EventKind.OBJECTION_DEEMED, None, {})


def _nudge(limit: Limit, case: Case) -> Timer:
    """The next of: two reminders, then the end. After an outage they do not come in a heap."""
    since, working_time = limit.since.at, case.working_time
    whole = working_time.between(since, limit.until).total_seconds() / 3600
    earliest = since
    for number, share in REMINDERS:
        reminded = case.history.reminded.get((limit.step, number))
        if reminded is None or reminded < limit.since:
            at = max(working_time.add_hours(since, whole * share), earliest)
            return Timer(at, EventKind.REMINDED, limit.step, {"number": number})
        earliest = working_time.add_hours(reminded.at, whole * BETWEEN_REMINDERS)
    return Timer(max(limit.until, earliest), EventKind.LAPSED, limit.step, {})
