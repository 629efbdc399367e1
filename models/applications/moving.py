"""What moves between agencies do to a history: who owns a step, what is offered of it, and who answered it."""

from models.applications.history import History, Moment, Offer, Rerouted
from models.applications.states import Event, EventKind, OfferKind


def begin_clean(history: History, step: str) -> None:
    """Who gets a step from another agency is bound by nothing that one has arranged or found wanting."""
    for of_another in (history.visits, history.returnable, history.unanswered):
        of_another.pop(step, None)


def note_answerer(history: History, step: str) -> None:
    """An answer comes from the agency that has the step, and voids what was offered of it."""
    history.answerers[step] = history.owner(step)
    history.offers.pop(step, None)


def offered(history: History, event: Event, moment: Moment) -> None:
    """Another agency may take the step over, or the secretariat is asked to find one."""
    kind = OfferKind.DIRECTED if event.data.get("directed") else OfferKind.OFFERED
    if event.kind is EventKind.TRANSFER_ASKED:
        kind = OfferKind.ASKED
    history.offers[event.step or ""] = Offer(moment, kind, event.data["agency"], event.data["reason"])


def accepted(history: History, event: Event, moment: Moment) -> None:
    """The steps that move together have another owner, and the clock that they had."""
    for step in event.data["steps"]:
        history.moved[step] = Rerouted(moment, event.data["agency"])
        history.offers.pop(step, None)
        begin_clean(history, step)


def ended(history: History, event: Event, moment: Moment) -> None:
    """Declined or withdrawn: the step stays where it is."""
    history.offers.pop(event.step or "", None)
