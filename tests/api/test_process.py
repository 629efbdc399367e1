"""Approval of land use by GraphQL: machines, a claim, a payment to the state, another agency, a visit, a signature."""

from tests.api.conftest import Api
from tests.api.people import CITIZEN
from tests.api.process import Process, refused
from tests.appointments import times_to_come
from tests.outside import Outside
from tests.sampling import samples


async def test_from_the_machines_to_the_signature(api: Api, password: str, outside: Outside) -> None:
    case = Process(api)
    await case.sent()
    await machines(case, outside)
    await front_office(case)
    await money(case)
    await another_agency(case)
    await visit(case)
    await case.decide("planning-forum", "dpupr")
    assert (await case.decide("decision", "dpmptsp"))["application"]["state"] == "APPROVED"
    assert (await case.sign(password))["__typename"] == "Permit"
    done = await case.read()
    kinds = {task["step"]["key"]: task["decidedByKind"] for task in done["tasks"] if task["decision"]}
    assert [done["state"], kinds["population"], kinds["land-payment"], kinds["decision"], kinds["signature"]] == [
        "ISSUED", "ROBOT", "OFFICER", "OFFICER", "SIGNATORY",
    ]  # fmt: skip
    assert {task["lane"] for task in done["tasks"] if task["lane"]} == {"API", "ROBOT"}
    doers = {edge["node"]["kind"]: edge["node"]["actorKind"] for edge in done["events"]["edges"]}
    assert [doers["submitted"], doers["checked"], doers["transfer-accepted"], doers["payment-reported"]] == [
        "CITIZEN", "ROBOT", "OFFICER", "CITIZEN",
    ]  # fmt: skip


async def machines(case: Process, outside: Outside) -> None:
    """A registry that is away hands its question to officers, and one of them asks once more."""
    assert (await case.own(CITIZEN, "population"))["hands"] == "MACHINE"
    early = await case.decide("population", "disdukcapil")
    assert refused(early) == [("NOT_FOUND", ["taskId"])], "what is a machine's is no officer's"
    outside.trouble(population="down:503")
    await case.check("population")
    outside.calm()
    unsure = await case.own("disdukcapil", "population")
    assert (unsure["hands"], unsure["checkOutcome"], unsure["state"]) == ("OFFICER", "NO_ANSWER", "OPEN")
    asked = await case.do("ask-check-again", "disdukcapil", "population", idempotencyKey="again")
    assert (asked["__typename"], asked["checkOutcome"]) == ("Task", "NO_ANSWER")
    await case.check("population")
    await case.check("duplicate")
    elsewhere = await case.own("dpupr", "population")
    assert (elsewhere["checkOutcome"], elsewhere["state"]) == (None, "DONE"), (
        "nothing of it is theirs to know"
    )
    sure = await case.own("disdukcapil", "population")
    assert (sure["checkOutcome"], sure["state"], sure["lane"]) == ("MATCH", "DONE", "ROBOT")
    assert sure["hands"] == "MACHINE"
    replayed = await case.do("ask-check-again", "disdukcapil", "population", idempotencyKey="again")
    assert replayed["checkOutcome"] == "MATCH", "a replay asks nothing anew"


async def front_office(case: Process) -> None:
    """Two officers never work on one task unknowingly; a colleague goes on where the first has to leave."""
    claimed = await case.do("claim", "dpmptsp", "completeness")
    assert claimed["claimedBy"]["username"] == "dpmptsp"
    colleagues = [colleague["username"] for colleague in claimed["colleagues"]]
    assert colleagues == ["kabid-dpmptsp", "loket-dpmptsp"]
    for verb in ("claim", "hand-over"):
        more = {"to": "dpmptsp"} if verb == "hand-over" else {}
        assert refused(await case.do(verb, "loket-dpmptsp", "completeness", **more)) == [
            ("CONFLICT", ["taskId"])
        ]
    assert refused(await case.decide("completeness", "loket-dpmptsp")) == [("CONFLICT", ["taskId"])]
    queue = (await case.api.run("tasks", token=await case.token("loket-dpmptsp")))["tasks"]["edges"]
    assert queue[0]["node"]["claimedBy"] == {"username": "dpmptsp", "name": "Dewi Contoh, S.A.P."}
    for stranger in (CITIZEN, "bpn"):
        seen = await case.own(stranger, "completeness")
        assert (seen["claimedBy"], seen["claimedUntil"]) == (None, None)
    handed = await case.do("hand-over", "dpmptsp", "completeness", to="loket-dpmptsp", idempotencyKey="over")
    again = await case.do("hand-over", "dpmptsp", "completeness", to="loket-dpmptsp", idempotencyKey="over")
    assert handed == again, "a replay answers the same"
    assert handed["claimedBy"]["username"] == "loket-dpmptsp"
    released = await case.do("release", "loket-dpmptsp", "completeness")
    assert (released["claimedBy"], released["claimedUntil"]) == (None, None)
    await case.decide("completeness", "loket-dpmptsp", seen=1)


