"""What a correction asks again, where a gate stands before the branches, told as stories."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from models.applications.positions import Position
from models.applications.states import ApplicationState, Decision, Event, EventKind, TaskState
from models.services.definition import Definition
from models.services.graph import Reason
from tests.models.applications.graphs import (
    MONDAY,
    answer,
    corrected,
    definition_of,
    stands,
    step,
    submitted,
)

GATED = definition_of(
    [
        {**step("complete", "verify", []), "gate": True},
        step("structure", "verify", ["complete"], sees=["a"]),
        step("fire", "verify", ["complete"], sees=["b"]),
        step("charge", "verify", ["complete"], sees=["b"]),
        {**step("pay", "pay", ["charge"]), "bill": {"amount_of": "charge", "text": "x"}},
        step("decide", "decide", ["structure", "fire", "pay"], sees=["b"]),
        step("sign", "sign", ["decide"], sees=[]),
    ]
)
NOTHING: Mapping[str, Any] = {"a": False, "b": False, "c": False}


class File:
    """A file under GATED that goes on by the hour."""

    def __init__(self, definition: Definition = GATED, **given: bool) -> None:
        self.definition, self.answers = definition, {**NOTHING, **given}
        self.events, self.now = [submitted(self.answers)], MONDAY

    def __getitem__(self, key: str) -> str:
        return self.position.tasks[key].state.value

    @property
    def position(self) -> Position:
        return stands(self.definition, self.events)

    def later(self, hours: float = 1) -> datetime:
        self.now += timedelta(hours=hours)
        return self.now

    def approve(self, *keys: str, **more: Any) -> None:
        for key in keys:
            event = answer(self.position, key, Decision.APPROVE, self.later())
            self.events.append(Event(event.kind, event.at, key, {**event.data, **more}))

    def give_back(self, key: str, *found: str) -> None:
        self.events.append(answer(self.position, key, Decision.RETURN, self.later(), found))

    def tell(self, *keys: str) -> None:
        self.events.append(Event(EventKind.FINDINGS_RELEASED, self.later(), data={"steps": list(keys)}))

    def correct(self, **given: bool) -> None:
        self.answers = {**self.answers, **given}
        self.events.append(corrected(self.events, self.answers, self.later()))


def test_an_approval_that_cannot_see_what_was_mended_stands_although_the_gate_looks_again() -> None:
    file = File()
    file.approve("complete", "fire")
    file.give_back("structure", "answers.a")
    file.tell("structure")
    file.correct(a=True)
    assert (file["complete"], file["fire"], file["structure"]) == ("OPEN", "DONE", "WAITING")
    assert file.position.tasks["complete"].asked_again is Reason.LOOKS
    assert file.position.tasks["structure"].asked_again is Reason.RETURNED


def test_a_branch_that_is_asked_again_waits_for_the_gate_and_its_clock_begins_then() -> None:
    file = File()
    file.approve("complete")
    file.give_back("structure", "answers.a")
    file.tell("structure")
    file.correct(a=True)
    file.approve("complete")
    assert file["structure"] == "OPEN"
    assert file.position.tasks["structure"].opened_at == file.now


def test_a_branch_that_is_open_when_its_gate_is_asked_again_goes_on_with_its_clock() -> None:
    file = File()
    file.approve("complete")
    before = file.position.tasks["fire"]
    file.give_back("structure", "answers.a")
    file.tell("structure")
    file.correct(a=True)
    assert (file["complete"], file["fire"]) == ("OPEN", "OPEN")
    assert file.position.tasks["fire"].due_at == before.due_at


def test_an_amount_and_all_that_rests_on_it_is_asked_again_behind_a_gate_and_what_was_paid_stays_paid() -> (
    None
):
    file = File()
    file.approve("complete", "fire")
    file.approve("charge", amount=10_000)
    file.events.append(Event(EventKind.PAID, file.later(), "pay", {"amount": 10_000}))
    file.give_back("structure", "answers.a")
    file.tell("structure")
    file.correct(a=True)
    assert (file["complete"], file["charge"], file["pay"], file["fire"]) == (
        "OPEN",
        "WAITING",
        "WAITING",
        "DONE",
    )
    file.approve("complete", "structure")
    file.approve("charge", amount=10_000)
    assert (file["pay"], file["decide"]) == ("DONE", "OPEN")


def test_a_join_waits_for_the_gate_although_all_its_branches_stand() -> None:
    definition = definition_of(
        [
            {**step("complete", "verify", []), "gate": True},
            step("fire", "verify", ["complete"], sees=["b"]),
            step("other", "verify", [], sees=["a"]),
            step("join", "verify", ["fire"], sees=["b"]),
            step("decide", "decide", ["join", "other"]),
            step("sign", "sign", ["decide"]),
        ]
    )
    file = File(definition)
    file.approve("complete", "fire")
    file.give_back("other", "answers.a")
    file.tell("other")
    assert file["join"] == "OPEN"
    file.correct(a=True)
    assert (file["complete"], file["fire"], file["join"]) == ("OPEN", "DONE", "WAITING")
    file.approve("complete")
    assert file["join"] == "OPEN"


def test_a_gate_that_is_asked_again_may_refuse_and_that_ends_the_file() -> None:
    file = File()
    file.approve("complete", "fire")
    file.give_back("structure", "answers.a")
    file.tell("structure")
    file.correct(a=True)
    file.events.append(answer(file.position, "complete", Decision.REFUSE, file.later()))
    assert file.position.state is ApplicationState.REFUSED


def test_without_a_gate_what_rests_on_a_step_is_asked_again_after_it() -> None:
    definition = definition_of(
        [
            step("first", "verify", [], sees=["a"]),
            step("second", "verify", ["first"], sees=["b"]),
            step("decide", "decide", ["second"], sees=[]),
            step("sign", "sign", ["decide"], sees=[]),
        ]
    )
    file = File(definition)
    file.approve("first", "second", "decide")
    file.give_back("sign", "answers.a")
    file.tell("sign")
    file.correct(a=True)
    assert [file[key] for key in ("first", "second", "decide", "sign")] == ["OPEN", *["WAITING"] * 3]
    assert file.position.tasks["second"].asked_again is Reason.RESTS


def test_a_need_that_begins_to_apply_ages_what_rests_on_it_and_one_that_ceases_does_not() -> None:
    definition = definition_of(
        [
            step("road", "verify", [], when="a", sees=[]),
            step("place", "verify", [], sees=["b"]),
            step("decide", "decide", ["road", "place"], sees=[]),
            step("sign", "sign", ["decide"], sees=[]),
        ]
    )
    begins = File(definition)
    begins.approve("place", "decide")
    begins.give_back("sign", "answers.a")
    begins.tell("sign")
    begins.correct(a=True)
    assert (begins["road"], begins["place"], begins["decide"]) == ("OPEN", "DONE", "WAITING")
    ceases = File(definition, a=True)
    ceases.approve("road", "place", "decide")
    ceases.give_back("sign", "answers.a")
    ceases.tell("sign")
    ceases.correct(a=False)
    assert (ceases["road"], ceases["decide"], ceases["sign"]) == ("SKIPPED", "DONE", "OPEN")


def test_a_step_that_does_not_apply_lets_nobody_past_the_one_before_it() -> None:
    definition = definition_of(
        [
            step("order", "verify", []),
            step("traffic", "verify", ["order"], when="a"),
            step("decide", "decide", ["traffic"]),
            step("sign", "sign", ["decide"]),
        ]
    )
    file = File(definition)
    assert (file["order"], file["traffic"], file["decide"]) == ("OPEN", "SKIPPED", "WAITING")
    file.approve("order")
    assert file["decide"] == "OPEN"


def test_a_machines_no_is_asked_again_when_what_it_was_asked_about_is_mended() -> None:
    definition = definition_of(
        [
            step("population", "check", [], sees=["a"]),
            step("place", "verify", [], sees=["a"]),
            step("decide", "decide", ["population", "place"]),
            step("sign", "sign", ["decide"]),
        ]
    )
    file = File(definition)
    file.events.append(Event(EventKind.CHECKED, file.later(), "population", {"outcome": "mismatch"}))
    file.give_back("place", "answers.a")
    file.tell("place")
    file.correct(a=True)
    task = file.position.tasks["population"]
    assert (task.state, task.hands, task.outcome) == (TaskState.OPEN, "machine", None)
    assert task.opened_at == file.now


def test_findings_of_another_branch_that_nobody_was_told_yet_survive_a_correction() -> None:
    definition = definition_of(
        [
            step("structure", "verify", [], sees=["a"]),
            step("fire", "verify", [], sees=["a", "b"]),
            step("decide", "decide", ["structure", "fire"]),
            step("sign", "sign", ["decide"]),
        ]
    )
    file = File(definition)
    file.give_back("structure", "answers.a")
    file.tell("structure")
    file.give_back("fire", "answers.b")
    file.correct(a=True)
    assert (file["structure"], file["fire"]) == ("OPEN", "RETURNED")
    assert file.position.unreleased == {"fire"}
    mended = File(definition)
    mended.give_back("structure", "answers.a")
    mended.tell("structure")
    mended.give_back("fire", "answers.a")
    mended.correct(a=True)
    assert mended["fire"] == "OPEN"


def test_what_was_told_and_mended_is_not_told_again_by_a_step_that_applies_once_more() -> None:
    definition = definition_of(
        [
            step("road", "verify", [], when="a", sees=["b"]),
            step("place", "verify", [], sees=["a"]),
            step("decide", "decide", ["road", "place"]),
            step("sign", "sign", ["decide"]),
        ]
    )
    file = File(definition, a=True)
    file.give_back("road", "answers.b")
    file.give_back("place", "answers.a")
    file.tell("road", "place")
    file.correct(a=False, b=True)
    file.give_back("place", "answers.a")
    file.tell("place")
    file.correct(a=True)
    assert (file["road"], file.position.unreleased) == ("OPEN", frozenset())


def test_the_agency_that_a_step_is_sent_on_to_begins_with_clean_hands() -> None:
    file = File()
    file.approve("complete")
    file.give_back("structure", "answers.a")
    file.tell("structure")
    file.correct(a=True)
    file.approve("complete")
    assert file.position.tasks["structure"].may_return == frozenset({"answers.a"})
    file.events.append(
        Event(EventKind.REROUTED, file.later(), "structure", {"agency": "0" * 32, "reason": "x"})
    )
    assert file.position.tasks["structure"].may_return is None


def test_waiting_for_a_bill_is_the_citizens_time_also_when_its_amount_is_asked_again() -> None:
    file = File()
    file.approve("complete", "fire")
    file.approve("charge", amount=10_000)
    opened = file.now
    file.later(71)
    file.give_back("structure", "answers.a")
    file.tell("structure")
    file.correct(a=True)
    assert file["pay"] == "WAITING"
    assert any(start <= opened and end is not None and end >= file.now for start, end in file.position.waits)
