"""Which steps a correction asks again: an answer rests on its own inputs and on the answers before it."""

from collections.abc import Mapping, Set
from typing import Any

from models.applications.history import History
from models.applications.opening import close_step
from models.applications.states import Decision, Outcome
from models.services.conditions import applies
from models.services.definition import PAYING, Step
from models.services.graph import Reason


def apply_conditions(history: History, answers: Mapping[str, Any]) -> set[str]:
    """Note which steps the answers call for; answers those that begin to apply."""
    before = history.applies
    history.applies = {step.key: applies(step.when, answers) for step in history.definition.steps}
    return {key for key, now in history.applies.items() if now and not before.get(key, False)}


def ask_again(history: History, begun: Set[str], changed: Set[str], *, moved: Set[str]) -> None:
    """Ask the steps again that returned the file, that look at what was changed, that have `begun` to apply, that have
    `moved` to another agency, and those that rest on any of these (decision 5).

    What was paid stays paid. Findings that the citizen has not been told yet stay, and go out.
    """
    asked = dict.fromkeys(_looking(history, changed), Reason.LOOKS)
    asked |= dict.fromkeys(begun, Reason.APPLIES)
    asked |= dict.fromkeys(history.released, Reason.RETURNED)
    asked |= dict.fromkeys(moved, Reason.MOVED)
    again = history.graph.resting_on(
        {key: why for key, why in asked.items() if history.applies[key]}, history.applies
    )
    closed = [key for key in again if key in begun or not _goes_out(history, key, changed)]
    history.asked_again = {key: again[key] for key in closed if key in history.results | history.checked}
    for key in closed:
        close_step(history, key)


def found_by(history: History, step: str) -> set[str]:
    """What the answer of a step found wanting, as paths (`answers.a`)."""
    _, answer = history.results[step]
    return {".".join(finding["path"]) for finding in answer.data.get("findings", ())}


def _looking(history: History, changed: Set[str]) -> set[str]:
    parts = [path.partition(".")[::2] for path in changed]
    return {
        step.key
        for step in history.definition.steps
        if _has_answered(history, step) and any(step.looks_at(part, key) for part, key in parts)
    }


def _has_answered(history: History, step: Step) -> bool:
    """Whether there is an answer that may age; what a machine was told is one even where an officer has to look."""
    checked = history.checked.get(step.key)
    told = checked is not None and checked.outcome is not Outcome.MATCH
    return step.kind not in PAYING and (step.key in history.results or told)


def _goes_out(history: History, step: str, changed: Set[str]) -> bool:
    """Whether a step's findings wait to be told, and some of what it found is as it was."""
    if history.decision(step) is not Decision.RETURN or step in history.released:
        return False
    return not found_by(history, step) <= changed
