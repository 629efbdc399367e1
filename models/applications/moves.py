"""Which events a state allows: the moves as data, and the one question about them."""

from collections.abc import Mapping

from models.applications.errors import EventNotAllowed
from models.applications.positions import Position, TaskPosition
from models.applications.states import (
    TRANSFERS,
    ApplicationState,
    Decision,
    Event,
    EventKind,
    Hands,
    OfferKind,
    TaskState,
)
from models.services.definition import PAYING, Definition, StepKind

_STATE = ApplicationState
_WITH_AGENCIES = frozenset({_STATE.IN_PROGRESS, _STATE.RETURNED, _STATE.APPROVED, _STATE.DEEMED_APPROVED})

ALLOWED: Mapping[EventKind, frozenset[ApplicationState]] = {
    EventKind.SUBMITTED: frozenset({_STATE.DRAFT}),
    EventKind.CHECKED: _WITH_AGENCIES,
    EventKind.DECIDED: _WITH_AGENCIES,
    EventKind.REROUTED: _WITH_AGENCIES,
    **dict.fromkeys(TRANSFERS, _WITH_AGENCIES),
    EventKind.VISIT_PROPOSED: _WITH_AGENCIES,
    EventKind.VISIT_AGREED: _WITH_AGENCIES,
    EventKind.VISIT_DECLINED: _WITH_AGENCIES,
    EventKind.PAID: _WITH_AGENCIES,
    EventKind.REFUNDED: frozenset(_STATE) - {_STATE.DRAFT},
    EventKind.PAYMENT_REPORTED: _WITH_AGENCIES,
    EventKind.PAYMENT_NOT_CONFIRMED: _WITH_AGENCIES,
    EventKind.FINDINGS_RELEASED: _WITH_AGENCIES - {_STATE.DEEMED_APPROVED},
    EventKind.CORRECTED: frozenset({_STATE.RETURNED}),
    EventKind.REMINDED: _WITH_AGENCIES,
    EventKind.ESCALATED: _WITH_AGENCIES | {_STATE.REFUSED},
    EventKind.LAPSED: _WITH_AGENCIES,
    EventKind.REOPENED: frozenset({_STATE.LAPSED}),
    EventKind.DEEMED_APPROVED: frozenset({_STATE.IN_PROGRESS}),
    EventKind.WITHDRAWN: _WITH_AGENCIES,
    EventKind.OBJECTED: frozenset({_STATE.REFUSED}),
    EventKind.OBJECTION_DECIDED: frozenset({_STATE.REFUSED}),
    EventKind.OBJECTION_DEEMED: frozenset({_STATE.REFUSED}),
    EventKind.ISSUED: _WITH_AGENCIES,
    EventKind.REVOKED: frozenset({_STATE.ISSUED}),
    EventKind.RECALCULATED: _WITH_AGENCIES | {_STATE.REFUSED},
}
"""The states in which each kind of event may happen."""

_KINDS: Mapping[EventKind, frozenset[StepKind]] = {
    EventKind.CHECKED: frozenset({StepKind.CHECK}),
    EventKind.DECIDED: frozenset(StepKind) - {StepKind.PAY},
    EventKind.VISIT_PROPOSED: frozenset({StepKind.VISIT}),
    EventKind.VISIT_AGREED: frozenset({StepKind.VISIT}),
    EventKind.VISIT_DECLINED: frozenset({StepKind.VISIT}),
    EventKind.PAID: frozenset({StepKind.PAY}),
    EventKind.REFUNDED: frozenset({StepKind.PAY}),
    EventKind.PAYMENT_REPORTED: frozenset({StepKind.PAY_STATE}),
    EventKind.PAYMENT_NOT_CONFIRMED: frozenset({StepKind.PAY_STATE}),
    EventKind.ISSUED: frozenset({StepKind.SIGN}),
    EventKind.REROUTED: frozenset({StepKind.CHECK, StepKind.VERIFY, StepKind.VISIT}),
    **dict.fromkeys(TRANSFERS, frozenset(StepKind) - PAYING),
}
"""The kinds of steps about which such an event can be."""

