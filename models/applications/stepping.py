"""How each step stands: opened when all that it needs is done, answered, skipped, or waiting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from models.applications.history import History, Moment
from models.applications.positions import TaskPosition
from models.applications.states import Decision, Event, Hands, Lane, Outcome, TaskState
from models.calendar.workflow import WorkingTime
from models.services.definition import Definition, Step, StepKind

_UNFINISHED = frozenset({TaskState.OPEN, TaskState.WAITING, TaskState.RETURNED})


@dataclass(slots=True)
class _Reckoning:
    """The steps as far as they have been worked out, and at which moment those that are done let others open."""

    definition: Definition
    history: History
    working_time: WorkingTime
    tasks: dict[str, TaskPosition] = field(default_factory=dict)
    passed: dict[str, Moment] = field(default_factory=dict)


def tasks_of(definition: Definition, history: History, working_time: WorkingTime) -> dict[str, TaskPosition]:
    """Every step in the definition's order, with how it stands."""
    reckoning = _Reckoning(definition, history, working_time)
    for step in in_order(definition.steps):
        reckoning.tasks[step.key] = _task(step, reckoning)
    tasks = {step.key: reckoning.tasks[step.key] for step in definition.steps}
    if history.ended or any(task.decision is Decision.REFUSE for task in tasks.values()):
        return {key: _closed(task) for key, task in tasks.items()}
    return tasks


def in_order(steps: Iterable[Step]) -> list[Step]:
    """The steps so that each comes after those it needs; raises ValueError for a cycle or an unknown need."""
    left, ordered, done = list(steps), list[Step](), set[str]()
    while left:
        ready = [step for step in left if done.issuperset(step.needs)]
        if not ready:
            raise ValueError(f"steps that can never open: {', '.join(step.key for step in left)}")
        ordered += ready
        done.update(step.key for step in ready)
        left = [step for step in left if step.key not in done]
    return ordered


def _closed(task: TaskPosition) -> TaskPosition:
    return replace(task, state=TaskState.CANCELLED, offer=None) if task.state in _UNFINISHED else task


def _task(step: Step, reckoning: _Reckoning) -> TaskPosition:
    history = reckoning.history
    if not history.applicable.get(step.key, False):
        reckoning.passed[step.key] = history.applicable_since[step.key]
        return TaskPosition(TaskState.SKIPPED)
    opened = _opened(step, reckoning)
    task = (
        TaskPosition(TaskState.WAITING, _hands(step, None), agency=_mover(step, history))
        if opened is None
        else _opened_task(step, opened, reckoning)
    )
    if history.deemed and task.state in _UNFINISHED and _law_answers(step, reckoning.definition):
        reckoning.passed[step.key] = max(history.deemed, opened or history.deemed)
        return replace(task, state=TaskState.CANCELLED, offer=None)
    return task


def _law_answers(step: Step, definition: Definition) -> bool:
    """Whether silence counts as this step's consent (UU 30/2014 Ps 53); what is owed stays owed, and is set first."""
    if step.key == definition.last_step.key or step.kind is StepKind.PAY or definition.sets_amount(step.key):
        return False
    deemed = definition.deemed_approval
    return step.kind is not StepKind.DECIDE or (deemed is not None and deemed.sign)


def _opened(step: Step, reckoning: _Reckoning) -> Moment | None:
    """The moment at which all that the step needs was there; an answer given before it does not count any more."""
    if not reckoning.passed.keys() >= set(step.needs):
        return None
    history = reckoning.history
    moments = [history.applicable_since[step.key], *(reckoning.passed[need] for need in step.needs)]
    if step.key in history.reopened:
        moments.append(history.reopened[step.key])
    return max(moments)


def _opened_task(step: Step, opened: Moment, reckoning: _Reckoning) -> TaskPosition:
    if step.kind is StepKind.PAY:
        return _payment(step, opened, reckoning)
    answered, result = reckoning.history.results.get(step.key, (None, None))
    if answered is None or result is None or answered.place < opened.place:
        return _open(step, opened, reckoning)
    task = _answered(step, result, opened, reckoning)
    if task.state is TaskState.DONE and task.decision is Decision.APPROVE:
        reckoning.passed[step.key] = answered
    return task


