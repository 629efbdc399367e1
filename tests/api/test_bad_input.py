"""What officers and applicants can get wrong with tasks, and what they are told."""

from typing import Any

import pytest

from models.kit.ids import random_code
from tests.api.conftest import OPERATIONS, Api
from tests.api.people import CITIZEN, NEIGHBOUR, Case
from tests.api.process import Process, ahead, refused
from tests.appointments import times_to_come

TASK = "task_" + "0" * 32


async def errors(case: Case, operation: str, account: str, input_: dict[str, Any]) -> str:
    """The message of the one error of a request that does not run."""
    document = (OPERATIONS / f"{operation}.graphql").read_text()
    answer = await case.api.ask(document, {"input": input_}, await case.token(account))
    assert set(answer) == {"errors"}, answer
    message: str = answer["errors"][0]["message"]
    return message


async def test_an_amount_is_whole_rupiah_where_one_is_set(api: Api) -> None:
    case = await Case(api).sent()
    assert refused(await case.decide("tax", "bapenda", amount=-1)) == [("INVALID", ["amount"])]
    assert refused(await case.decide("tax", "bapenda", amount=2**53 - 1)) == [("INVALID", ["amount"])]
    assert refused(await case.decide("public-order", "satpolpp", amount=5)) == [("NOT_ALLOWED", ["amount"])]
    asked = {"taskId": await case.task("tax"), "decision": "APPROVE", "idempotencyKey": "k"}
    for amount in (1.5, 10**20, -(10**20), "5", True, [5]):
        assert "Rupiah" in await errors(case, "decide", "bapenda", {**asked, "amount": amount}), amount
    assert (await case.decide("tax", "bapenda", amount=0.0))["amount"] == 0


async def test_visits_are_at_two_times_to_come(api: Api) -> None:
    case = Process(api)
    await case.sent()
    await case.complete()
    first, second = [time.isoformat() for time in await times_to_come(api.regency.now())]
    minute_later = first.replace(":00:00", ":01:00")
    for times, places in (
        ([], [["times"]]),
        ([first], [["times"]]),
        ([first, second, ahead(3)], [["times"]]),
        ([first, first], [["times", "1"]]),
        ([first, minute_later], [["times", "1"]]),
        ([ahead(-1), first], [["times", "0"]]),
        ([first, ahead(99)], [["times", "1"]]),
        ([first.replace("T02", "T20"), ahead(-1)], [["times", "0"], ["times", "1"]]),
    ):
        answer = await case.do("propose-visit", "dpupr", "site-visit", times=times)
        assert refused(answer) == [("INVALID", place) for place in places], times
    asked = {"taskId": await case.task("site-visit"), "idempotencyKey": "k"}
    for time in (
        "2026-11-24",
        "2026-11-24T08:00:00",
        "0001-01-01T00:00:00+07:00",
        "2026-02-30T08:00:00Z",
        5,
        "",
    ):
        message = await errors(case, "propose-visit", "dpupr", {**asked, "times": [first, time]})
        assert "DateTime" in message, time
    assert refused(await case.do("answer-visit", CITIZEN, "site-visit", time=first)) == [
        ("INVALID", ["time"])
    ]
    await case.do("propose-visit", "dpupr", "site-visit", times=[first, second])
    assert refused(await case.do("answer-visit", CITIZEN, "site-visit", time=ahead(3))) == [
        ("INVALID", ["time"])
    ]
    assert refused(await case.do("answer-visit", CITIZEN, "site-visit")) == [("REQUIRED", ["message"])]
    for stranger in (NEIGHBOUR, "dpupr"):
        answer = await case.do("answer-visit", stranger, "site-visit", time=first)
        assert refused(answer) == [("NOT_FOUND", ["taskId"])]
    answer = await case.do("propose-visit", "dpupr", "spatial-plan", times=[first, second])
    assert refused(answer) == [("CONFLICT", [])], "not every task is a visit"


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        ("claim", {}),
        ("release", {}),
        ("hand-over", {"to": "bapenda"}),
        ("reroute", {"agency": "dlh", "reason": "Bukan kami."}),
        ("direct-transfer", {"agency": "dlh", "reason": "Bukan kami."}),
        ("accept-transfer", {}),
        ("decline-transfer", {"reason": "Bukan kami."}),
        ("withdraw-transfer", {}),
        ("propose-visit", {"times": [ahead(1), ahead(2)]}),
        ("ask-check-again", {}),
        ("decide", {"decision": "APPROVE"}),
    ],
)
async def test_a_task_is_for_its_own_agency(api: Api, verb: str, more: dict[str, Any]) -> None:
    case = await Case(api).sent()
    task = await case.task("tax")
    head = "ka-dpupr" if verb == "hand-over" else "ka-bapenda"  # a head gives the own officers' tasks away
    for account, id in (
        ("dpupr", task),
        (CITIZEN, task),
        (head, task),
        ("bapenda", TASK),
        ("bapenda", "x"),
    ):
        answer = await case.act(verb, account, {"taskId": id, "idempotencyKey": random_code(), **more})
        assert refused(answer) == [("NOT_FOUND", ["taskId"])], (account, id)
    document = (OPERATIONS / f"{verb}.graphql").read_text()
    asked = {"input": {"taskId": task, "idempotencyKey": "k", **more}}
    (answer,) = (await api.data(document, asked)).values()
    assert refused(answer) == [("NOT_ALLOWED", [])], "without a token"


