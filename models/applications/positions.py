"""How an application stands: what the engine answers, as plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from models.applications.history import Moment, Offer
from models.applications.states import (
    ApplicationState,
    Decision,
    EventKind,
    Hands,
    Lane,
    Outcome,
    TaskState,
)
from models.services.definition import BRANCH_KINDS, StepKind
from models.services.graph import Reason


@dataclass(frozen=True, slots=True)
class TaskPosition:
    """How one step stands: in whose hands, since when and until when it is open, and how it was answered.

    `clock` is where its working time begins: the opening, or a later re-routing. `amount` is in whole rupiah:
    what is still to be paid, or what the officer has set. `agency` (hexadecimal id) is set where the answers found it,
    or after it moved to another; `offer` while one may take it over. `may_return` is None where everything may be found
    wanting, else the paths that the citizen changed since this step returned the file, and those of its findings that
    were left `unanswered`. `surplus` is what came for a pay step and is to be given back, in whole rupiah.
    `asked_again` is why the newest correction opened it again.
    """

    state: TaskState
    hands: Hands = Hands.OFFICER
    opened_at: datetime | None = None
    clock: Moment | None = None
    due_at: datetime | None = None
    decision: Decision | None = None
    reason: str | None = None
    findings: tuple[Mapping[str, Any], ...] = ()
    decided_at: datetime | None = None
    lane: Lane | None = None
    amount: int | None = None
    outcome: Outcome | None = None
    agency: str | None = None
    visit_times: tuple[str, ...] = ()
    visit_at: str | None = None
    visit_declined: str | None = None
    may_return: frozenset[str] | None = None
    unanswered: frozenset[str] = frozenset()
    offer: Offer | None = None
    asked_again: Reason | None = None
    surplus: int = 0


Waits = tuple[tuple[datetime, datetime | None], ...]
"""Spans in order and without overlaps; the last one may still go on."""


class Timer(NamedTuple):
    """What happens by time alone, and when: findings released, somebody reminded, a limit passed."""

    at: datetime
    kind: EventKind
    step: str | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Position:
    """Where an application stands: its state, every step, what is due, and what time alone will do to it.

    `due_at` is the promise to the citizen, None while it waits for them; `citizen_due_at` is by when they have to act;
    `waits` are the times in which it waited for them, the last one perhaps without an end. `timers` are in order.
    `lapsed_for` is the pay step for whose bill it was closed.
    """

    state: ApplicationState
    tasks: Mapping[str, TaskPosition]
    due_at: datetime | None
    citizen_due_at: datetime | None
    told: frozenset[str]
    unreleased: frozenset[str]
    waits: Waits
    timers: tuple[Timer, ...]
    finished_at: datetime | None
    objection_open: bool
    objection_until: datetime | None
    lapsed_for: str | None = None

    @property
    def wake_at(self) -> datetime | None:
        """When the first timer runs out."""
        return self.timers[0].at if self.timers else None

    def open_steps(self) -> list[str]:
        """The steps that somebody should be working on."""
        return [key for key, task in self.tasks.items() if task.state is TaskState.OPEN]

    def waiting_steps(self) -> list[str]:
        """The steps that will open when others are done."""
        return [key for key, task in self.tasks.items() if task.state is TaskState.WAITING]


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
