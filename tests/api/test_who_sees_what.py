"""Everybody sees what is theirs, and of the rest not even that it is there."""

import pytest

from models.privacy.tables import AccessEntry
from tests.api.conftest import Api
from tests.api.people import CITIZEN, NEIGHBOUR, Case

NODE = "query($id: ID!) { node(id: $id) { __typename id } }"
FILE = "{ applicant { name nik phone } answers documents { document { name } } }"


async def test_another_citizens_application_is_null(api: Api) -> None:
    case = await Case(api).sent()
    task = await case.task("tax")
    neighbour = await case.token(NEIGHBOUR)
    for token in (neighbour, None):
        both = "query($a: ID!, $t: ID!) { application(id: $a) { id } task(id: $t) { id } }"
        answer = await api.data(both, {"a": case.id, "t": task}, token)
        assert answer == {"application": None, "task": None}
        assert await api.data(NODE, {"id": case.id}, token) == {"node": None}
    mine = "{ myApplications { edges { node { id } } pageInfo { hasNextPage endCursor } } }"
    assert await api.data(mine, token=neighbour) == {
        "myApplications": {"edges": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}
    }
    correction = {"applicationId": case.id, "answers": {}, "idempotencyKey": "k"}
    refused = await case.act("correct", NEIGHBOUR, correction)
    assert [(p["code"], p["path"]) for p in refused["problems"]] == [("NOT_FOUND", ["applicationId"])]


async def test_an_agency_without_a_task_sees_nothing(api: Api) -> None:
    case = await Case(api).sent()
    for query in ("query($id: ID!) { application(id: $id) { id } }", NODE):
        answer = await api.data(query, {"id": case.id}, await case.token("dishub"))
        assert list(answer.values()) == [None]
    refused = await case.decide("tax", "dpupr")
    assert [(p["code"], p["path"]) for p in refused["problems"]] == [("NOT_FOUND", ["taskId"])]
    assert [p["code"] for p in (await case.decide("tax", CITIZEN))["problems"]] == ["NOT_FOUND"]


async def test_identity_is_for_those_whose_step_needs_it(api: Api) -> None:
    case = await Case(api).sent()
    whole = {"name": "Tini Contoh", "nik": "9908014107840001", "phone": CITIZEN}
    assert (await case.read())["applicant"] == whole
    assert (await case.read("bapenda"))["applicant"] == whole
    assert (await case.read("dpupr"))["applicant"] == {"name": "Tini Contoh", "nik": None, "phone": None}


async def test_an_officers_look_is_noted_once_a_request(api: Api) -> None:
    case = await Case(api).sent()
    token = await case.token("bapenda")
    await api.run("tasks", token=token)
    assert await AccessEntry.all().count() == 0, "a queue shows nothing about the person"
    twice = f"query($id: ID!) {{ a: application(id: $id) {FILE} b: application(id: $id) {FILE} }}"
    await api.data(twice, {"id": case.id}, token)
    entry = await AccessEntry.get()
    assert entry.purpose == "tax"
    await api.data(twice, {"id": case.id}, await case.token(CITIZEN))
    assert await AccessEntry.all().count() == 1


async def test_a_document_is_found_by_its_giver_and_by_agencies_with_a_task(api: Api) -> None:
    case = await Case(api).sent()
    papers = "query($id: ID!) { application(id: $id) { documents { document { id } } } }"
    file = (await api.data(papers, {"id": case.id}, await case.token(CITIZEN)))["application"]
    id = file["documents"][0]["document"]["id"]
    for account, found in ((CITIZEN, True), ("bapenda", True), ("dishub", False), (NEIGHBOUR, False)):
        node = (await api.data(NODE, {"id": id}, await case.token(account)))["node"]
        assert (node is not None) == found
    assert await AccessEntry.all().count() == 1


async def test_the_queue_of_an_agency(api: Api) -> None:
    case = await Case(api).sent()
    queue = (await api.run("tasks", token=await case.token("bapenda")))["tasks"]["edges"]
    assert [edge["node"]["application"]["number"] for edge in queue] == [case.number]
    assert [edge["node"]["step"]["key"] for edge in queue] == ["tax"]
    late = await api.run("tasks", {"overdue": True}, await case.token("bapenda"))
    assert late["tasks"]["edges"] == []
    for account in ("dishub", CITIZEN):
        assert (await api.run("tasks", token=await case.token(account)))["tasks"]["edges"] == []


