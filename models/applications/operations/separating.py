"""Separation of duties: nobody stands on both sides of a decision."""

from collections.abc import Callable

from models.accounts.queries import officers_of
from models.applications import tables
from models.applications.errors import SameOfficer
from models.applications.journal import Journal
from models.applications.states import Decision, EventKind, Lane
from models.kit.actor import Actor, OfficerRole
from models.services.definition import Definition, Step, StepKind

Rule = Callable[[tables.Event, Step, Definition], bool]
"""Whether an earlier answer of an officer's keeps them away from the step that is open now."""

_ANSWERS = frozenset({EventKind.DECIDED, EventKind.ISSUED})
_JUDGES = frozenset({StepKind.DECIDE, StepKind.SIGN})


def _kept_apart(earlier: tables.Event, now: Step, definition: Definition) -> bool:
    """The definition wants somebody else than who answered that step."""
    return earlier.step in now.other_officer_than


def _entered_paper(earlier: tables.Event, now: Step, definition: Definition) -> bool:
    """Whoever has entered another step's answer from paper neither decides nor signs."""
    elsewhere = earlier.step != now.key
    return elsewhere and earlier.data.get("lane") == Lane.PAPER and now.kind in _JUDGES


def _decided(earlier: tables.Event, now: Step, definition: Definition) -> bool:
    """Whoever has decided does not sign in the head's place."""
    return now.kind is StepKind.SIGN and definition.step(earlier.step or "").kind is StepKind.DECIDE


_ALWAYS: tuple[Rule, ...] = (_kept_apart, _entered_paper, _decided)


def _refused(earlier: tables.Event, now: Step, definition: Definition) -> bool:
    """Whoever has refused does not look again after an upheld objection."""
    return earlier.step == now.key and earlier.data.get("decision") == Decision.REFUSE


async def must_be_another(journal: Journal, task: tables.Task, *, by: Actor) -> None:
    """Raise SameOfficer where an earlier answer of the officer's own wants somebody else.

    A refusal does so only where somebody else of the agency could answer.
    """
    now = journal.definition.step(task.step)
    own = [row for row in journal.events if row.kind in _ANSWERS and row.actor_id == by.account]
    if any(rule(row, now, journal.definition) for row in own for rule in _ALWAYS):
        raise SameOfficer("taskId")
    refused = any(_refused(row, now, journal.definition) for row in own)
    if refused and await _has_another(task, by):
        raise SameOfficer("taskId")


async def _has_another(task: tables.Task, by: Actor) -> bool:
    return any(id != by.account for id in await officers_of(task.agency_id, OfficerRole(task.role)))
