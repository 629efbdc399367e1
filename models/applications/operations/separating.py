"""Separation of duties: nobody stands on both sides of a decision."""

from collections.abc import Callable
from uuid import UUID

from models.accounts.queries import officers_of
from models.applications import tables
from models.applications.errors import SameOfficer
from models.applications.journal import Journal
from models.applications.states import Decision, EventKind, Lane
from models.kit.actor import Actor, OfficerRole
from models.services.definition import BRANCH_KINDS, Definition, Step, StepKind

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


def _checked(earlier: tables.Event, now: Step, definition: Definition) -> bool:
    """Whoever has answered a check, a verification or a visit does not decide, for whatever agency it was."""
    return now.decides and definition.step(earlier.step or "").kind in BRANCH_KINDS


def _granted(earlier: tables.Event, now: Step, definition: Definition) -> bool:
    """Whoever has granted it does not check it afterwards."""
    granted = earlier.data.get("decision") == Decision.APPROVE and definition.step(earlier.step or "").decides
    return granted and now.kind in BRANCH_KINDS


_ALWAYS: tuple[Rule, ...] = (_kept_apart, _entered_paper, _decided, _checked, _granted)


def _refused(earlier: tables.Event, now: Step, definition: Definition) -> bool:
    """Whoever has refused does not look again after an upheld objection."""
    return earlier.step == now.key and earlier.data.get("decision") == Decision.REFUSE


async def must_be_another(journal: Journal, task: tables.Task, *, by: Actor) -> None:
    """Raise SameOfficer where an earlier answer of the officer's own wants somebody else.

    A refusal does so only where somebody else of the agency may answer.
    """
    if _is_barred(journal, task, by.account):
        raise SameOfficer("taskId")
    now = journal.definition.step(task.step)
    refused = any(_refused(row, now, journal.definition) for row in _answers_of(journal, by.account))
    if refused and await _has_another(journal, task, by):
        raise SameOfficer("taskId")


def _is_barred(journal: Journal, task: tables.Task, officer: UUID) -> bool:
    now, definition = journal.definition.step(task.step), journal.definition
    own = _answers_of(journal, officer)
    return any(rule(row, now, definition) for row in own for rule in _ALWAYS)


def _answers_of(journal: Journal, officer: UUID) -> list[tables.Event]:
    return [row for row in journal.events if row.kind in _ANSWERS and row.actor_id == officer]


async def _has_another(journal: Journal, task: tables.Task, by: Actor) -> bool:
    officers = await officers_of(task.agency_id, OfficerRole(task.role))
    return any(id != by.account and not _is_barred(journal, task, id) for id in officers)
