"""Folding what has happened, event by event, into what still counts."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from models.applications import moving
from models.applications.asking_again import apply_conditions, ask_again, found_by
from models.applications.history import (
    Checked,
    Confirmed,
    Ended,
    History,
    Moment,
    NotFound,
    Paid,
    Reported,
    Rerouted,
    Visit,
)
from models.applications.moving import begin_clean, note_answerer
from models.applications.opening import bills_of, close_step, open_what_can
from models.applications.states import ApplicationState, Decision, Event, EventKind, Lane, Outcome
from models.services.definition import Definition
from models.services.graph import graph_of


def history_of(definition: Definition, events: Iterable[Event]) -> History:
    """Fold the events, oldest first; raises KeyError for an event that lacks what its kind needs."""
    history = History(definition, graph_of(definition))
    for place, event in enumerate(events):
        moment, bills = Moment(place, event.at), bills_of(history)
        _HAPPENS[event.kind](history, event, moment)
        open_what_can(history, moment)
        _end_waiting(history, bills, event.at)
    return history


def _end_waiting(history: History, before: Mapping[str, Moment], at: datetime) -> None:
    """The time in which a bill was open is the citizen's, whatever ended it."""
    now = bills_of(history)
    ended = [opened.at for key, opened in before.items() if now.get(key) != opened]
    history.pauses += [(since, max(since, at)) for since in ended]


def _submitted(history: History, event: Event, moment: Moment) -> None:
    history.submitted_at = history.complete_at = event.at
    history.owners = {step: found["agency"] for step, found in event.data.get("owners", {}).items()}
    apply_conditions(history, event.data["answers"])


def _decided(history: History, event: Event, moment: Moment) -> None:
    if _step_of(event) in history.reported:
        _payment_found(history, event, moment)
        return
    _answer(history, event, moment)
    if event.data.get("decision") == Decision.RETURN:
        history.returnable[_step_of(event)] = set()
        history.unanswered[_step_of(event)] = found_by(history, _step_of(event))


def _answer(history: History, event: Event, moment: Moment) -> None:
    history.results[_step_of(event)] = moment, event
    note_answerer(history, _step_of(event))
    history.opened.setdefault(_step_of(event), moment)


def _checked(history: History, event: Event, moment: Moment) -> None:
    outcome = Outcome(event.data["outcome"])
    history.checked[_step_of(event)] = Checked(moment, outcome)
    if outcome is Outcome.MATCH:
        _answer(history, event, moment)


def _rerouted(history: History, event: Event, moment: Moment) -> None:
    history.rerouted[_step_of(event)] = Rerouted(moment, event.data["agency"])
    begin_clean(history, _step_of(event))


def _visit_proposed(history: History, event: Event, moment: Moment) -> None:
    history.visits[_step_of(event)] = Visit(tuple(event.data["times"]))


def _visit_agreed(history: History, event: Event, moment: Moment) -> None:
    step = _step_of(event)
    history.visits[step] = history.visits[step]._replace(agreed=event.data["time"], declined=None)


def _visit_declined(history: History, event: Event, moment: Moment) -> None:
    step = _step_of(event)
    history.visits[step] = history.visits[step]._replace(agreed=None, declined=event.data["message"])


def _paid(history: History, event: Event, moment: Moment) -> None:
    before = history.paid.get(_step_of(event))
    total = (before.total if before else 0) + event.data["amount"]
    history.paid[_step_of(event)] = Paid(moment, total)


def _refunded(history: History, event: Event, moment: Moment) -> None:
    """Money that counted and is given back counts no more; what never counted, such as a second payment, did not."""
    if event.data["counted"]:
        before = history.given_back.get(_step_of(event), 0)
        history.given_back[_step_of(event)] = before + event.data["amount"]


def _payment_reported(history: History, event: Event, moment: Moment) -> None:
    history.reported[_step_of(event)] = Reported(moment, event.data["amount"])
    history.not_found.pop(_step_of(event), None)


def _payment_found(history: History, event: Event, moment: Moment) -> None:
    """The agency owed confirms what was reported; the application itself has no answer in this."""
    step, lane = _step_of(event), event.data.get("lane")
    reported = history.reported.pop(step)
    history.paid[step] = Paid(moment, history.paid_for(step) + reported.amount)
    history.confirmed[step] = Confirmed(reported.moment, Lane(lane) if lane else None)


def _payment_not_found(history: History, event: Event, moment: Moment) -> None:
    del history.reported[_step_of(event)]
    history.not_found[_step_of(event)] = NotFound(moment, event.data["reason"])


def _findings_released(history: History, event: Event, moment: Moment) -> None:
    if not history.released:
        history.pauses.append((event.at, None))
    history.released.update(event.data["steps"])
    history.released_at = moment


