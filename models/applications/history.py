"""What has happened to an application, as far as it still counts: plain data."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from models.applications.states import ApplicationState, Decision, Event, Lane, OfferKind, Outcome
from models.services.definition import PAYING, Definition, Step, StepKind
from models.services.graph import Graph, Reason


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


class Reported(NamedTuple):
    """Whole rupiah that the citizen says to have paid the state for a step, and when they said so."""

    moment: Moment
    amount: int


class NotFound(NamedTuple):
    """Why the agency owed did not find what was reported, and when it said so."""

    moment: Moment
    reason: str


class Confirmed(NamedTuple):
    """When the report came that the agency owed has found last, and by which way it said so."""

    since: Moment
    lane: Lane | None


class Ended(NamedTuple):
    """How it ended without an answer: WITHDRAWN, or LAPSED, for a bill of `step` where one was not paid."""

    moment: Moment
    state: ApplicationState
    step: str | None = None


@dataclass(slots=True)
class History:
    """The answers that stand, which steps apply, are open and have let others open, and when the citizen's time ran.

    `opened` is since when a step is, or was until its answer, in somebody's hands; `passed` are the steps that no
    longer hold up others. `asked_again` says of the newest correction which steps answer again, and why.
    `complete_at` is when the file came as it stands now: silence is counted from then. `returnable` holds, for steps
    that have returned the file before, what the citizen has changed since, and `unanswered` what it found wanting and
    the citizen left as it was: a step may return again for that alone.
    `owners` are the agencies (hexadecimal ids) that the answers have found for steps.
    `reported` waits for the agency to which the state's money is owed; once it is `confirmed` it counts as `paid`.
    `rerouted` are moves whose clock began anew, as they were until a move needed the receiver's consent; `moved` those
    by consent, and `answerers` the agency (None: the first) that an answer came from.
    `resumed` is when the file came back: refused, and an objection was upheld; or lapsed, although it had been paid.
    An alert without a step is about the objection.
    """

    definition: Definition
    graph: Graph
    submitted_at: datetime | None = None
    complete_at: datetime | None = None
    results: dict[str, tuple[Moment, Event]] = field(default_factory=dict)
    applies: dict[str, bool] = field(default_factory=dict)
    opened: dict[str, Moment] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    asked_again: dict[str, Reason] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    released_at: Moment | None = None
    returnable: dict[str, set[str]] = field(default_factory=dict)
    unanswered: dict[str, set[str]] = field(default_factory=dict)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    checked: dict[str, Checked] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    rerouted: dict[str, Rerouted] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    moved: dict[str, Rerouted] = field(default_factory=dict)
    answerers: dict[str, str | None] = field(default_factory=dict)
    visits: dict[str, Visit] = field(default_factory=dict)
    paid: dict[str, Paid] = field(default_factory=dict)
    given_back: dict[str, int] = field(default_factory=dict)
    reported: dict[str, Reported] = field(default_factory=dict)
    not_found: dict[str, NotFound] = field(default_factory=dict)
    confirmed: dict[str, Confirmed] = field(default_factory=dict)
    alerted: dict[tuple[str | None, int], Moment] = field(default_factory=dict)
    reminded: dict[tuple[str | None, int], Moment] = field(default_factory=dict)
    ended: Ended | None = None
    deemed: Moment | None = None
    objected: Moment | None = None
    resumed: Moment | None = None
    objections: int = 0

    def owner(self, step: str) -> str | None:
        """The agency that a step has gone to, or that the answers have found; None where it lies with the one named."""
        gone = [moves[step] for moves in (self.rerouted, self.moved) if step in moves]
        return max(gone, key=lambda move: move.moment).agency if gone else self.owners.get(step)

    def decision(self, step: str) -> Decision | None:
        """The answer to a step that stands; a machine's match is an approval."""
        if step not in self.results:
            return None
        return Decision(self.results[step][1].data.get("decision", Decision.APPROVE))

    @property
    def is_over(self) -> bool:
        """Whether it ended without what was applied for."""
        return self.ended is not None or any(self.decision(step) is Decision.REFUSE for step in self.results)

    def amount(self, step: Step) -> int:
        """Whole rupiah that a pay step comes to: a fixed amount, or what an officer has set.

        An approval that states none asks for nothing, as an amount of 0 does.
        """
        if step.charge is None:
            return 0
        setter = step.charge.amount_of
        if setter is None:
            return step.charge.amount or 0
        if not self.applies.get(setter) or setter not in self.results:
            return 0
        stated: int | None = self.results[setter][1].data.get("amount")
        return 0 if stated is None else stated

    def owed(self, step: Step) -> int:
        """Whole rupiah of a pay step that nobody has paid yet, or not as far as the agency owed can find."""
        return max(0, self.amount(step) - self.paid_for(step.key))

    def paid_for(self, step: str) -> int:
        """Whole rupiah that count towards a step; a file that is over stands as it stood when money is given back."""
        if step not in self.paid:
            return 0
        return self.paid[step].total - (0 if self.is_over else self.given_back.get(step, 0))

    def surplus(self, step: Step) -> int:
        """Whole rupiah that came for a pay step, are here and not needed: to be given back (decision 21).

        All of it when the file is over without an answer that grants it, once no objection is open. None of it while
        the amount is being set anew.
        """
        if step.kind is not StepKind.PAY or step.key not in self.paid:
            return 0
        here = self.paid[step.key].total - self.given_back.get(step.key, 0)
        if self.is_over and self.objected is None:
            return here
        if not self.applies.get(step.key):
            return here
        return 0 if self._is_being_set(step) else max(0, here - self.amount(step))

    def _is_being_set(self, step: Step) -> bool:
        setter = step.charge.amount_of if step.charge else None
        if setter is None or not self.applies.get(setter):
            return False
        return self.decision(setter) is not Decision.APPROVE

    def law_answers(self, step: Step) -> bool:
        """Whether silence counts as this step's consent (UU 30/2014 Ps 53): never where something is owed.

        A written decision is recorded first unless the definition lets the head sign at once.
        """
        deemed, definition = self.definition.deemed_approval, self.definition
        if self.deemed is None or step.key == definition.last_step.key or step.kind in PAYING:
            return False
        if definition.sets_amount(step.key):
            return False
        return step.kind is not StepKind.DECIDE or (deemed is not None and deemed.sign)