def _payment(step: Step, opened: Moment, reckoning: _Reckoning) -> TaskPosition:
    """What is owed and not paid yet; money that came before a step was asked again is not asked for twice."""
    amount, paid = _amount(step, reckoning.tasks), reckoning.history.paid.get(step.key)
    clock = _clock(step.key, opened, reckoning.history)
    due_at = reckoning.working_time.add_hours(clock.at, step.working_hours)
    if amount > (paid.total if paid else 0):
        left = amount - (paid.total if paid else 0)
        return TaskPosition(TaskState.OPEN, Hands.CITIZEN, opened.at, clock, due_at, amount=left)
    reckoning.passed[step.key] = max(opened, paid.moment) if paid else opened
    if not paid:
        return TaskPosition(TaskState.SKIPPED)
    return TaskPosition(
        TaskState.DONE,
        Hands.CITIZEN,
        opened_at=opened.at,
        clock=opened,
        due_at=due_at,
        decision=Decision.APPROVE,
        decided_at=paid.moment.at,
        amount=paid.total,
    )


def _amount(step: Step, tasks: Mapping[str, TaskPosition]) -> int:
    if step.bill is None:
        return 0
    if step.bill.amount_of is None:
        return step.bill.amount or 0
    return tasks[step.bill.amount_of].amount or 0


def _open(step: Step, opened: Moment, reckoning: _Reckoning) -> TaskPosition:
    history = reckoning.history
    checked = history.checked.get(step.key)
    outcome = checked.outcome if checked and checked.moment.place >= opened.place else None
    clock = _clock(step.key, opened, history)
    visit = history.visits.get(step.key)
    before = history.returnable.get(step.key)
    return TaskPosition(
        TaskState.OPEN,
        _hands(step, outcome),
        opened_at=opened.at,
        clock=clock,
        due_at=reckoning.working_time.add_hours(clock.at, step.working_hours),
        outcome=outcome,
        agency=history.owner(step.key),
        visit_times=visit.times if visit else (),
        visit_at=visit.agreed if visit else None,
        visit_declined=visit.declined if visit else None,
        may_return=None if before is None else frozenset(before | history.unanswered[step.key]),
        unanswered=frozenset(history.unanswered.get(step.key, ())),
        offer=history.offers.get(step.key) if _hands(step, outcome) is not Hands.MACHINE else None,
    )


def _mover(step: Step, history: History) -> str | None:
    """Who has a step that is still to open, where it moved along with another."""
    moved = history.moved.get(step.key)
    return moved.agency if moved else None


def _clock(step: str, opened: Moment, history: History) -> Moment:
    """Where the working time of an open step begins: at its opening, its re-routing, or an upheld objection."""
    moments = [opened]
    if step in history.rerouted:
        moments.append(history.rerouted[step].moment)
    if history.resumed:
        moments.append(history.resumed)
    return max(moments)


def _hands(step: Step, outcome: Outcome | None) -> Hands:
    match step.kind:
        case StepKind.SIGN:
            return Hands.HEAD
        case StepKind.PAY:
            return Hands.CITIZEN
        case StepKind.CHECK if outcome in {None, Outcome.MATCH}:
            return Hands.MACHINE
        case _:
            return Hands.OFFICER


def _answered(step: Step, result: Event, opened: Moment, reckoning: _Reckoning) -> TaskPosition:
    data, history = result.data, reckoning.history
    decision = Decision(data.get("decision", Decision.APPROVE))
    checked, visit = history.checked.get(step.key), history.visits.get(step.key)
    rerouted = history.rerouted.get(step.key)
    clock = max(opened, rerouted.moment) if rerouted else opened
    return TaskPosition(
        TaskState.RETURNED if decision is Decision.RETURN else TaskState.DONE,
        _hands(step, checked.outcome if checked else None),
        opened_at=opened.at,
        clock=clock,
        due_at=reckoning.working_time.add_hours(clock.at, step.working_hours),
        decision=decision,
        reason=data.get("reason"),
        findings=tuple(data.get("findings", ())),
        decided_at=result.at,
        lane=Lane(data["lane"]) if data.get("lane") else None,
        amount=data.get("amount"),
        outcome=checked.outcome if checked else None,
        agency=history.answerers.get(step.key),
        visit_at=visit.agreed if visit else None,
    )
