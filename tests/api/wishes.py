"""One request of every mutation, each of which would be done as it is, told as one story."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from models.kit.ids import random_code
from tests.api.conftest import Api
from tests.api.people import CITIZEN, Case
from tests.api.process import NTPN, Process
from tests.appointments import times_to_come
from tests.clock import day_of
from tests.outside import Outside

Input = dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """What an account asks; the story goes on once it was done."""

    field: str
    account: str
    input: Input


def wish(field: str, account: str, **input: Any) -> Wish:
    """A wish with a key of its own."""
    keyed = {} if field == "withdrawWalletItem" else {"idempotencyKey": random_code()}
    return Wish(field, account, keyed | input)


async def every_mutation(api: Api, password: str, outside: Outside) -> AsyncIterator[Wish]:
    """Every mutation of the contract, in an order in which each can be done."""
    case = Case(api)
    yield Wish("submitApplication", CITIZEN, await case.input())
    for part in (_withdrawing, _checking, _correcting, _handling, _objecting, _delegating):
        async for one in part(Case(api, case.tokens), outside):
            yield one
    async for one in _issuing(Case(api, case.tokens), password):
        yield one


async def _withdrawing(case: Case, _: Outside) -> AsyncIterator[Wish]:
    await case.sent()
    yield wish("withdrawApplication", CITIZEN, applicationId=case.id, reason="Batal pasang.")


async def _checking(case: Case, outside: Outside) -> AsyncIterator[Wish]:
    process = Process(case.api, case.tokens)
    await process.sent()
    outside.trouble(population="down:503")
    await process.check("population")
    outside.calm()
    yield wish("askCheckAgain", "disdukcapil", taskId=await process.task("population"))
    await process.complete()
    visit = await process.task("site-visit")
    times = [time.isoformat() for time in await times_to_come(case.api.regency.now())]
    yield wish("proposeVisit", "dpupr", taskId=visit, times=times)
    yield wish("answerVisit", CITIZEN, taskId=visit, time=times[0])
    async for one in _moving(await process.task("spatial-plan")):
        yield one
    async for one in _paying_the_state(process):
        yield one


async def _moving(task: str) -> AsyncIterator[Wish]:
    yield wish("rerouteTask", "dpupr", taskId=task, agency="setda", reason="Hutan.")
    directed = {"taskId": task, "agency": "dlh", "reason": "Hutan."}
    yield wish("directTransfer", "setda", **directed)
    yield wish("withdrawTransfer", "setda", taskId=task)
    yield wish("directTransfer", "setda", **directed)
    yield wish("declineTransfer", "dlh", taskId=task, reason="Bukan hutan.")
    yield wish("directTransfer", "setda", **directed)
    yield wish("acceptTransfer", "dlh", taskId=task)


async def _paying_the_state(process: Process) -> AsyncIterator[Wish]:
    fee, payment = await process.task("land-fee"), await process.task("land-payment")
    yield wish("decideTask", "bpn", taskId=fee, decision="APPROVE", amount=250_000)
    receipt = await process.api.upload(await process.token(CITIZEN), "bukti-bayar.jpg")
    today = day_of(process.api.regency.now()).isoformat()
    report = {"taskId": payment, "ntpn": NTPN, "paidOn": today, "documentId": receipt}
    yield wish("reportPayment", CITIZEN, **report)
    yield wish("denyPayment", "bpn", taskId=payment, reason="NTPN tidak ditemukan.")


async def _correcting(case: Case, _: Outside) -> AsyncIterator[Wish]:
    await case.sent()
    for step, officer in (("tax", "bapenda"), ("public-order", "satpolpp")):
        await case.decide(step, officer)
    finding = {"path": ["answers", "width"], "message": "Lebar di foto tampak 3 meter."}
    task = await case.task("construction")
    yield wish("decideTask", "dpupr", taskId=task, decision="RETURN", findings=[finding])
    yield wish("correctApplication", CITIZEN, applicationId=case.id, answers={"width": 3})


async def _handling(case: Case, _: Outside) -> AsyncIterator[Wish]:
    await case.sent()
    task = await case.task("tax")
    yield wish("claimTask", "bapenda", taskId=task)
    yield wish("releaseTask", "bapenda", taskId=task)
    yield wish("handOverTask", "ka-bapenda", taskId=task, to="bapenda")
    yield wish("decideTask", "bapenda", taskId=task, decision="APPROVE", amount=0)


async def _objecting(case: Case, _: Outside) -> AsyncIterator[Wish]:
    await (await case.sent()).verified()
    reason = "Titik ini tertutup untuk reklame."
    task = await case.task("decision")
    yield wish("decideTask", "dpmptsp", taskId=task, decision="REFUSE", reason=reason)
    yield wish("objectToRefusal", CITIZEN, applicationId=case.id, text="Lebar sudah saya perbaiki.")
    objection = (await case.read())["objection"]["id"]
    yield wish(
        "decideObjection", "kadis-dpmptsp", objectionId=objection, upheld=False, reason="Tetap tertutup."
    )


async def _delegating(case: Case, _: Outside) -> AsyncIterator[Wish]:
    today = day_of(case.api.regency.now())
    days = {"firstDay": today.isoformat(), "lastDay": (today + timedelta(days=2)).isoformat()}
    yield wish(
        "delegateSignature", "ka-dishub", delegate="dishub", title="DAILY", basis="800/12/2026", **days
    )
    standing = await case.api.run("delegations", token=await case.token("dishub"))
    for delegation in standing["delegations"]:
        yield wish("endDelegation", "ka-dishub", delegationId=delegation["id"])


async def _issuing(case: Case, password: str) -> AsyncIterator[Wish]:
    await (await case.sent()).verified()
    await case.decide("decision", "dpmptsp")
    task = await case.task("signature")
    yield wish("signPermit", "kadis-dpmptsp", taskId=task, secret=password)
    other = await Case(case.api, case.tokens).sent()
    question = {"register": "izin-reklame/holds-valid", "purpose": "Titik yang sama."}
    yield wish("askRegister", "satpolpp", applicationId=other.id, **question)
    permit = (await case.read())["permit"]
    yield wish("revokePermit", "kadis-dpmptsp", permitId=permit["id"], reason="Reklame roboh.")
    wallet = await case.api.data("{ myWallet { id } }", token=await case.token(CITIZEN))
    yield wish("withdrawWalletItem", CITIZEN, itemId=wallet["myWallet"][0]["id"])