async def money(case: Process) -> None:
    """What the officer sets is what the applicant owes the state, and the regency bills none of it."""
    set_ = await case.decide("land-fee", "bpn", amount=450_000)
    assert set_["amount"] == 450_000
    waiting = await case.read()
    owed = await case.own(CITIZEN, "land-payment")
    assert (owed["hands"], owed["amount"], owed["dueAt"]) == ("CITIZEN", 450_000, waiting["citizenDueAt"])
    assert refused(await case.report("land-payment", ntpn="123")) == [("INVALID", ["ntpn"])]
    reported = await case.report("land-payment")
    assert (reported["hands"], reported["amount"]) == ("OFFICER", 450_000)
    [payment] = (await case.read("bpn"))["statePayments"]
    assert (payment["ntpn"], payment["amount"], payment["agency"]["code"]) == (
        "0A1B2C3D4E5F6789",
        450_000,
        "bpn",
    )
    assert payment["receipt"]["url"]
    assert (await case.read("dpupr"))["statePayments"] == [], "whoever is not owed knows nothing of it"
    refusal = await case.decide("land-payment", "bpn", decision="REFUSE", reason="Tidak ada.")
    assert refused(refusal) == [("NOT_ALLOWED", ["decision"])]
    denied = await case.do(
        "deny-payment", "bpn", "land-payment", reason="NTPN tidak ditemukan.", payment=payment["id"]
    )
    assert (denied["hands"], denied["reason"]) == ("CITIZEN", "NTPN tidak ditemukan.")
    await case.report("land-payment")
    late = await case.decide("land-payment", "bpn", payment=payment["id"])
    assert refused(late) == [("VERSION_CHANGED", ["taskId"])]
    newest = (await case.read("bpn"))["statePayments"][-1]
    confirmed = await case.decide("land-payment", "bpn", payment=newest["id"])
    assert (confirmed["state"], confirmed["decision"], confirmed["amount"]) == ("DONE", "APPROVE", 450_000)
    done = await case.read()
    assert (done["bills"], done["citizenDueAt"]) == ([], None)
    await case.decide("land-opinion", "bpn")


async def test_what_is_billed_is_paid_at_the_bank_and_the_way_to_pay_is_the_payers(
    api: Api, outside: Outside
) -> None:
    case = Process(api, slug="izin-reklame")
    neon_box = next(one for one in samples("izin-reklame") if one.name == "neon-box")
    await case.sent(answers=dict(neon_box.answers))
    for step in ("duplicate", "tax-status"):
        await case.check(step)
    await case.decide("tax", "bapenda", amount=450_000)
    for step, officer in (("construction", "dpupr"), ("public-order", "satpolpp"), ("decision", "dpmptsp")):
        await case.decide(step, officer)
    bill = await case.bill("tax-payment")
    assert (bill["amount"], bill["state"], bill["agency"]["code"]) == (450_000, "OPEN", "bapenda")
    assert bill["code"]
    assert (await case.read("bapenda"))["bills"][0]["code"] is None
    assert (await case.read())["citizenDueAt"] == bill["dueAt"]
    await case.pay(bill)
    paid = await case.read()
    assert (paid["bills"][0]["state"], paid["citizenDueAt"]) == ("PAID", None)
    assert (await case.own(CITIZEN, "tax-payment"))["decidedByKind"] == "ROBOT"


