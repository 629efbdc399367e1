"""How each step stands: opened when all that it needs is done, answered, skipped, or waiting."""

from dataclasses import replace

from models.applications.history import History, Moment
from models.applications.positions import TaskPosition
from models.applications.states import Decision, Hands, Lane, Outcome, TaskState
from models.applications.treasury import payment_to_the_state
from models.calendar.workflow import WorkingTime
from models.services.definition import Step, StepKind

_UNFINISHED = frozenset({TaskState.OPEN, TaskState.WAITING, TaskState.RETURNED})


def tasks_of(history: History, working_time: WorkingTime) -> dict[str, TaskPosition]:
    """Every step in the definition's order, with how it stands."""
    tasks = {step.key: _owned(step, history, working_time) for step in history.definition.steps}
    for step in history.graph.bills:
        tasks[step.key] = replace(tasks[step.key], surplus=history.surplus(step))
    if history.ended or any(task.decision is Decision.REFUSE for task in tasks.values()):
        return {key: _closed(task) for key, task in tasks.items()}
    return tasks


def _closed(task: TaskPosition) -> TaskPosition:
    return replace(task, state=TaskState.CANCELLED, offer=None) if task.state in _UNFINISHED else task


def _owned(step: Step, history: History, working_time: WorkingTime) -> TaskPosition:
    """How a step stands, with the agency that the answers have found for it where nothing else says whose it is."""
    task = _task(step, history, working_time)
    return replace(task, agency=task.agency or history.owners.get(step.key))


def _task(step: Step, history: History, working_time: WorkingTime) -> TaskPosition:
    if not history.applies[step.key]:
        return TaskPosition(TaskState.SKIPPED)
    opened = history.opened.get(step.key)
    if opened is None:
        moved = history.moved.get(step.key)
        task = TaskPosition(
            TaskState.WAITING,
            _hands(step, None),
            agency=moved.agency if moved else None,
            asked_again=history.asked_again.get(step.key),
        )
    elif step.kind is StepKind.PAY:
        task = _payment(step, opened, history, working_time)
    elif step.kind is StepKind.PAY_STATE:
        task = payment_to_the_state(step, opened, history, working_time)
    elif step.key in history.results:
        task = _answered(step, opened, history, working_time)
    else:
        task = _open(step, opened, history, working_time)
    return _closed(task) if history.law_answers(step) else task


def _payment(step: Step, opened: Moment, history: History, working_time: WorkingTime) -> TaskPosition:
    """What is owed and not paid yet; money that came before a step was asked again is not asked for twice."""
    owed, paid = history.owed(step), history.paid.get(step.key)
    clock = _clock(step.key, opened, history)
    due_at = working_time.add_hours(clock.at, step.working_hours)
    if owed:
        return TaskPosition(TaskState.OPEN, Hands.CITIZEN, opened.at, clock, due_at, amount=owed)
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
        amount=min(history.paid_for(step.key), history.amount(step)),
    )


def _open(step: Step, opened: Moment, history: History, working_time: WorkingTime) -> TaskPosition:
    checked = history.checked.get(step.key)
    outcome = checked.outcome if checked else None
    clock = _clock(step.key, opened, history)
    visit = history.visits.get(step.key)
    before = history.returnable.get(step.key)
    return TaskPosition(
        TaskState.OPEN,
        _hands(step, outcome),
        opened_at=opened.at,
        clock=clock,
        due_at=working_time.add_hours(clock.at, step.working_hours),
        outcome=outcome,
        agency=history.owner(step.key),
        visit_times=visit.times if visit else (),
        visit_at=visit.agreed if visit else None,
        visit_declined=visit.declined if visit else None,
        may_return=None if before is None else frozenset(before | history.unanswered[step.key]),
        unanswered=frozenset(history.unanswered.get(step.key, ())),
        offer=history.offers.get(step.key) if _hands(step, outcome) is not Hands.MACHINE else None,
        asked_again=history.asked_again.get(step.key),
    )


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
        case StepKind.PAY | StepKind.PAY_STATE:
            return Hands.CITIZEN
        case StepKind.CHECK if outcome in {None, Outcome.MATCH}:
            return Hands.MACHINE
        case _:
            return Hands.OFFICER


def _answered(step: Step, opened: Moment, history: History, working_time: WorkingTime) -> TaskPosition:
    result = history.results[step.key][1]
    data = result.data
    decision = Decision(data.get("decision", Decision.APPROVE))
    checked, visit = history.checked.get(step.key), history.visits.get(step.key)
    rerouted = history.rerouted.get(step.key)
    clock = max(opened, rerouted.moment) if rerouted else opened
    return TaskPosition(
        TaskState.RETURNED if decision is Decision.RETURN else TaskState.DONE,
        _hands(step, checked.outcome if checked else None),
        opened_at=opened.at,
        clock=clock,
        due_at=working_time.add_hours(clock.at, step.working_hours),
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
