"""What has happened to an application, folded into what still counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

from models.applications.states import ApplicationState, Decision, Event, EventKind, OfferKind, Outcome
from models.services.definition import Definition, StepKind


class Moment(NamedTuple):
    """A place in the history. Moments compare by their place alone: a clock set back must not reopen anything."""

    place: int
    at: datetime


class Checked(NamedTuple):
    """What a machine was told, and when."""

    moment: Moment
    outcome: Outcome


class Rerouted(NamedTuple):
    """The agency (hexadecimal id) that got the step from a colleague elsewhere, and when."""

    moment: Moment
    agency: str


class Offer(NamedTuple):
    """A step that another agency (hexadecimal id) may take over; the secretariat, where it was `ASKED` to find one."""

    moment: Moment
    kind: OfferKind
    agency: str
    reason: str


class Visit(NamedTuple):
    """The two times that were proposed (ISO 8601), the one agreed, or what the citizen said instead."""

    times: tuple[str, ...]
    agreed: str | None = None
    declined: str | None = None


class Paid(NamedTuple):
    """Whole rupiah paid for a step so far, and when the last of it came."""

    moment: Moment
    total: int


class Ended(NamedTuple):
    """How it ended without an answer: WITHDRAWN or LAPSED."""

    moment: Moment
    state: ApplicationState


@dataclass(slots=True)
class History:
    """The answers that stand, which steps apply and since when, what was told, and when the citizen's time ran.

    `complete_at` is when the file came as it stands now: silence is counted from then. `returnable` holds, for steps
    that have returned the file before, what the citizen has changed since, and `unanswered` what it found wanting and
    the citizen left as it was: a step may return again for that alone.
    `rerouted` are moves whose clock began anew, as they were until a move needed the receiver's consent; `moved` those
    by consent, and `answerers` the agency (None: the first) that an answer came from.
    `resumed` is when an upheld objection brought a refused file back. An alert without a step is about the objection.
    """

    submitted_at: datetime | None = None
    complete_at: datetime | None = None
    results: dict[str, tuple[Moment, Event]] = field(default_factory=dict)
    applicable: dict[str, bool] = field(default_factory=dict)
    applicable_since: dict[str, Moment] = field(default_factory=dict)
    reopened: dict[str, Moment] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    released_at: Moment | None = None
    returnable: dict[str, set[str]] = field(default_factory=dict)
    unanswered: dict[str, set[str]] = field(default_factory=dict)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    checked: dict[str, Checked] = field(default_factory=dict)
    rerouted: dict[str, Rerouted] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    moved: dict[str, Rerouted] = field(default_factory=dict)
    answerers: dict[str, str | None] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    paid: dict[str, Paid] = field(default_factory=dict)
    alerted: dict[tuple[str | None, int], Moment] = field(default_factory=dict)
    reminded: dict[tuple[str | None, int], Moment] = field(default_factory=dict)
    ended: Ended | None = None
    deemed: Moment | None = None
    objected: Moment | None = None
    resumed: Moment | None = None
    objections: int = 0

    def owner(self, step: str) -> str | None:
        """The agency that a step has gone to; None where it lies with the first."""
        gone = self.moved.get(step) or self.rerouted.get(step)
        return gone.agency if gone else None


def history_of(definition: Definition, events: Iterable[Event]) -> History:
    """Fold the events, oldest first; raises KeyError for an event that lacks what its kind needs."""
    history = History()
    for place, event in enumerate(events):
        _HAPPENS[event.kind](definition, history, event, Moment(place, event.at))
    return history


def _submitted(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.submitted_at = history.complete_at = event.at
    _answer(definition, history, event.data["answers"], moment)


def _decided(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    _record(history, event, moment)


def _record(history: History, event: Event, moment: Moment) -> None:
    """An answer, from the agency that has the step; it voids what was offered of it."""
    step = _step_of(event)
    history.results[step] = moment, event
    history.answerers[step] = history.owner(step)
    history.offers.pop(step, None)


def _checked(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    outcome = Outcome(event.data["outcome"])
    history.checked[_step_of(event)] = Checked(moment, outcome)
    if outcome is Outcome.MATCH:
        _record(history, event, moment)


def _rerouted(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.rerouted[_step_of(event)] = Rerouted(moment, event.data["agency"])
    _begin_clean(history, _step_of(event))


def _begin_clean(history: History, step: str) -> None:
    """Who gets a step from another agency is bound by nothing that one has arranged or found wanting."""
    history.visits.pop(step, None)
    history.returnable.pop(step, None)
    history.unanswered.pop(step, None)


def _transfer_asked(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    offer = Offer(moment, OfferKind.ASKED, event.data["agency"], event.data["reason"])
    history.offers[_step_of(event)] = offer


def _transfer_offered(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    kind = OfferKind.DIRECTED if event.data.get("directed") else OfferKind.OFFERED
    history.offers[_step_of(event)] = Offer(moment, kind, event.data["agency"], event.data["reason"])


def _transfer_accepted(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    for step in event.data["steps"]:
        history.moved[step] = Rerouted(moment, event.data["agency"])
        history.offers.pop(step, None)
        _begin_clean(history, step)


def _transfer_ended(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.offers.pop(_step_of(event), None)


def _visit_proposed(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.visits[_step_of(event)] = Visit(tuple(event.data["times"]))


def _visit_agreed(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    step = _step_of(event)
    history.visits[step] = history.visits[step]._replace(agreed=event.data["time"], declined=None)


def _visit_declined(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    step = _step_of(event)
    history.visits[step] = history.visits[step]._replace(agreed=None, declined=event.data["message"])


def _paid(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    before = history.paid.get(_step_of(event))
    total = (before.total if before else 0) + event.data["amount"]
    history.paid[_step_of(event)] = Paid(moment, total)
    if "since" in event.data:
        history.pauses.append((datetime.fromisoformat(event.data["since"]), event.at))


def _findings_released(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    if not history.released:
        history.pauses.append((event.at, None))
    history.released.update(event.data["steps"])
    history.released_at = moment


def _corrected(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    changed = set(event.data.get("changed", ()))
    for seen in history.returnable.values():
        seen.update(changed)
    for left in history.unanswered.values():
        left.difference_update(changed)
    for step in history.released:
        history.returnable[step] = set(changed)
        history.unanswered[step] = _found_by(history, step) - changed
    for step in history.released | _touched(definition, history, changed):
        history.results.pop(step, None)
        history.visits.pop(step, None)
        history.reopened[step] = moment
    history.released.clear()
    _close_pause(history, event.at)
    history.complete_at = event.at
    _answer(definition, history, event.data["answers"], moment)


def _found_by(history: History, step: str) -> set[str]:
    _, answer = history.results[step]
    return {".".join(finding["path"]) for finding in answer.data.get("findings", ())}


def _touched(definition: Definition, history: History, changed: set[str]) -> set[str]:
    """The steps that have answered on inputs which are no longer what they were; what was paid stays paid."""
    parts = [path.partition(".")[::2] for path in changed]
    return {
        step.key
        for step in definition.steps
        if step.key in history.results
        and step.kind is not StepKind.PAY
        and any(step.looks_at(part, key) for part, key in parts)
    }


def _close_pause(history: History, at: datetime) -> None:
    history.pauses = [(start, at if end is None else end) for start, end in history.pauses]


def _answer(definition: Definition, history: History, answers: Mapping[str, Any], moment: Moment) -> None:
    for step in definition.steps:
        applies = step.when is None or Draft202012Validator(step.when).is_valid(answers)
        if history.applicable.get(step.key) != applies:
            history.applicable[step.key] = applies
            history.applicable_since[step.key] = moment


def _reminded(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.reminded[event.step, event.data["number"]] = moment


def _escalated(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.alerted[event.step, event.data["level"]] = moment


def _lapsed(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.ended = Ended(moment, ApplicationState.LAPSED)


def _withdrawn(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.ended = Ended(moment, ApplicationState.WITHDRAWN)


def _deemed(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.deemed = moment


def _objected(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.objected = moment
    history.objections += 1


def _objection_decided(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.objected = None
    if event.data["upheld"]:
        _resume(history, moment)


def _objection_deemed(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    history.objected = None
    _resume(history, moment)


def _resume(history: History, moment: Moment) -> None:
    """Take the refusal back: its step opens again, and its time in between was nobody's."""
    for step, (refused, result) in list(history.results.items()):
        if result.data.get("decision") == Decision.REFUSE:
            del history.results[step]
            history.reopened[step] = moment
            history.returnable.pop(step, None)
            history.unanswered.pop(step, None)
            history.pauses.append((refused.at, moment.at))
    history.resumed = moment
    history.objections = 0
    history.offers.clear()


def _noted(definition: Definition, history: History, event: Event, moment: Moment) -> None:
    """Something to be remembered that changes nothing of how the steps stand."""


_HAPPENS = {
    EventKind.SUBMITTED: _submitted,
    EventKind.CHECKED: _checked,
    EventKind.DECIDED: _decided,
    EventKind.REROUTED: _rerouted,
    EventKind.TRANSFER_ASKED: _transfer_asked,
    EventKind.TRANSFER_OFFERED: _transfer_offered,
    EventKind.TRANSFER_ACCEPTED: _transfer_accepted,
    EventKind.TRANSFER_DECLINED: _transfer_ended,
    EventKind.TRANSFER_WITHDRAWN: _transfer_ended,
    EventKind.VISIT_PROPOSED: _visit_proposed,
    EventKind.VISIT_AGREED: _visit_agreed,
    EventKind.VISIT_DECLINED: _visit_declined,
    EventKind.PAID: _paid,
    EventKind.FINDINGS_RELEASED: _findings_released,
    EventKind.CORRECTED: _corrected,
    EventKind.REMINDED: _reminded,
    EventKind.ESCALATED: _escalated,
    EventKind.LAPSED: _lapsed,
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
