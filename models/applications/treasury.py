"""What is paid straight into the state treasury: first the citizen's time, then that of the agency which is owed."""

from models.applications.history import History, Moment
from models.applications.positions import TaskPosition
from models.applications.states import Decision, Hands, TaskState
from models.calendar.workflow import WorkingTime
from models.services.definition import Step


def asked_since(step: Step, history: History) -> Moment | None:
    """Since when the citizen is asked to pay for an open step; None where nothing is owed, or a report of theirs waits.

    A report that was not found, or that paid only a part, asks them anew.
    """
    key = step.key
    if key not in history.opened or key in history.reported or not history.owed(step):
        return None
    if step.state_revenue is None:
        return history.opened[key]
    answers = [known[key].moment for known in (history.paid, history.not_found) if key in known]
    return _latest(history.opened[key], *answers)


def payment_to_the_state(
    step: Step, opened: Moment, history: History, working_time: WorkingTime
) -> TaskPosition:
    """How an open step stands: with the citizen until they report a payment, with the agency until it has found it.

    Both have their clocks anew each time. What was reported is answered, whatever the amount has become meanwhile;
    nothing owed is no step, and what was confirmed is not asked for twice.
    """
    if step.key in history.reported:
        reported = history.reported[step.key]
        since = _latest(opened, reported.moment, history.resumed)
        due_at = working_time.add_hours(since.at, step.working_hours)
        return TaskPosition(TaskState.OPEN, Hands.OFFICER, since.at, since, due_at, amount=reported.amount)
    if not history.owed(step):
        return _settled(step, history, working_time)
    return _asked_for(step, asked_since(step, history) or opened, history, working_time)


def _asked_for(step: Step, since: Moment, history: History, working_time: WorkingTime) -> TaskPosition:
    if step.state_revenue is None:
        raise ValueError(f"the step {step.key} does not say what the state is owed")
    clock = _latest(since, history.resumed)
    not_found = history.not_found.get(step.key)
    return TaskPosition(
        TaskState.OPEN,
        Hands.CITIZEN,
        since.at,
        clock,
        working_time.add_days(clock.at, step.state_revenue.working_days),
        reason=not_found.reason if not_found else None,
        amount=history.owed(step),
    )


def _settled(step: Step, history: History, working_time: WorkingTime) -> TaskPosition:
    if step.key not in history.confirmed:
        return TaskPosition(TaskState.SKIPPED)
    (since, lane), paid = history.confirmed[step.key], history.paid[step.key]
    return TaskPosition(
        TaskState.DONE,
        Hands.OFFICER,
        opened_at=since.at,
        clock=since,
        due_at=working_time.add_hours(since.at, step.working_hours),
        decision=Decision.APPROVE,
        decided_at=paid.moment.at,
        lane=lane,
        amount=paid.total,
    )


def _latest(*moments: Moment | None) -> Moment:
    return max(moment for moment in moments if moment is not None)
