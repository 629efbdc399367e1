"""What the law's answer passes by and what it does not, on the release's own PKKPR and on small graphs."""

from datetime import timedelta

from models.applications.states import ApplicationState, Decision, Event, EventKind
from tests.models.applications.graphs import definition_of, step
from tests.models.applications.test_gates import File


def fee_and_opinion(**deemed: object) -> File:
    """BPN sets a fee, it is paid, BPN gives its opinion, the agency decides; then nobody answers."""
    definition = definition_of(
        [
            step("fee", "verify", [], sees=["a"]),
            {**step("pay", "pay", ["fee"]), "bill": {"amount_of": "fee", "text": "x"}},
            step("opinion", "verify", ["pay"], sees=["b"]),
            step("decide", "decide", ["opinion"]),
            step("sign", "sign", ["decide"]),
        ],
        deemed_approval={"basis": "x", **deemed},
    )
    file = File(definition)
    while file.position.state is not ApplicationState.DEEMED_APPROVED:
        timer = file.position.timers[0]
        file.now = timer.at
        file.events.append(Event(timer.kind, timer.at, timer.step, timer.data))
    return file


def test_what_is_owed_is_set_and_paid_before_the_written_decision() -> None:
    file = fee_and_opinion()
    assert [file[key] for key in ("fee", "pay", "opinion", "decide")] == [
        "OPEN",
        "WAITING",
        "CANCELLED",
        "WAITING",
    ]
    file.approve("fee", amount=10_000)
    assert (file["pay"], file["decide"]) == ("OPEN", "WAITING")
    file.events.append(Event(EventKind.PAID, file.later(), "pay", {"amount": 10_000}))
    assert (file["decide"], file["sign"]) == ("OPEN", "WAITING")
    file.approve("decide")
    assert file["sign"] == "OPEN"


def test_where_the_head_may_sign_at_once_what_is_owed_is_still_paid_first() -> None:
    file = fee_and_opinion(sign=True)
    assert (file["decide"], file["sign"]) == ("CANCELLED", "WAITING")
    file.approve("fee", amount=10_000)
    file.events.append(Event(EventKind.PAID, file.later(), "pay", {"amount": 10_000}))
    assert file["sign"] == "OPEN"


def test_a_decision_that_was_recorded_is_never_wiped_by_what_comes_after_it() -> None:
    """As an older release let it happen: the decision first, then the fee."""
    file = fee_and_opinion()
    early = Event(EventKind.DECIDED, file.later(), "decide", {"decision": Decision.APPROVE.value})
    file.events.append(early)
    assert (file["decide"], file["sign"]) == ("DONE", "WAITING")
    file.approve("fee", amount=10_000)
    file.events.append(Event(EventKind.PAID, file.later(), "pay", {"amount": 10_000}))
    assert (file["decide"], file["sign"]) == ("DONE", "OPEN")
    assert file.position.tasks["decide"].decided_at == early.at


def test_nothing_owed_lets_the_decision_open_with_the_amount() -> None:
    file = fee_and_opinion()
    file.approve("fee", amount=0)
    assert (file["pay"], file["decide"]) == ("SKIPPED", "OPEN")
    assert file.now - file.events[0].at > timedelta(days=5)