async def another_agency(case: Process) -> None:
    """A task goes to the right agency when that one accepts it, and is then no longer the first one's."""
    why, task = "Kawasan lindung.", await case.task("spatial-plan")
    unnamed = await case.do("reroute", "dpupr", "spatial-plan", agency="dlh", reason=why)
    assert refused(unnamed) == [("NOT_ALLOWED", ["agency"])]
    await case.do("reroute", "dpupr", "spatial-plan", agency="setda", reason=why)
    asked = await case.api.run("transfer-offers", {}, await case.token("setda"))
    [offer] = [edge["node"] for edge in asked["transferOffers"]["edges"]]
    assert (offer["kind"], offer["reason"], offer["agency"]["code"]) == ("ASKED", why, "dpupr")
    moved = await case.do("direct-transfer", "setda", "spatial-plan", agency="dlh", reason=why)
    dlh = {"code": "dlh", "name": "Dinas Lingkungan Hidup"}
    assert moved == {"__typename": "ReroutedTask", "taskId": task, "agency": dlh}
    assert (await case.do("withdraw-transfer", "setda", "spatial-plan"))["taskId"] == task
    await case.do("direct-transfer", "setda", "spatial-plan", agency="dlh", reason=why)
    assert (await case.do("decline-transfer", "dlh", "spatial-plan", reason="Belum jelas."))["taskId"] == task
    before = await case.own("dpupr", "spatial-plan")
    await case.do("direct-transfer", "setda", "spatial-plan", agency="dlh", reason=why)
    taken = await case.do("accept-transfer", "dlh", "spatial-plan", idempotencyKey="taken")
    assert (taken["agency"], taken["dueAt"]) == (dlh, before["dueAt"])
    assert await case.do("accept-transfer", "dlh", "spatial-plan", idempotencyKey="taken") == taken
    assert refused(await case.decide("spatial-plan", "dpupr")) == [("NOT_FOUND", ["taskId"])]
    await case.decide("spatial-plan", "dlh")
    said = [edge["node"]["text"] for edge in (await case.read())["events"]["edges"]]
    assert any("Dinas Lingkungan Hidup menyetujui" in text for text in said)
    assert any(text.startswith("Dinas Lingkungan Hidup mengambil alih") and why in text for text in said)


async def visit(case: Process) -> None:
    """Two times, an answer, a round, and what was seen."""
    first, second, third = [time.isoformat() for time in await times_to_come(case.api.regency.now(), 3)]
    await case.do("propose-visit", "dpupr", "site-visit", times=[first, second])
    declined = await case.do("answer-visit", CITIZEN, "site-visit", message="Saya di rumah hari Sabtu.")
    assert (declined["visitAt"], declined["visitDeclined"]) == (None, "Saya di rumah hari Sabtu.")
    assert (await case.own("dpupr", "site-visit"))["visitDeclined"] == "Saya di rumah hari Sabtu."
    assert (await case.own("bpn", "site-visit"))["visitDeclined"] is None
    proposed = await case.do("propose-visit", "dpupr", "site-visit", times=[third, second])
    times = proposed["visitTimes"]
    agreed = await case.do("answer-visit", CITIZEN, "site-visit", time=times[1])
    assert (agreed["visitAt"], agreed["visitDeclined"]) == (times[1], None)
    day = {"date": times[1][:10]}
    round_ = await case.api.run("visits", day, await case.token("dpupr"))
    [stop] = round_["visits"]
    assert (stop["taskId"], stop["at"], stop["village"], stop["phone"]) == (
        await case.task("site-visit"), times[1], "Ngargoretno", None,
    )  # fmt: skip
    assert round_["visitDays"] == [{**day, "visits": 1}]
    for stranger in (CITIZEN, "bpn"):
        assert (await case.api.run("visits", day, await case.token(stranger)))["visits"] == []
    photos = [
        await case.api.upload(await case.token("dpupr"), f"{colour}.jpg", colour)
        for colour in ("red", "blue")
    ]
    seen = await case.decide(
        "site-visit", "dpupr", photos=photos, reason="Sesuai; datang lebih awal atas permintaan pemohon."
    )
    assert [paper["kind"] for paper in seen["documents"]] == ["PHOTO", "PHOTO"]
