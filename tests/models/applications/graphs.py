"""Made-up definitions and histories for the engine's tests."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from models.applications.moves import may_decide
from models.applications.positions import Position, TaskPosition
from models.applications.receivers import moving_with
from models.applications.states import (
    ApplicationState,
    Decision,
    Event,
    EventKind,
    Hands,
    OfferKind,
    TaskState,
)
from models.applications.workflow import RUNNING, advance, due
from models.calendar.workflow import WorkingTime
from models.services.definition import Definition, StepKind
from models.services.reading import read_definition

CLOCK = WorkingTime(ZoneInfo("Asia/Jakarta"))
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
ENDED = frozenset(ApplicationState) - RUNNING - {ApplicationState.DRAFT}
FIELDS = ("a", "b", "c")
FIRST_AGENCY = "f" * 32
AGENCIES = ("1" * 32, "2" * 32, "3" * 32)
"""To which steps move; as hexadecimal ids."""


def definition_of(steps: Sequence[Mapping[str, Any]], **more: Any) -> Definition:
    """A service with these steps and three yes-or-no fields."""
    words = (
        "duration fee product complaints facilities competence supervision staff guarantee safety evaluation"
    )
    standard: dict[str, Any] = {word: word for word in words.split()}
    standard |= {"requirements": [], "procedure": [], "legal_basis": []}
    return read_definition(
        {
            "slug": "contoh",
            "code": "CTH",
            "title": "Contoh",
            "summary": "Contoh",
            "issuer": "dpmptsp",
            "promised_working_days": 5,
            "fee": {"amount": 0, "text": "Gratis"},
            "standard": standard,
            "form": {"type": "object", "properties": {name: {"type": "boolean"} for name in FIELDS}},
            "sections": [],
            "documents": [],
            "steps": steps,
            "output": {
                "template": "umum",
                "title": "x",
                "number_format": "x",
                "statement": "x",
                "states": [],
            },
            **more,
        }
    )


def step(
    key: str, kind: str, needs: Sequence[str], when: str | None = None, sees: Sequence[str] | None = None
) -> dict[str, Any]:
    """A step, open only when the field `when` is yes; `sees` None for everything."""
    written: dict[str, Any] = {
        "key": key,
        "title": key,
        "kind": kind,
        "agency": key,
        "needs": list(needs),
        "working_hours": 8,
    }
    if when:
        written |= {"when": {"required": [when], "properties": {when: {"const": True}}}}
    if sees is not None:
        written |= {"sees": {"fields": list(sees), "documents": []}}
    if kind == "check":
        written |= {"check": {"ask": "population"}}
    if kind == "pay":
        written |= {"bill": {"amount": 10_000, "text": "x"}}
    if kind == "pay-state":
        written |= {"state_revenue": {"amount": 10_000, "text": "x", "how": "x", "working_days": 10}}
    return written


def side_by_side(keys: Sequence[str]) -> Definition:
    """These branches side by side, each of which looks at everything, then decide, then sign."""
    branches = [step(key, "verify", []) for key in keys]
    return definition_of([*branches, step("decide", "decide", keys), step("sign", "sign", ["decide"])])


@st.composite
def graphs(draw: st.DrawFn) -> Definition:
    """One to seven steps of any kind that need any of those before them, some under a condition, some gates, some
    setting what a later one bills; then decide, then sign.
    """
    steps = [_any_step(draw, number) for number in range(draw(st.integers(1, 7)))]
    for number, one in enumerate(steps):
        setters = [other["key"] for other in steps[:number] if other["kind"] == "verify"]
        charge: dict[str, Any] | None = one.get("bill") or one.get("state_revenue")
        if charge is not None and bool(setters) and draw(st.sampled_from([True, False])):
            del charge["amount"]
            charge["amount_of"] = draw(st.sampled_from(setters))
            one["needs"] = sorted({*one["needs"], charge["amount_of"]})
    for one in _gates(draw, steps):
        one["gate"] = True
    awaited = {need for one in steps for need in one["needs"]}
    also = draw(st.sets(st.sampled_from([one["key"] for one in steps])))
    ends = [one["key"] for one in steps if one["key"] in also or one["key"] not in awaited]
    steps.append(step("decide", "decide", ends))
    steps.append(step("sign", "sign", ["decide"]))
    objection = {"objection": {"granted_by_silence": draw(st.booleans())}}
    deemed = {"deemed_approval": {"basis": "x", "sign": draw(st.booleans())}} if draw(st.booleans()) else {}
    return definition_of(steps, **objection, **deemed)


def _any_step(draw: st.DrawFn, number: int) -> dict[str, Any]:
    needs = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set()
    when = draw(st.sampled_from([None, None, *FIELDS]))
    kind = draw(
        st.sampled_from(["verify", "verify", "verify", "check", "visit", "pay", "pay-state", "decide"])
    )
    sees = draw(st.sampled_from([None, [], ["a"], ["b"], ["c"], ["a", "b"], ["b", "c"]]))
    return step(f"s{number}", kind, [f"s{need}" for need in sorted(needs)], when, sees)


def _gates(draw: st.DrawFn, steps: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    charges = [one.get("bill") or one.get("state_revenue") for one in steps]
    amounts = {charge.get("amount_of") for charge in charges if charge}
    for one in steps:
        may_be = one["kind"] == "verify" and one["key"] not in amounts
        if may_be and draw(st.sampled_from([True, False])):
            yield one


answers = st.fixed_dictionaries({name: st.booleans() for name in FIELDS})


def submitted(given: Mapping[str, Any]) -> Event:
    """The beginning of every history."""
    return Event(EventKind.SUBMITTED, MONDAY, data={"answers": dict(given)})


def stands(definition: Definition, events: Sequence[Event]) -> Position:
    """Where the history leads."""
    return advance(definition, events, events[-1].at, CLOCK)


def answer(
    position: Position, key: str, decision: Decision, at: datetime, found: Collection[str] = ()
) -> Event:
    """An officer's answer to an open step, with what they `found` wanting (`answers.a`)."""
    assert position.tasks[key].state is TaskState.OPEN
    kind = EventKind.ISSUED if key == "sign" and decision is Decision.APPROVE else EventKind.DECIDED
    findings = [{"path": path.split("."), "message": "x"} for path in sorted(found)]
    return Event(kind, at, key, {"decision": decision.value, "findings": findings})


