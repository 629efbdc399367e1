"""What has happened to an application, folded into what still counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from jsonschema import Draft202012Validator

from models.applications.states import Event, EventKind
from models.services.definition import Definition


class Moment(NamedTuple):
    """A place in the history. Moments compare by their place alone: a clock set back must not reopen anything."""

    place: int
    at: datetime


@dataclass(slots=True)
class History:
    """The answers that stand, which steps apply and since when, what was told, and when the citizen's time ran."""

    submitted_at: datetime | None = None
    results: dict[str, tuple[Moment, Event]] = field(default_factory=dict)
    applicable: dict[str, bool] = field(default_factory=dict)
    applicable_since: dict[str, Moment] = field(default_factory=dict)
    reopened: dict[str, Moment] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)


def history_of(definition: Definition, events: Iterable[Event]) -> History:
    """Fold the events, oldest first; raises KeyError for an event that lacks what its kind needs."""
    history = History()
    for place, event in enumerate(events):
        _HAPPENS[event.kind](definition, history, event, Moment(place, event.at))
    return history


def _submitted(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.submitted_at = event.at
    _answer(definition, history, event, moment)


def _decided(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.results[_step_of(event)] = moment, event


def _findings_released(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    if not history.released:
        history.pauses.append((event.at, None))
    history.released.update(event.data["steps"])


def _corrected(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    for step in history.released:
        history.results.pop(step, None)
        history.reopened[step] = moment
    history.released.clear()
    if history.pauses and history.pauses[-1][1] is None:
        history.pauses[-1] = (history.pauses[-1][0], event.at)
    _answer(definition, history, event, moment)


def _answer(definition: Definition, history: History, event: Event, moment: Moment) -> None:
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
