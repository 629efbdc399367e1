"""What the engine promises after each event of any history, held against a plain reading of the definition."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given

from models.applications.positions import Position
from models.applications.states import ApplicationState, Decision, Event, EventKind, Hands, TaskState
from models.applications.workflow import RUNNING
from models.services.conditions import applies
from models.services.definition import PAYING, Definition, StepKind
from tests.models.applications.graphs import histories, stands

_ASKS_AGAIN = {EventKind.CORRECTED, EventKind.OBJECTION_DECIDED, EventKind.OBJECTION_DEEMED}
_GRANTED = {ApplicationState.ISSUED, ApplicationState.COMPLETED}


class Told:
    """A history, with each event between the positions before and after it."""

    def __init__(self, definition: Definition, events: list[Event]) -> None:
        self.definition, self.events = definition, events
        positions = [stands(definition, events[: number + 1]) for number in range(len(events))]
        self.position = positions[-1]
        self.steps = list(zip(positions, events[1:], positions[1:], strict=False))

    def answers_before(self, event: Event) -> Mapping[str, Any]:
        """The answers as they stood when it happened."""
        place = next(place for place, one in enumerate(self.events) if one is event)
        return next(one.data["answers"] for one in reversed(self.events[:place]) if "answers" in one.data)


def is_over(definition: Definition, position: Position, key: str) -> bool:
    """Whether a step of a running file holds up nobody: answered, paid, not called for, granted; and all before it."""
    done = {TaskState.DONE, TaskState.SKIPPED, TaskState.CANCELLED}
    return position.tasks[key].state in done and all(
        is_over(definition, position, need) for need in definition.step(key).needs
    )


def needs_of(definition: Definition, given_answers: Mapping[str, Any], key: str) -> set[str]:
    """The steps whose answers a step rests on: those it needs, and where one does not apply, those which that needs."""
    found = set[str]()
    for need in definition.step(key).needs:
        here = applies(definition.step(need).when, given_answers)
        found |= {need} if here else needs_of(definition, given_answers, need)
    return found


def rests_on_all(definition: Definition, key: str) -> bool:
    return definition.step(key).kind in {StepKind.DECIDE, StepKind.SIGN} or definition.sets_amount(key)


def a_join_opens_when_all_before_it_is_over_and_waits_until_then(told: Told) -> None:
    definition, position = told.definition, told.position
    if position.state not in RUNNING:
        return
    given_answers = next(event.data["answers"] for event in reversed(told.events) if "answers" in event.data)
    for step in definition.steps:
        state = position.tasks[step.key].state
        unmet = {need for need in step.needs if not is_over(definition, position, need)}
        if state is TaskState.WAITING:
            assert unmet
        if state is TaskState.OPEN and unmet:
            waits_for = {
                need
                for need in needs_of(definition, given_answers, step.key)
                if not is_over(definition, position, need)
            }
            assert all(definition.step(need).gate for need in waits_for)
            assert not rests_on_all(definition, step.key)


def nothing_is_issued_while_an_agency_that_is_called_for_has_not_answered_or_something_is_owed(
    told: Told,
) -> None:
    definition, position = told.definition, told.position
    if position.state not in _GRANTED:
        return
    silent = any(event.kind is EventKind.DEEMED_APPROVED for event in told.events)
    for step in definition.steps:
        task = position.tasks[step.key]
        granted = silent and task.state is TaskState.CANCELLED
        owing = step.kind in PAYING or definition.sets_amount(step.key)
        assert task.state in {TaskState.DONE, TaskState.SKIPPED} or (granted and not owing)


def an_answer_is_only_ever_taken_back_by_a_correction_or_an_upheld_objection(told: Told) -> None:
    for before, event, after in told.steps:
        for key, task in before.tasks.items():
            if task.state is TaskState.DONE and event.kind not in _ASKS_AGAIN | {EventKind.PAID}:
                assert after.tasks[key].state is TaskState.DONE
                assert after.tasks[key].decided_at == task.decided_at


def a_step_that_is_open_goes_on_until_it_is_answered_or_something_before_it_is_asked_again(
    told: Told,
) -> None:
    for before, event, after in told.steps:
        for key, task in before.tasks.items():
            if task.state is TaskState.OPEN and event.kind not in _ASKS_AGAIN:
                assert after.tasks[key].state is not TaskState.WAITING
                changes_hands = event.step == key and told.definition.step(key).kind is StepKind.PAY_STATE
                assert (
                    after.tasks[key].state is not TaskState.OPEN
                    or changes_hands
                    or after.tasks[key].opened_at == task.opened_at
                )


def a_correction_asks_again_what_rests_on_it_and_nothing_else(told: Told) -> None:
    definition = told.definition
    for before, event, after in told.steps:
        if event.kind is not EventKind.CORRECTED:
            continue
        was = told.answers_before(event)
        changed = {path.split(".")[1] for path in event.data["changed"]}
        asked = asked_again(definition, before, was, event.data["answers"], changed)
        for step in definition.steps:
            task = before.tasks[step.key]
            if task.state is TaskState.DONE and step.kind not in PAYING and is_called(step.when, event):
                is_kept = after.tasks[step.key].state is TaskState.DONE
                assert is_kept == (step.key not in asked)


def is_called(when: Mapping[str, Any] | None, event: Event) -> bool:
    return applies(when, event.data["answers"])


def asked_again(
    definition: Definition,
    before: Position,
    was: Mapping[str, Any],
    now: Mapping[str, Any],
    changed: set[str],
) -> set[str]:
    """By the words of decision 5, round after round until nothing more is added."""
    asked = set[str]()
    for step in definition.steps:
        task = before.tasks[step.key]
        if not applies(step.when, now):
            continue
        looks = any(step.looks_at("answers", name) for name in changed) and step.kind not in PAYING
        answered = task.decision is not None or task.outcome is not None
        untold = task.decision is Decision.RETURN and step.key not in before.told
        if step.key in before.told or not applies(step.when, was) or (looks and answered and not untold):
            asked.add(step.key)
    while True:
        more = {
            step.key
            for step in definition.steps
            if step.key not in asked
            and applies(step.when, now)
            and any(
                need in asked and (rests_on_all(definition, step.key) or not definition.step(need).gate)
                for need in needs_of(definition, now, step.key)
            )
        }
        if not more:
            return asked
        asked |= more


def findings_that_nobody_has_been_told_are_not_closed_by_a_correction(told: Told) -> None:
    definition = told.definition
    for before, event, after in told.steps:
        if event.kind is not EventKind.CORRECTED:
            continue
        for key in before.unreleased:
            found = {".".join(finding["path"]) for finding in before.tasks[key].findings}
            if is_called(definition.step(key).when, event) and not found <= set(event.data["changed"]):
                assert after.tasks[key].state is TaskState.RETURNED


def what_a_machine_was_told_is_about_the_answers_as_they_stand(told: Told) -> None:
    definition = told.definition
    for before, event, after in told.steps:
        if event.kind is not EventKind.CORRECTED:
            continue
        changed = [path.split(".") for path in event.data["changed"]]
        for step in definition.steps:
            told_about = before.tasks[step.key].outcome is not None
            if step.kind is StepKind.CHECK and told_about and any(step.looks_at(*path) for path in changed):
                assert after.tasks[step.key].outcome is None


def time_for_which_a_bill_was_open_stays_the_citizens(told: Told) -> None:
    for before, event, after in told.steps:
        if before.state not in RUNNING or after.state not in RUNNING:
            continue
        for key, task in before.tasks.items():
            since = task.opened_at
            if task.state is not TaskState.OPEN or task.hands is not Hands.CITIZEN or since is None:
                continue
            if after.tasks[key].state is not TaskState.OPEN and event.at > since:
                assert any(start <= since and (not end or end >= event.at) for start, end in after.waits)


PROMISES = (
    a_join_opens_when_all_before_it_is_over_and_waits_until_then,
    nothing_is_issued_while_an_agency_that_is_called_for_has_not_answered_or_something_is_owed,
    an_answer_is_only_ever_taken_back_by_a_correction_or_an_upheld_objection,
    a_step_that_is_open_goes_on_until_it_is_answered_or_something_before_it_is_asked_again,
    a_correction_asks_again_what_rests_on_it_and_nothing_else,
    findings_that_nobody_has_been_told_are_not_closed_by_a_correction,
    what_a_machine_was_told_is_about_the_answers_as_they_stand,
    time_for_which_a_bill_was_open_stays_the_citizens,
)


@given(histories())
def test_every_promise_holds_for_any_history(history: tuple[Definition, list[Event]]) -> None:
    told = Told(*history)
    for promise in PROMISES:
        promise(told)