def paid(definition: Definition, position: Position, key: str, at: datetime) -> Event:
    """The citizen pays what an open step asks for: the regency hears of it from the bank, or from them."""
    amount = position.tasks[key].amount
    if definition.step(key).kind is StepKind.PAY_STATE:
        return Event(EventKind.PAYMENT_REPORTED, at, key, {"payment": "0" * 32, "amount": amount})
    return Event(EventKind.PAID, at, key, {"bill": "x", "amount": amount})


def not_found(key: str, at: datetime) -> Event:
    """The agency owed does not find what was reported."""
    return Event(EventKind.PAYMENT_NOT_CONFIRMED, at, key, {"payment": "0" * 32, "reason": "x"})


def corrected(events: Sequence[Event], given: Mapping[str, Any], at: datetime) -> Event:
    """The citizen's correction, with what it changes."""
    before = next(event.data["answers"] for event in reversed(events) if "answers" in event.data)
    changed = [f"answers.{name}" for name in sorted(given) if before.get(name) != given[name]]
    return Event(EventKind.CORRECTED, at, data={"answers": dict(given), "changed": changed})


@st.composite
def histories(draw: st.DrawFn) -> tuple[Definition, list[Event]]:
    """A definition and something that may happen under it, as the operations would let it happen."""
    definition = draw(graphs())
    events = [submitted(draw(answers))]
    now = MONDAY
    for _ in range(draw(st.integers(0, 25))):
        now += timedelta(hours=draw(st.sampled_from([0, 0, 1, 5, 30])))
        at = now + timedelta(hours=draw(st.integers(-3, 3)))
        following = draw(_next(definition, events, at))
        if following is None:
            break
        events.append(following)
    return definition, events


@st.composite
def _next(draw: st.DrawFn, definition: Definition, events: list[Event], at: datetime) -> Event | None:
    position = stands(definition, events)
    if position.objection_open and position.timers and draw(st.integers(0, 2)) == 0:
        reminder = position.timers[0]
        return Event(reminder.kind, max(reminder.at, at), reminder.step, reminder.data)
    if position.state is ApplicationState.REFUSED and draw(st.booleans()):
        return _objection(position, at, upheld=draw(st.booleans()))
    if position.state in ENDED:
        return None
    if (timer := due(position, at)) is not None:
        return Event(timer.kind, at, timer.step, timer.data)
    if position.state is ApplicationState.RETURNED and draw(st.booleans()):
        return corrected(events, draw(answers), at)
    if draw(st.integers(0, 30)) == 0:
        return Event(EventKind.WITHDRAWN, at, data={"reason": ""})
    if not position.open_steps():
        timer = position.timers[0]
        return Event(timer.kind, timer.at, timer.step, timer.data)
    return draw(_on_a_step(definition, position, draw(st.sampled_from(position.open_steps())), at))


