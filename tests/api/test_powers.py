"""What heads may do, and what agencies may ask one another."""

from datetime import timedelta
from typing import Any

from tests.api.conftest import Api
from tests.api.people import CITIZEN, Case
from tests.api.process import Process, refused
from tests.clock import day_of

REGISTER = "izin-reklame/holds-valid"


async def issued(api: Api, password: str) -> tuple[Case, dict[str, Any]]:
    """An izin-reklame from its beginning to its end, and its permit."""
    case = await (await Case(api).sent()).verified()
    await case.decide("decision", "dpmptsp")
    return case, await case.sign(password)


async def test_a_head_revokes_what_the_agency_has_issued(api: Api, password: str) -> None:
    case, permit = await issued(api, password)
    input_ = {"permitId": permit["id"], "reason": "Reklame roboh.", "idempotencyKey": "revoke"}
    assert refused(await case.act("revoke", "dpmptsp", input_)) == [("NOT_ALLOWED", ["permitId"])]
    for stranger in ("ka-bapenda", CITIZEN):
        assert refused(await case.act("revoke", stranger, input_)) == [("NOT_FOUND", ["permitId"])]
    nothing = {**input_, "permitId": "permit_x"}
    assert refused(await case.act("revoke", "kadis-dpmptsp", nothing)) == [("NOT_FOUND", ["permitId"])]
    revoked = await case.act("revoke", "kadis-dpmptsp", input_)
    assert (revoked["__typename"], revoked["state"]) == ("Permit", "REVOKED")
    assert await case.act("revoke", "kadis-dpmptsp", input_) == revoked
    check = await api.run("permit", {"code": permit["code"]})
    assert check["permit"]["state"] == "REVOKED"
    again = await case.act("revoke", "kadis-dpmptsp", {**input_, "idempotencyKey": "again"})
    assert refused(again) == [("CONFLICT", ["permitId"])]


async def test_an_officer_signs_in_the_heads_place(api: Api, password: str) -> None:
    case = await (await Case(api).sent()).verified()
    await case.decide("decision", "loket-dpmptsp")
    today = day_of(api.regency.now())
    order = {
        "delegate": "dpmptsp",
        "title": "DAILY",
        "basis": "800/12/2026",
        "firstDay": today.isoformat(),
        "lastDay": (today + timedelta(days=2)).isoformat(),
        "idempotencyKey": "away",
    }
    assert refused(await case.sign(password, "dpmptsp")) == [("NOT_FOUND", ["taskId"])]
    assert refused(await case.act("delegate", "dpmptsp", order)) == [("NOT_ALLOWED", [])]
    backwards = {**order, "lastDay": "2020-01-01", "basis": ""}
    assert refused(await case.act("delegate", "kadis-dpmptsp", backwards)) == [
        ("INVALID", ["basis"]),
        ("INVALID", ["lastDay"]),
    ]
    made = await case.act("delegate", "kadis-dpmptsp", order)
    assert (made["delegate"], made["title"], made["lastDay"]) == (
        "Dewi Contoh, S.A.P.", "DAILY", order["lastDay"],
    )  # fmt: skip
    assert await case.act("delegate", "kadis-dpmptsp", order) == made, "a replay answers the same"
    overlapping = {**order, "idempotencyKey": "twice"}
    assert refused(await case.act("delegate", "sekda", overlapping)) == [("CONFLICT", ["firstDay"])]
    standing = await api.run("delegations", token=await case.token("loket-dpmptsp"))
    assert [row["id"] for row in standing["delegations"]] == [made["id"]]
    assert (await api.run("delegations", token=await case.token(CITIZEN))) == {"delegations": []}
    queue = (await api.run("tasks", token=await case.token("dpmptsp")))["tasks"]["edges"]
    assert [edge["node"]["step"]["key"] for edge in queue] == ["signature"]
    permit = await case.sign(password, "dpmptsp")
    assert "Plh." in permit["signedBy"]
    end = {"delegationId": made["id"], "idempotencyKey": "back"}
    for _ in range(2):
        assert await case.act("end-delegation", "kadis-dpmptsp", end) == {
            "__typename": "EndedDelegation",
            "id": made["id"],
        }
    over = await case.act("end-delegation", "kadis-dpmptsp", {**end, "idempotencyKey": "again"})
    assert refused(over) == [("NOT_FOUND", ["delegationId"])]


async def test_agencies_ask_registers_and_the_applicant_reads_it(api: Api, password: str) -> None:
    case, permit = await issued(api, password)
    other = Process(api, case.tokens, slug="izin-reklame")
    await other.sent()
    offered = (await api.run("registers", token=await case.token("satpolpp")))["registers"]
    assert REGISTER in [register["name"] for register in offered]
    assert (await api.run("registers", token=await case.token(CITIZEN)))["registers"] == []
    question = {
        "register": REGISTER,
        "applicationId": other.id,
        "purpose": "Titik yang sama.",
        "idempotencyKey": "q",
    }
    answer = await case.act("ask-register", "satpolpp", question)
    assert (answer["answer"], permit["number"] in answer["detail"]) == (True, True)
    assert await case.act("ask-register", "satpolpp", question) == answer, "a replay asks nothing anew"
    for account, change, problem in (
        ("dpmptsp", {}, ("NOT_FOUND", ["applicationId"])),
        ("dlh", {}, ("NOT_FOUND", ["applicationId"])),
        (CITIZEN, {}, ("NOT_ALLOWED", ["register"])),
        ("satpolpp", {"register": "izin-reklame/nothing"}, ("NOT_FOUND", ["register"])),
        ("satpolpp", {"register": "surat-keterangan-usaha/holds-valid"}, ("NOT_ALLOWED", ["register"])),
        ("satpolpp", {"purpose": " "}, ("REQUIRED", ["purpose"])),
        ("satpolpp", {"applicationId": "application_x"}, ("NOT_FOUND", ["applicationId"])),
    ):
        wrong = await case.act("ask-register", account, {**question, "idempotencyKey": "w", **change})
        assert refused(wrong) == [problem], (account, change)
    [logged] = (await other.read())["registerQuestions"]
    assert (logged["agency"], logged["asker"], logged["purpose"], logged["answer"]) == (
        "Satuan Polisi Pamong Praja", "Joko Contoh", "Titik yang sama.", True,
    )  # fmt: skip
    assert len((await other.read("satpolpp"))["registerQuestions"]) == 1
    assert (await other.read("bapenda"))["registerQuestions"] == []