def _corrected(history: History, event: Event, moment: Moment) -> None:
    changed = set(event.data.get("changed", ()))
    for seen in history.returnable.values():
        seen.update(changed)
    for left in history.unanswered.values():
        left.difference_update(changed)
    owners = event.data.get("owners", {})
    begun = apply_conditions(history, event.data["answers"])
    ask_again(history, begun, changed, moved=owners.keys())
    for step, found in owners.items():
        _move(history, step, found["agency"])
    history.released.clear()
    _close_pause(history, event.at)
    history.complete_at = event.at


def _move(history: History, step: str, agency: str) -> None:
    """Give a step to the agency that is competent now, which looks at it with clean hands."""
    close_step(history, step)
    begin_clean(history, step)
    for of_another in (history.rerouted, history.moved, history.offers, history.answerers):
        of_another.pop(step, None)
    history.owners[step] = agency


def _close_pause(history: History, at: datetime) -> None:
    history.pauses = [(start, at if end is None else end) for start, end in history.pauses]


def _reminded(history: History, event: Event, moment: Moment) -> None:
    history.reminded[event.step, event.data["number"]] = moment


def _escalated(history: History, event: Event, moment: Moment) -> None:
    history.alerted[event.step, event.data["level"]] = moment


def _lapsed(history: History, event: Event, moment: Moment) -> None:
    history.ended = Ended(moment, ApplicationState.LAPSED, event.step)


def _reopened(history: History, event: Event, moment: Moment) -> None:
    """It was closed for a bill that had been paid in time: the time between was nobody's, every clock begins anew."""
    if history.ended is None:
        raise ValueError("only what has ended is reopened")
    history.pauses.append((history.ended.moment.at, moment.at))
    history.ended, history.resumed = None, moment
    history.offers.clear()
    _bill_anew(history)


def _withdrawn(history: History, event: Event, moment: Moment) -> None:
    history.ended = Ended(moment, ApplicationState.WITHDRAWN)


def _deemed(history: History, event: Event, moment: Moment) -> None:
    history.deemed = moment


def _objected(history: History, event: Event, moment: Moment) -> None:
    history.objected = moment
    history.objections += 1


def _objection_decided(history: History, event: Event, moment: Moment) -> None:
    history.objected = None
    if event.data["upheld"]:
        _resume(history, moment)


def _objection_deemed(history: History, event: Event, moment: Moment) -> None:
    history.objected = None
    _resume(history, moment)


def _resume(history: History, moment: Moment) -> None:
    """Take the refusal back: its step opens again, and its time in between was nobody's."""
    for step, (refused, result) in list(history.results.items()):
        if result.data.get("decision") == Decision.REFUSE:
            for answers in (history.results, history.opened, history.checked):
                answers.pop(step, None)
            history.returnable.pop(step, None)
            history.unanswered.pop(step, None)
            history.pauses.append((refused.at, moment.at))
    history.resumed = moment
    history.objections = 0
    history.offers.clear()
    _bill_anew(history)


def _bill_anew(history: History) -> None:
    """Money that was given back while the file was over is asked for as for the first time."""
    for step in history.graph.bills:
        if history.given_back.get(step.key) and history.owed(step):
            history.opened.pop(step.key, None)


def _noted(history: History, event: Event, moment: Moment) -> None:
    """Something to be remembered that changes nothing of how the steps stand."""


_HAPPENS = {
    EventKind.SUBMITTED: _submitted,
    EventKind.CHECKED: _checked,
    EventKind.DECIDED: _decided,
    EventKind.REROUTED: _rerouted,
    EventKind.TRANSFER_ASKED: moving.offered,
    EventKind.TRANSFER_OFFERED: moving.offered,
    EventKind.TRANSFER_ACCEPTED: moving.accepted,
    EventKind.TRANSFER_DECLINED: moving.ended,
    EventKind.TRANSFER_WITHDRAWN: moving.ended,
    EventKind.VISIT_PROPOSED: _visit_proposed,
    EventKind.VISIT_AGREED: _visit_agreed,
    EventKind.VISIT_DECLINED: _visit_declined,
    EventKind.PAID: _paid,
    EventKind.REFUNDED: _refunded,
    EventKind.PAYMENT_REPORTED: _payment_reported,
    EventKind.PAYMENT_NOT_CONFIRMED: _payment_not_found,
    EventKind.FINDINGS_RELEASED: _findings_released,
    EventKind.CORRECTED: _corrected,
    EventKind.REMINDED: _reminded,
    EventKind.ESCALATED: _escalated,
    EventKind.LAPSED: _lapsed,
    EventKind.REOPENED: _reopened,
    EventKind.DEEMED_APPROVED: _deemed,
    EventKind.WITHDRAWN: _withdrawn,
    EventKind.OBJECTED: _objected,
    EventKind.OBJECTION_DECIDED: _objection_decided,
    EventKind.OBJECTION_DEEMED: _objection_deemed,
    EventKind.ISSUED: _decided,
    EventKind.REVOKED: _noted,
    EventKind.RECALCULATED: _noted,
}


def _step_of(event: Event) -> str:
    if event.step is None:
        raise ValueError(f"a {event.kind} event names its step")
    return event.step