def _objection(position: Position, at: datetime, *, upheld: bool) -> Event | None:
    if position.objection_open:
        return Event(EventKind.OBJECTION_DECIDED, at, data={"upheld": upheld, "reason": "x"})
    if position.objection_until is None or at > position.objection_until:
        return None
    return Event(EventKind.OBJECTED, at, data={"text": "x"})


@st.composite
def _on_a_step(draw: st.DrawFn, definition: Definition, position: Position, key: str, at: datetime) -> Event:
    task, kind = position.tasks[key], definition.step(key).kind
    if task.hands is Hands.MACHINE:
        outcome = draw(st.sampled_from(["match", "match", "mismatch", "no-answer"]))
        return Event(EventKind.CHECKED, at, key, {"outcome": outcome})
    if task.hands is Hands.CITIZEN:
        return paid(definition, position, key, at)
    if kind is StepKind.PAY_STATE:
        return draw(st.sampled_from([answer(position, key, Decision.APPROVE, at), not_found(key, at)]))
    if definition.sets_amount(key) and draw(st.booleans()):
        amount = draw(st.sampled_from([0, 10_000, 25_000]))
        return Event(EventKind.DECIDED, at, key, {"decision": "APPROVE", "findings": [], "amount": amount})
    if kind is StepKind.VISIT and draw(st.booleans()):
        times = [at.isoformat(), (at + timedelta(hours=1)).isoformat()]
        return Event(EventKind.VISIT_PROPOSED, at, key, {"times": times})
    if kind in {StepKind.VERIFY, StepKind.VISIT} and draw(st.integers(0, 9)) == 0:
        return Event(EventKind.REROUTED, at, key, {"agency": "0" * 32, "reason": "x"})
    if draw(st.integers(0, 5)) == 0:
        return draw(transfer(definition, task, key, at))
    weights = [Decision.APPROVE] * 4 + [Decision.RETURN] * 2 + [Decision.REFUSE]
    decision = draw(st.sampled_from([way for way in weights if may_decide(position, key, way)]))
    may = position.tasks[key].may_return
    paths = [f"answers.{name}" for name in FIELDS] if may is None else sorted(may)
    if decision is Decision.RETURN and paths:
        return answer(position, key, decision, at, draw(st.sets(st.sampled_from(paths), min_size=1)))
    return answer(position, key, decision, at)


@st.composite
def transfer(draw: st.DrawFn, definition: Definition, task: TaskPosition, key: str, at: datetime) -> Event:
    """A step is offered, or what was offered is answered."""
    agency = draw(st.sampled_from(AGENCIES))
    data: dict[str, Any] = {"from": task.agency or FIRST_AGENCY, "agency": agency, "reason": "x"}
    directed = Event(EventKind.TRANSFER_OFFERED, at, key, {**data, "directed": True})
    if task.offer is None:
        kind = draw(st.sampled_from([EventKind.TRANSFER_ASKED, EventKind.TRANSFER_OFFERED, None]))
        return Event(kind, at, key, data) if kind else directed
    data["agency"] = task.offer.agency
    if task.offer.kind is OfferKind.ASKED:
        ways = [directed, Event(EventKind.TRANSFER_DECLINED, at, key, data)]
    else:
        steps = [one.key for one in moving_with(definition, key, {one.key for one in definition.steps})]
        accepted = Event(EventKind.TRANSFER_ACCEPTED, at, key, {**data, "steps": steps})
        ways = [accepted, accepted, Event(EventKind.TRANSFER_DECLINED, at, key, data)]
    return draw(st.sampled_from([*ways, Event(EventKind.TRANSFER_WITHDRAWN, at, key, data)]))


def onwards(definition: Definition, events: Sequence[Event]) -> Event:
    """The straightest way on from where the history leads."""
    position, at = stands(definition, events), events[-1].at + timedelta(minutes=1)
    for key in position.open_steps():
        task = position.tasks[key]
        if task.hands is Hands.MACHINE:
            return Event(EventKind.CHECKED, at, key, {"outcome": "match"})
        if task.hands is Hands.CITIZEN:
            return paid(definition, position, key, at)
        return answer(position, key, Decision.APPROVE, at)
    if position.state is ApplicationState.RETURNED:
        return corrected(events, dict.fromkeys(FIELDS, True), at)
    timer = position.timers[0]
    return Event(timer.kind, max(timer.at, at), timer.step, timer.data)