async def test_without_a_token_nothing_is_done(api: Api) -> None:
    case = await Case(api).sent()
    answer = await api.run("submit", {"input": await case.input()})
    assert answer["submitApplication"] == {
        "__typename": "Problems",
        "problems": [
            {"code": "NOT_ALLOWED", "path": [], "message": "Sertakan token akses untuk melakukan ini."}
        ],
    }
    assert [p["code"] for p in (await case.act("submit", "dpmptsp", await case.input()))["problems"]] == [
        "NOT_ALLOWED"
    ]


async def test_everything_with_an_identity_is_found_again(api: Api, password: str) -> None:
    case = await (await Case(api).sent()).verified()
    await case.decide("decision", "dpmptsp")
    permit = await case.sign(password)
    query = """query($a: ID!) { me { id } application(id: $a) {
      id service { id issuer { id } } tasks { id } documents { document { id } } } }"""
    token = await case.token(CITIZEN)
    data = await api.data(query, {"a": case.id}, token)
    file = data["application"]
    ids = {
        "Account": data["me"]["id"],
        "Application": file["id"],
        "Service": file["service"]["id"],
        "Agency": file["service"]["issuer"]["id"],
        "Task": file["tasks"][0]["id"],
        "Document": file["documents"][0]["document"]["id"],
        "Permit": permit["id"],
    }
    for name, id in ids.items():
        assert await api.data(NODE, {"id": id}, token) == {"node": {"__typename": name, "id": id}}
    neighbour = await case.token(NEIGHBOUR)
    for name, id in ids.items():
        hidden = name not in {"Service", "Agency"}
        assert ((await api.data(NODE, {"id": id}, neighbour))["node"] is None) == hidden


@pytest.mark.parametrize("id", ["", "task", "task_", "task_xyz", "nothing_" + "0" * 32, "task_" + "0" * 32])
async def test_an_identifier_of_nothing_finds_nothing(api: Api, id: str) -> None:
    token = await api.token("bapenda")
    assert await api.data(NODE, {"id": id}, token) == {"node": None}


async def test_tracking_is_shut_after_five_wrong_pins(api: Api) -> None:
    case = await Case(api).sent()
    wrong = {"number": case.number, "pin": "000000" if case.pin != "000000" else "111111"}
    for _ in range(5):
        assert await api.run("track", wrong) == {"track": None}
    document = "query($number: String!, $pin: String!) { track(number: $number, pin: $pin) { state } }"
    answer = await api.ask(document, {"number": case.number, "pin": case.pin})
    assert answer["data"] == {"track": None}
    assert answer["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_no_name_is_told_before_a_step_opens_and_no_officers_name_to_another_agency(api: Api) -> None:
    case = await Case(api).sent()
    await case.decide("tax", "bapenda")
    query = """query($id: ID!) { application(id: $id) { applicant { name nik } tasks { step { key } decidedBy }
      events { edges { node { actor } } } } }"""

    async def read(account: str) -> tuple[str, str | None, list[str]]:
        file = (await api.data(query, {"id": case.id}, await case.token(account)))["application"]
        decided = next(task["decidedBy"] for task in file["tasks"] if task["step"]["key"] == "tax")
        return file["applicant"]["name"], decided, [edge["node"]["actor"] for edge in file["events"]["edges"]]

    officer = (await read(CITIZEN))[1]
    assert officer is not None
    assert await read("dpmptsp") == ("Pemohon", None, ["Pemohon", "Badan Pendapatan Daerah"]), (
        "its step is to come"
    )
    assert await read("dpupr") == ("Tini Contoh", None, ["Tini Contoh", "Badan Pendapatan Daerah"])
    assert await read("bapenda") == ("Tini Contoh", officer, ["Tini Contoh", officer])
    assert await read(CITIZEN) == ("Tini Contoh", officer, ["Tini Contoh", officer])


async def test_an_agency_whose_steps_see_less_is_told_of_the_issued_document_alone(
    api: Api, password: str
) -> None:
    case = await (await Case(api).sent()).verified()
    await case.decide("decision", "dpmptsp")
    permit = await case.sign(password)
    assert "/berkas/" in permit["url"]
    for account, place in (
        (CITIZEN, "/berkas/"),
        ("dpmptsp", "/berkas/"),
        ("dpupr", "/v/"),
        ("bapenda", "/v/"),
    ):
        seen = (await case.read(account))["permit"]
        assert (seen["number"], place in seen["url"]) == (permit["number"], True)
