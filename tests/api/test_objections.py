"""A refusal that the applicant does not accept, by GraphQL."""

from datetime import timedelta
from typing import Any

from models.kit.ids import random_code
from tests.api.conftest import Api
from tests.api.people import CITIZEN, NEIGHBOUR, Case
from tests.api.process import refused
from tests.clock import StoryClock

WHY = "Lebar papan sudah saya perbaiki."
NODE = "query($id: ID!) { node(id: $id) { __typename ... on Objection { text upheld } } }"


async def refused_case(api: Api) -> Case:
    """An izin-reklame that the deciding officer has refused."""
    case = await (await Case(api).sent()).verified()
    await case.decide("decision", "dpmptsp", "REFUSE", reason="Titik ini tertutup untuk reklame.")
    return case


async def objected(case: Case, account: str = CITIZEN) -> dict[str, Any]:
    """What objecting answers."""
    draft = {"applicationId": case.id, "text": WHY, "idempotencyKey": "object"}
    return await case.act("object", account, draft)


async def judged(case: Case, account: str, objection: str, **more: Any) -> dict[str, Any]:
    """What deciding on an objection answers."""
    whole = {"objectionId": objection, "upheld": True, "reason": "Titik itu terbuka.", **more}
    return await case.act("decide-objection", account, {"idempotencyKey": random_code(), **whole})


async def waiting(case: Case, account: str) -> list[dict[str, Any]]:
    """What waits for a head."""
    edges = (await case.api.run("objections", token=await case.token(account)))["objections"]["edges"]
    return [edge["node"] for edge in edges]


async def test_an_upheld_objection_opens_the_step_for_another_officer(api: Api) -> None:
    case = await refused_case(api)
    before = await case.read()
    assert (before["state"], before["objection"]) == ("REFUSED", None)
    assert before["objectionUntil"] is not None
    filed = await objected(case)
    assert filed["__typename"] == "Application"
    assert (filed["objection"]["text"], filed["objection"]["upheld"]) == (WHY, None)
    assert filed["objection"]["agency"]["code"] == "dpmptsp"
    assert await objected(case) == filed, "a replay answers the same"
    [open_] = await waiting(case, "kadis-dpmptsp")
    assert (open_["text"], open_["application"]["number"]) == (WHY, case.number)
    for stranger in ("dpmptsp", "sekda", "ka-bapenda", CITIZEN):
        assert await waiting(case, stranger) == []
        assert refused(await judged(case, stranger, open_["id"])) == [("NOT_FOUND", ["objectionId"])]
    decided = await judged(case, "kadis-dpmptsp", open_["id"], idempotencyKey="judge")
    assert (decided["upheld"], decided["application"]["state"]) == (True, "IN_PROGRESS")
    assert await judged(case, "kadis-dpmptsp", open_["id"], idempotencyKey="judge") == decided
    assert refused(await case.decide("decision", "dpmptsp")) == [("NOT_ALLOWED", ["taskId"])]
    assert (await case.decide("decision", "loket-dpmptsp"))["decision"] == "APPROVE"


async def test_an_objection_that_is_not_upheld_leaves_the_refusal(api: Api) -> None:
    case = await refused_case(api)
    objection = (await objected(case))["objection"]["id"]
    assert refused(await judged(case, "kadis-dpmptsp", objection, reason=" ")) == [("REQUIRED", ["reason"])]
    await judged(case, "kadis-dpmptsp", objection, upheld=False)
    after = await case.read()
    assert (after["state"], after["objection"]["upheld"], after["objectionUntil"]) == ("REFUSED", False, None)
    assert refused(await judged(case, "kadis-dpmptsp", objection)) == [("CONFLICT", [])]


async def test_where_the_head_has_refused_the_sekda_decides_and_reads_no_longer_than_that(api: Api) -> None:
    case = await (await Case(api).sent()).verified()
    await case.decide("decision", "dpmptsp")
    await case.decide("signature", "kadis-dpmptsp", "REFUSE", reason="Belum dapat ditandatangani.")
    last = (await case.read())["events"]["edges"][-1]["node"]
    assert (last["kind"], last["step"], last["actorKind"]) == ("decided", "signature", "SIGNATORY")
    objection = (await objected(case))["objection"]["id"]
    assert await waiting(case, "kadis-dpmptsp") == []
    [open_] = await waiting(case, "sekda")
    assert (open_["id"], open_["application"]["id"]) == (objection, case.id)
    decided = await judged(case, "sekda", objection, upheld=False)
    assert (decided["upheld"], decided["application"]) == (False, None)
    assert (await case.api.data(NODE, {"id": objection}, await case.token("sekda")))["node"][
        "upheld"
    ] is False


async def test_the_applicants_words_are_for_who_decides(api: Api) -> None:
    case = await refused_case(api)
    objection = (await objected(case))["objection"]["id"]
    found = {}
    for account in (CITIZEN, "kadis-dpmptsp", "bapenda", "sekda", NEIGHBOUR):
        found[account] = (await api.data(NODE, {"id": objection}, await case.token(account)))["node"]
    shown = {"__typename": "Objection", "text": WHY, "upheld": None}
    assert found == {
        CITIZEN: shown,
        "kadis-dpmptsp": shown,
        "bapenda": {**shown, "text": None},
        "sekda": None,
        NEIGHBOUR: None,
    }


async def test_an_objection_out_of_time_or_of_place_is_refused(api: Api, clock: StoryClock) -> None:
    case = await (await Case(api).sent()).verified()
    assert refused(await objected(case)) == [("CONFLICT", [])], "nothing was refused"
    await case.decide("decision", "dpmptsp", "REFUSE", reason="Titik ini tertutup untuk reklame.")
    assert refused(await objected(case, NEIGHBOUR)) == [("NOT_FOUND", ["applicationId"])]
    clock.now += timedelta(days=60)
    assert refused(await objected(case)) == [("CONFLICT", [])]