_HANDS: Mapping[EventKind, Hands] = {
    EventKind.PAYMENT_REPORTED: Hands.CITIZEN,
    EventKind.PAYMENT_NOT_CONFIRMED: Hands.OFFICER,
}
"""In whose hands the step has to lie."""

_PEOPLE = frozenset({Hands.OFFICER, Hands.HEAD})
_OPEN = frozenset({TaskState.OPEN})
_STANDING: Mapping[EventKind, frozenset[TaskState]] = {
    EventKind.PAID: frozenset({TaskState.OPEN, TaskState.WAITING}),
    EventKind.REFUNDED: frozenset(TaskState),
}
"""How the step has to stand where it need not be open: money may come while the file is being corrected, and go at
any time.
"""


def must_allow(definition: Definition, position: Position, event: Event) -> None:
    """Raise EventNotAllowed, naming the event and the state, unless the event may happen here and now."""
    if position.state not in ALLOWED[event.kind] or not _fits(definition, position, event):
        raise EventNotAllowed(event=event.kind.value, state=position.state.value)


def _fits(definition: Definition, position: Position, event: Event) -> bool:
    if event.kind in _KINDS:
        return _fits_step(definition, position, event)
    if event.kind is EventKind.FINDINGS_RELEASED:
        return bool(event.data["steps"]) and position.unreleased >= set(event.data["steps"])
    if event.kind is EventKind.OBJECTED:
        until = position.objection_until
        return until is not None and event.at <= until
    if event.kind in {EventKind.OBJECTION_DECIDED, EventKind.OBJECTION_DEEMED}:
        return position.objection_open
    if event.kind is EventKind.REOPENED:
        return event.step is not None and event.step == position.lapsed_for
    if event.kind is EventKind.ESCALATED:
        return position.objection_open == (event.step is None)
    return True


def _fits_step(definition: Definition, position: Position, event: Event) -> bool:
    task = position.tasks.get(event.step or "")
    if task is None or task.state not in _STANDING.get(event.kind, _OPEN):
        return False
    kind = definition.step(event.step or "").kind
    if kind not in _KINDS[event.kind] or task.hands is not _HANDS.get(event.kind, task.hands):
        return False
    if event.kind is EventKind.DECIDED:
        decision = Decision(event.data["decision"])
        confirms = kind is not StepKind.PAY_STATE or decision is Decision.APPROVE
        return confirms and may_decide(position, event.step or "", decision)
    if event.kind in {EventKind.VISIT_AGREED, EventKind.VISIT_DECLINED}:
        return bool(task.visit_times)
    if event.kind in TRANSFERS:
        return _may_move(task, event)
    return True


def _may_move(task: TaskPosition, event: Event) -> bool:
    """What people have in hand is offered once at a time; only what was offered is taken, declined or withdrawn.

    The secretariat directs what it was asked to find somebody for, and what nobody has offered yet.
    """
    offer = task.offer
    match event.kind:
        case EventKind.TRANSFER_ASKED:
            return task.hands in _PEOPLE and offer is None
        case EventKind.TRANSFER_OFFERED:
            asked = event.data.get("directed") and offer is not None and offer.kind is OfferKind.ASKED
            return task.hands in _PEOPLE and (offer is None or bool(asked))
        case EventKind.TRANSFER_ACCEPTED:
            wanted = offer is not None and offer.kind is not OfferKind.ASKED
            return wanted and offer is not None and offer.agency == event.data["agency"]
        case _:
            return offer is not None


def may_decide(position: Position, step: str, decision: Decision) -> bool:
    """Whether an open step may be answered so: what the law has granted is neither returned nor refused."""
    if position.tasks[step].hands in {Hands.MACHINE, Hands.CITIZEN}:
        return False
    return decision is Decision.APPROVE or position.state is not ApplicationState.DEEMED_APPROVED
