"""Appending to an application's history, and storing what `advance` makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from models.accounts.operations import must_be_here
from models.applications import tables
from models.applications.accepting import ACCEPTED, keep_accepted
from models.applications.folding import history_of
from models.applications.moves import must_allow
from models.applications.notifying import notify, tell_of_surplus
from models.applications.owing import newly_owed, tell_owed
from models.applications.positions import Position
from models.applications.states import Event, EventKind
from models.applications.storing import Stale, grant_objection, is_stale, store
from models.applications.workflow import advance, due
from models.calendar.queries import working_time
from models.calendar.workflow import WorkingTime
from models.kit.actor import SYSTEM, Actor, ActorKind
from models.kit.regency import Regency
from models.services.definition import Definition
from models.services.queries import service_versions


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

    async def holders(self) -> dict[str, UUID]:
        """Who has each step now, or would have it if it were asked again; whoever answered it may be somebody else."""
        history = history_of(self.definition, map(_event, self.events))
        holders = dict[str, UUID]()
        for task in await tables.Task.filter(application_id=self.application.id).only("step", "agency_id"):
            owner = history.owner(task.step)
            holders[task.step] = UUID(hex=owner) if owner else task.agency_id
        return holders

    async def append(
        self, *happenings: Happening, by: Actor, at: datetime, in_time: bool = False
    ) -> Position:
        """Write down what happened and what is due; store what it adds up to, with the jobs and messages that follow.

        What time has decided by now comes first, unless it happened `in_time` and is told late. Raises EventNotAllowed
        where the state does not allow it, NoLongerHere for an officer who has left meanwhile. How many statements it
        takes does not depend on the history.
        """
        if by.kind is ActorKind.OFFICER:
            await must_be_here(by.account)
        before = len(self.events)
        for happening in happenings:
            if happening.kind is not EventKind.SUBMITTED:
                event = Event(happening.kind, at, happening.step, happening.data)
                position = self.position(at) if in_time else self._let_time_pass(at)
                must_allow(self.definition, position, event)
            self._note(happening, by=by, at=at)
        return await self._settle(before, at=at)

    async def wake(self, *, at: datetime) -> Position:
        """Write down what time alone has brought about, and store what it adds up to."""
        return await self._settle(len(self.events), at=at)

    async def recalculate(self, cause: str, *, at: datetime, moved: bool = False) -> bool:
        """Store what calendar and rules give now, with a trace; when nothing is otherwise nothing is written.

        `cause` says what has changed in the calendar. `moved` tells of a deadline beside those of the steps that has
        moved already.
        """
        stale = await is_stale(self.application, self.events, self.position(at))
        if not moved and stale is None:
            return False
        data = {"cause": "rules"} if stale is Stale.STEPS else {"cause": cause}
        await self.append(Happening(EventKind.RECALCULATED, data=data), by=SYSTEM, at=at)
        return True

    async def _settle(self, before: int, *, at: datetime) -> Position:
        position = self._let_time_pass(at)
        new = self.events[before:]
        if new:
            await tables.Event.bulk_create(new)
        earlier = self.application.state
        owed = await newly_owed(self.application.id, self.definition, position)
        surplus = await store(self.application, self.events, position, self.clock, at=at)
        if any(row.kind == EventKind.OBJECTION_DEEMED for row in new):
            await grant_objection(self.application.id, at=at)
        if position.state in ACCEPTED and earlier != position.state:
            await keep_accepted(self.application, self.definition, at=at, regency=self.regency)
        await notify(self.application, self.definition, new, earlier, position, at=at, regency=self.regency)
        if surplus:
            await tell_of_surplus(self.application, surplus, at=at, regency=self.regency)
        await tell_owed(self.application, owed, new, at=at, regency=self.regency)
        return position

    def _let_time_pass(self, at: datetime) -> Position:
        """Note what is due by now, and answer where that leaves the application."""
        position = self.position(at)
        while (timer := due(position, at)) is not None:
            self._note(Happening(timer.kind, timer.step, timer.data), by=SYSTEM, at=at)
            position = self.position(at)
        return position

    def _note(self, happening: Happening, *, by: Actor, at: datetime) -> None:
        self.events.append(
            tables.Event(
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


def times_sent(events: Sequence[tables.Event]) -> int:
    """How many times the citizen has sent the file: first and at each correction."""
    return sum("answers" in row.data for row in events)


def current_answers(events: Sequence[tables.Event]) -> dict[str, Any]:
    """The answers as they stand after the newest submission or correction."""
    return next(dict(row.data["answers"]) for row in reversed(events) if "answers" in row.data)
