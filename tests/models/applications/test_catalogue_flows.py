"""Every service of the catalogue walked through the engine: on each branch, each step returning and refusing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from models.applications.moves import must_allow
from models.applications.positions import Position
from models.applications.states import ApplicationState, Decision, Event, EventKind, Hands, TaskState
from models.applications.workflow import advance
from models.services.definition import PAYING, Definition, StepKind
from models.services.rules.clocks import HOURS_A_DAY
from tests.models.applications.graphs import CLOCK, ENDED, MONDAY, paid
from tests.sampling import SLUGS, Sample, definition, samples


def stands(service: Definition, events: list[Event]) -> Position:
    return advance(service, events, events[-1].at, CLOCK)


def submitted(sample: Sample) -> Event:
    return Event(EventKind.SUBMITTED, MONDAY, data={"answers": dict(sample.answers)})


def walk(
    service: Definition, events: list[Event], *, answers: Mapping[str, Decision] | None = None
) -> list[Event]:
    """Everybody answers at once and approves, but for those in `answers`, whose answer is the first time another."""
    events, left = list(events), dict(answers or {})
    for _ in range(60):
        position = stands(service, events)
        if position.state in ENDED:
            return events
        event = _following(service, position, events, left)
        must_allow(service, position, event)
        events.append(event)
    pytest.fail("it does not come to an end")


def _following(
    service: Definition, position: Position, events: list[Event], left: dict[str, Decision]
) -> Event:
    at = events[-1].at + timedelta(minutes=1)
    for key in position.open_steps():
        task, kind = position.tasks[key], service.step(key).kind
        if task.hands is Hands.MACHINE:
            outcome = "no-answer" if key in left else "match"
            return Event(EventKind.CHECKED, at, key, {"outcome": outcome})
        if task.hands is Hands.CITIZEN:
            return paid(service, position, key, at)
        decision = left.pop(key, Decision.APPROVE)
        amount = {"amount": 250_000} if service.sets_amount(key) and decision is Decision.APPROVE else {}
        signs = kind is StepKind.SIGN and decision is Decision.APPROVE
        data: dict[str, Any] = {"decision": decision.value, "findings": [], **amount}
        return Event(EventKind.ISSUED if signs else EventKind.DECIDED, at, key, data)
    if position.state is ApplicationState.RETURNED:
        answered = next(event.data["answers"] for event in reversed(events) if "answers" in event.data)
        return Event(
            EventKind.CORRECTED, at, data={"answers": answered, "changed": _one_input(service, events)}
        )
    timer = position.timers[0]
    return Event(timer.kind, max(timer.at, at), timer.step, timer.data)


def _one_input(service: Definition, events: list[Event]) -> list[str]:
    """Something that the step which returned the file looks at."""
    step = service.step(next(e.step for e in reversed(events) if e.data.get("decision") == "RETURN") or "")
    seen = sorted(step.sees.fields) if step.sees else list(service.fields)
    return [f"answers.{seen[0]}"] if seen else []


def good_end(service: Definition) -> ApplicationState:
    return ApplicationState.ISSUED if service.output else ApplicationState.COMPLETED


def asked_steps(service: Definition) -> list[str]:
    return [step.key for step in service.steps if step.kind not in PAYING]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_branch_of_every_service_comes_to_its_good_end(slug: str) -> None:
    service = definition(slug)
    for sample in samples(slug):
        events = walk(service, [submitted(sample)])
        assert stands(service, events).state is good_end(service), sample.name


@pytest.mark.parametrize("slug", SLUGS)
def test_the_samples_walk_every_condition_both_ways(slug: str) -> None:
    service = definition(slug)
    ways = {
        (key, task.state is TaskState.SKIPPED)
        for sample in samples(slug)
        for key, task in stands(service, [submitted(sample)]).tasks.items()
    }
    for step in service.steps:
        if step.when is not None:
            assert {(step.key, True), (step.key, False)} <= ways


@pytest.mark.parametrize("slug", SLUGS)
def test_each_step_may_refuse_and_that_ends_it(slug: str) -> None:
    service = definition(slug)
    for sample in samples(slug):
        for step in asked_steps(service):
            position = stands(service, walk(service, [submitted(sample)], answers={step: Decision.REFUSE}))
            asked = position.tasks[step].state is not TaskState.SKIPPED
            assert (position.state is ApplicationState.REFUSED) is asked, (sample.name, step)
            assert position.open_steps() == position.waiting_steps() == []


@pytest.mark.parametrize("slug", SLUGS)
def test_each_step_may_return_and_the_approvals_whose_inputs_stand_are_kept(slug: str) -> None:
    service = definition(slug)
    for sample in samples(slug):
        for step in asked_steps(service):
            events = walk(service, [submitted(sample)], answers={step: Decision.RETURN})
            assert stands(service, events).state is good_end(service), (sample.name, step)
            again = {key for key in asked_steps(service) if _answers(events, key) > 1}
            touched = _touched(service, events)
            assert again <= touched | {step} | _behind(service, again | touched), (sample.name, step)


def test_a_celebration_at_home_can_be_answered_within_the_working_day_that_its_standard_names() -> None:
    service = definition("rekomendasi-keramaian")
    hours = {sample.name: _hours(service, sample) for sample in samples(service.slug)}
    assert hours["plain"] <= HOURS_A_DAY < hours["road-closed"] <= service.promised_working_days * HOURS_A_DAY
    assert hours["crowd-over-1000"] > HOURS_A_DAY


def _hours(service: Definition, sample: Sample) -> float:
    """How long the agencies may take at most, along the slowest way through the steps that apply."""
    tasks = stands(service, [submitted(sample)]).tasks

    def up_to(key: str) -> float:
        own = 0 if tasks[key].state is TaskState.SKIPPED else service.step(key).working_hours
        return own + max((up_to(need) for need in service.step(key).needs), default=0)

    return max(up_to(step.key) for step in service.steps)


def _answers(events: list[Event], key: str) -> int:
    return sum(event.step == key and "decision" in event.data for event in events)


def _touched(service: Definition, events: list[Event]) -> set[str]:
    changed = [path.split(".") for event in events for path in event.data.get("changed", ())]
    return {step.key for step in service.steps if any(step.looks_at(*path) for path in changed)}


def _behind(service: Definition, again: set[str]) -> set[str]:
    """The steps that wait, however far, for one that was asked again."""
    behind = set(again)
    for _ in service.steps:
        behind |= {step.key for step in service.steps if behind.intersection(step.needs)}
    return behind - again | {key for key in again if behind.intersection(service.step(key).needs)}
