"""What opens and what lets others open, after each event."""

from models.applications.history import History, Moment
from models.applications.states import Decision
from models.applications.treasury import asked_since
from models.services.definition import PAYING, Step


def open_what_can(history: History, moment: Moment) -> None:
    """Open each step whose needs have all passed; shut those that wait again for something before them.

    A step that does not apply passes when its own needs have. One that is open stays so while nothing but a gate
    before it is asked again.
    """
    passed = set[str]()
    for step in history.graph.steps:
        ready = passed.issuperset(step.needs)
        if history.applies[step.key] and step.key not in history.results:
            is_open = step.key in history.opened
            if ready and not is_open and not history.law_answers(step):
                history.opened[step.key] = moment
            elif is_open and not ready and not _waits_for_gates_alone(history, step, passed):
                close_step(history, step.key)
        if ready and _is_over(history, step):
            passed.add(step.key)
    history.passed = passed


def close_step(history: History, step: str) -> None:
    """Forget the answer and the opening of a step that is asked again."""
    for known in (history.opened, history.results, history.checked, history.visits):
        known.pop(step, None)


def bills_of(history: History) -> dict[str, Moment]:
    """The pay steps that wait for the citizen, and since when."""
    return {
        step.key: since
        for step in history.graph.bills
        if history.applies.get(step.key) and (since := asked_since(step, history))
    }


def _is_over(history: History, step: Step) -> bool:
    """Whether a step whose needs have passed holds up nobody any more."""
    if not history.applies[step.key]:
        return True
    if step.kind in PAYING:
        return history.owed(step) == 0 and step.key not in history.reported
    decision = history.decision(step.key)
    return decision is Decision.APPROVE or (decision is not Decision.REFUSE and history.law_answers(step))


def _waits_for_gates_alone(history: History, step: Step, passed: set[str]) -> bool:
    return all(need.gate for need in history.graph.unmet(step, passed, history.applies))
