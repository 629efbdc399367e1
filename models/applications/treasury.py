"""What is paid straight into the state treasury: first the citizen's time, then that of the agency which is owed."""

from models.applications.history import History, Moment, StateRevenue
from models.applications.positions import TaskPosition
from models.applications.states import Decision, Hands, TaskState
from models.calendar.workflow import WorkingTime
from models.services.definition import Step


def payment_to_the_state(
    step: Step, amount: int, opened: Moment, history: History, working_time: WorkingTime
) -> TaskPosition:
    """How a step stands that owes `amount` rupiah in all; what was confirmed before is not asked for twice.

    With the citizen it lies open until they report a payment, with the agency until it has found it, and both have
    their clocks anew each time. A step that owes nothing is skipped.
    """
    revenue = history.state_revenue.get(step.key, StateRevenue())
    left = amount - (revenue.confirmed.total if revenue.confirmed else 0)
    if left <= 0:
        return _settled(step, revenue, working_time)
    if revenue.reported is not None:
        since = _latest(opened, revenue.reported.moment, history.resumed)
        due_at = working_time.add_hours(since.at, step.working_hours)
        return TaskPosition(
            TaskState.OPEN, Hands.OFFICER, since.at, since, due_at, amount=revenue.reported.total
        )
    return _asked_for(step, left, opened, history, working_time)


def _asked_for(
    step: Step, left: int, opened: Moment, history: History, working_time: WorkingTime
) -> TaskPosition:
    if step.state_revenue is None:
        raise ValueError(f"the step {step.key} does not say what the state is owed")
    revenue = history.state_revenue.get(step.key, StateRevenue())
    wrong = revenue.unconfirmed
    since = _latest(opened, *(told.moment for told in (revenue.confirmed, wrong) if told))
    clock = _latest(since, history.resumed)
    return TaskPosition(
        TaskState.OPEN,
        Hands.CITIZEN,
        since.at,
        clock,
        working_time.add_days(clock.at, step.state_revenue.working_days),
        reason=wrong.reason if wrong else None,
        amount=left,
    )


def _settled(step: Step, revenue: StateRevenue, working_time: WorkingTime) -> TaskPosition:
    """Nothing is owed any more, or never was."""
    confirmed = revenue.confirmed
    if confirmed is None:
        return TaskPosition(TaskState.SKIPPED)
    return TaskPosition(
        TaskState.DONE,
        Hands.OFFICER,
        opened_at=confirmed.since.at,
        clock=confirmed.since,
        due_at=working_time.add_hours(confirmed.since.at, step.working_hours),
        decision=Decision.APPROVE,
        decided_at=confirmed.moment.at,
        lane=confirmed.lane,
        amount=confirmed.total,
    )


def _latest(*moments: Moment | None) -> Moment:
    return max(moment for moment in moments if moment is not None)