async def test_a_task_goes_only_where_somebody_is(api: Api) -> None:
    case = await (await Case(api).sent()).verified()
    fresh = Process(api, case.tokens, slug="izin-reklame")
    await fresh.sent()
    for agency in ("nowhere", "", "bapenda"):
        answer = await fresh.do("reroute", "bapenda", "tax", agency=agency, reason="Bukan kami.")
        assert refused(answer) == [("NOT_FOUND", ["agency"])], agency
    blank = await fresh.do("reroute", "bapenda", "tax", agency="dlh", reason=" ")
    assert refused(blank) == [("REQUIRED", ["reason"])]
    for nobody in ("nobody", "dpupr", "ka-bapenda", CITIZEN, ""):
        answer = await fresh.do("hand-over", "bapenda", "tax", to=nobody)
        assert refused(answer) == [("NOT_FOUND", ["to"])], nobody
    nul = await fresh.do("reroute", "bapenda", "tax", agency="d\0", reason="\0")
    assert refused(nul) == [("INVALID", ["agency"]), ("INVALID", ["reason"])]
    decision = {"taskId": await case.task("decision"), "agency": "dlh", "reason": "x", "idempotencyKey": "k"}
    assert refused(await case.act("reroute", "dpmptsp", decision)) == [("NOT_ALLOWED", ["agency"])]


async def test_an_answer_to_what_was_sent_again_since_is_refused(api: Api) -> None:
    case = await Case(api).sent()
    for step, officer in (("tax", "bapenda"), ("public-order", "satpolpp")):
        await case.decide(step, officer)
    finding = {"path": ["answers", "width"], "message": "Lebar di foto tampak 3 meter."}
    await case.decide("construction", "dpupr", "RETURN", findings=[finding])
    correction = {"applicationId": case.id, "answers": {"width": 3}, "idempotencyKey": "k"}
    await case.act("correct", CITIZEN, correction)
    assert (await case.read("dpupr"))["sent"] == 2
    assert refused(await case.decide("construction", "dpupr", seen=1)) == [("VERSION_CHANGED", ["taskId"])]
    assert (await case.decide("construction", "dpupr", seen=2))["decision"] == "APPROVE"


async def test_an_application_is_withdrawn_by_its_applicant_while_it_runs(api: Api) -> None:
    case = await Case(api).sent()
    input_ = {"applicationId": case.id, "reason": "Batal pasang.", "idempotencyKey": "k"}
    for stranger in (NEIGHBOUR, "bapenda"):
        assert refused(await case.act("withdraw", stranger, input_)) == [("NOT_FOUND", ["applicationId"])]
    withdrawn = await case.act("withdraw", CITIZEN, input_)
    assert (withdrawn["state"], {task["state"] for task in withdrawn["tasks"]}) == (
        "WITHDRAWN", {"CANCELLED", "SKIPPED"},
    )  # fmt: skip
    assert await case.act("withdraw", CITIZEN, input_) == withdrawn, "a replay answers the same"
    late = await case.act("withdraw", CITIZEN, {**input_, "idempotencyKey": "again"})
    assert refused(late) == [("CONFLICT", [])]
    assert refused(await case.decide("tax", "bapenda")) == [("CONFLICT", ["taskId"])]
    claim = {"taskId": await case.task("tax"), "idempotencyKey": "c"}
    assert refused(await case.act("claim", "bapenda", claim)) == [("CONFLICT", ["taskId"])]


async def test_a_key_that_was_refused_may_be_used_again(api: Api) -> None:
    case = await (await Case(api).sent()).verified()
    claim = {"taskId": await case.task("decision"), "idempotencyKey": "mine"}
    await case.act("claim", "loket-dpmptsp", {**claim, "idempotencyKey": "theirs"})
    assert refused(await case.act("claim", "dpmptsp", claim)) == [("CONFLICT", ["taskId"])]
    await case.act("release", "loket-dpmptsp", {**claim, "idempotencyKey": "back"})
    assert (await case.act("claim", "dpmptsp", claim))["claimedBy"]["username"] == "dpmptsp"
    other = {"taskId": await case.task("decision"), "to": "loket-dpmptsp", "idempotencyKey": "mine"}
    assert refused(await case.act("hand-over", "dpmptsp", other)) == [("KEY_REUSED", ["idempotencyKey"])]


async def test_a_day_that_no_calendar_reaches_is_refused_and_not_an_accident(api: Api) -> None:
    token = await Case(api).token("dpupr")
    for day in ("9999-12-31", "0001-01-01"):
        answer = await api.ask(f'{{ visits(date: "{day}") {{ number }} }}', token=token)
        (error,) = answer["errors"]
        assert error["message"] == "Pilih tanggal yang lebih dekat."
