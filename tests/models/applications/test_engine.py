"""The process engine: rules that hold for any graph and any history."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.applications.errors import EventNotAllowed
from models.applications.moves import ALLOWED, must_allow
from models.applications.states import ApplicationState, Decision, Event, EventKind, Hands, TaskState
from models.applications.workflow import RUNNING, advance, due
from models.services.definition import Definition, StepKind
from tests.models.applications.graphs import (
    CLOCK,
    ENDED,
    FIELDS,
    answer,
    answers,
    corrected,
    graphs,
    histories,
    onwards,
    side_by_side,
    stands,
    submitted,
)

Told = tuple[Definition, list[Event]]


@given(histories(), st.timedeltas(timedelta(days=-30), timedelta(days=30)))
def test_a_replay_gives_the_same_answer_whatever_the_time(told: Told, later: timedelta) -> None:
    definition, events = told
    then, now = events[-1].at, events[-1].at + later
    position = advance(definition, list(events), now, CLOCK)
    assert position == advance(definition, events, then, CLOCK)
    assert (due(position, now) is not None) == (position.wake_at is not None and position.wake_at <= now)


@given(histories())
def test_every_history_can_be_brought_to_its_end(told: Told) -> None:
    definition, events = told
    events = list(events)
    for _ in range(12 * len(definition.steps)):
        if stands(definition, events).state in ENDED:
            break
        events.append(onwards(definition, events))
    assert stands(definition, events).state in ENDED


@given(histories())
def test_nothing_runs_in_a_file_that_has_ended_and_nothing_stands_still_in_one_that_has_not(
    told: Told,
) -> None:
    position = stands(*told)
    if position.state in ENDED:
        assert position.open_steps() == position.waiting_steps() == []
        assert position.objection_open or position.timers == ()
        assert position.finished_at is not None
    else:
        assert position.open_steps() or position.timers
        assert position.finished_at is None


@given(graphs(), answers, st.data())
def test_no_step_opens_twice_on_the_straight_way(
    definition: Definition, given_answers: dict[str, bool], data: st.DataObject
) -> None:
    events, opened = [submitted(given_answers)], Counter[str]()
    before: set[str] = set()
    while (position := stands(definition, events)).state not in ENDED:
        open_now = set(position.open_steps())
        opened.update(open_now - before)
        before = open_now
        events.append(onwards(definition, events))
    assert set(opened.values()) <= {1}
    skipped = [key for key, task in position.tasks.items() if task.state is TaskState.SKIPPED]
    assert len(opened) + len(skipped) == len(definition.steps)


@given(st.lists(st.sets(st.sampled_from(FIELDS)), min_size=1, max_size=3).filter(any), st.data())
def test_a_finding_left_unanswered_may_come_again_and_they_grow_fewer(
    found: list[set[str]], data: st.DataObject
) -> None:
    """Agencies return all that was left, and nothing else, as often as they may; the citizen answers as little."""
    keys = [f"s{number}" for number in range(len(found))]
    definition = side_by_side(keys)
    left = {key: {f"answers.{name}" for name in names} for key, names in zip(keys, found, strict=True)}
    given_answers, rounds, open_findings = dict.fromkeys(FIELDS, False), 0, sum(map(len, found))
    events = [submitted(given_answers)]
    while any(left.values()):
        for key in keys:
            position = stands(definition, events)
            may = position.tasks[key].may_return
            assert may is None or left[key] <= may
            assert position.tasks[key].unanswered == (set() if may is None else left[key])
            decision = Decision.RETURN if left[key] else Decision.APPROVE
            if position.tasks[key].state is TaskState.OPEN:
                events.append(answer(position, key, decision, events[-1].at, left[key]))
        while (position := stands(definition, events)).state is not ApplicationState.RETURNED:
            timer = position.timers[0]
            events.append(Event(timer.kind, max(timer.at, events[-1].at), timer.step, timer.data))
        told = sorted(set().union(*left.values()))
        changed = data.draw(st.sets(st.sampled_from(told), min_size=1))
        given_answers |= {
            path.removeprefix("answers."): not given_answers[path.removeprefix("answers.")]
            for path in changed
        }
        events.append(corrected(events, given_answers, events[-1].at + timedelta(hours=1)))
        left = {key: paths - changed for key, paths in left.items()}
        rounds += 1
        assert rounds <= open_findings
    for _ in range(3 * len(definition.steps)):
        if stands(definition, events).state not in ENDED:
            events.append(onwards(definition, events))
    assert stands(definition, events).state is ApplicationState.ISSUED


@given(histories())
def test_what_was_paid_is_never_asked_for_again(told: Told) -> None:
    definition, events = told
    paid = {event.step for event in events if event.kind is EventKind.PAID}
    for key in paid:
        task = stands(definition, events).tasks[key or ""]
        assert task.state is not TaskState.OPEN


@given(histories())
def test_what_the_state_is_owed_is_passed_by_its_agency_alone_and_never_refused(told: Told) -> None:
    definition, events = told
    for step in definition.steps:
        if step.kind is StepKind.PAY_STATE:
            task = stands(definition, events).tasks[step.key]
            confirmed = [e for e in events if e.step == step.key and e.kind is EventKind.DECIDED]
            assert (task.state is TaskState.DONE) <= bool(confirmed)
            assert task.decision in {None, Decision.APPROVE}
            assert not any(event.step == step.key and event.kind is EventKind.PAID for event in events)


@given(histories())
def test_time_never_refuses_and_never_issues(told: Told) -> None:
    definition, events = told
    events = list(events)
    for _ in range(40):
        position = stands(definition, events)
        if position.wake_at is None:
            break
        timer = position.timers[0]
        assert timer.kind not in {EventKind.DECIDED, EventKind.ISSUED}
        events.append(Event(timer.kind, max(timer.at, events[-1].at), timer.step, timer.data))
    else:
        pytest.fail("the timers never come to rest")


@given(histories(), st.sampled_from(EventKind))
def test_an_event_that_the_state_does_not_allow_is_refused_by_name(told: Told, kind: EventKind) -> None:
    definition, events = told
    position, at = stands(definition, events), events[-1].at + timedelta(minutes=1)
    about_a_step = kind in {EventKind.CHECKED, EventKind.DECIDED, EventKind.PAID, EventKind.ISSUED}
    standing = {TaskState.OPEN, TaskState.WAITING} if kind is EventKind.PAID else {TaskState.OPEN}
    shut = [key for key, task in position.tasks.items() if task.state not in standing]
    if position.state in ALLOWED[kind] and not (about_a_step and shut):
        return
    attempt = Event(kind, at, shut[0] if shut else "sign", {"decision": "APPROVE", "steps": [], "amount": 1})
    with pytest.raises(EventNotAllowed) as refused:
        must_allow(definition, position, attempt)
    assert refused.value.problems[0].facts == {"event": kind.value, "state": position.state.value}


@given(histories())
def test_a_robot_alone_never_answers_for_an_officer(told: Told) -> None:
    definition, events = told
    for key, task in stands(definition, events).tasks.items():
        if definition.step(key).kind is StepKind.CHECK and task.outcome in {"mismatch", "no-answer"}:
            assert task.hands is Hands.OFFICER


@given(histories(), answers)
def test_a_correction_is_never_granted_by_silence_in_the_same_breath(
    told: Told, given_answers: dict[str, bool]
) -> None:
    definition, events = told
    if stands(definition, events).state is not ApplicationState.RETURNED:
        return
    at = events[-1].at + timedelta(days=60)
    timer = due(stands(definition, [*events, corrected(events, given_answers, at)]), at)
    assert timer is None or timer.kind is not EventKind.DEEMED_APPROVED


@given(histories())
def test_nobody_is_waited_for_who_has_nothing_to_do(told: Told) -> None:
    position = stands(*told)
    if position.waits and position.waits[-1][1] is None:
        citizens = [
            t for t in position.tasks.values() if t.hands is Hands.CITIZEN and t.state is TaskState.OPEN
        ]
        assert position.state not in RUNNING or position.state is ApplicationState.RETURNED or citizens
