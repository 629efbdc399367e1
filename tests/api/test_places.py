"""An agency that is found by an answer, as a partner sees it."""

from typing import Any

from models.kit.ids import parse_id, random_code
from models.kit.regency import Regency
from tests.api.conftest import Api
from tests.api.people import CITIZEN
from tests.sampling import Sample, samples
from tests.story import Story
from tests.walker import walk

CROWD = "rekomendasi-keramaian"
TASKS = """query ($id: ID!) { node(id: $id) { ... on Application {
  answers tasks { id step { key } agency { name } } } } }"""


def crowd(name: str) -> Sample:
    return next(one for one in samples(CROWD) if one.name == name)


async def sent(api: Api, token: str, **answers: Any) -> dict[str, Any]:
    one = crowd("another-district")
    papers = [{"requirement": key, "documentId": await api.upload(token)} for key in one.documents]
    draft = {"service": CROWD, "answers": {**one.answers, **answers}, "documents": papers}
    data = await api.run("submit", {"input": {**draft, "idempotencyKey": random_code()}}, token)
    answer: dict[str, Any] = next(iter(data.values()))
    return answer


async def test_the_camat_of_the_place_signs_and_another_camat_has_no_such_task(
    api: Api, regency: Regency, password: str, outside: object
) -> None:
    token = await api.token(CITIZEN)
    id = (await sent(api, token))["application"]["id"]
    application = (await api.data(TASKS, {"id": id}, token))["node"]
    tasks = {task["step"]["key"]: task for task in application["tasks"]}
    assert tasks["signature"]["agency"]["name"] == "Kecamatan Borobudur"
    assert application["answers"]["event_village"] == "33.08.02.2011", "a partner reads the code"

    known = parse_id("application", id)
    assert known is not None
    await walk(Story(regency, password), known, until="signature")
    signing = {"taskId": tasks["signature"]["id"], "secret": password, "idempotencyKey": "sign"}
    (other,) = (await api.run("sign", {"input": signing}, await api.token("camat-salaman"))).values()
    assert other["problems"][0]["code"] == "NOT_FOUND"
    (permit,) = (await api.run("sign", {"input": signing}, await api.token("camat-borobudur"))).values()
    assert permit["signedBy"] == "Sulastri Contoh, S.STP., M.Si., Camat Borobudur"
    assert permit["number"].startswith("001/KRM/")


async def test_a_place_that_nobody_can_decide_for_is_a_problem_at_its_field(api: Api) -> None:
    token = await api.token(CITIZEN)
    for village, code in (
        ("33.71.01.1001", "INVALID"),
        ("33.08.19.2001", "UNAVAILABLE"),
        ("Salam", "INVALID"),
    ):
        (problem,) = (await sent(api, token, event_village=village))["problems"]
        assert (problem["code"], problem["path"]) == (code, ["answers", "event_village"])


async def test_a_service_says_by_which_answer_its_steps_are_given_out(api: Api) -> None:
    query = """query ($slug: String!) { service(slug: $slug) { steps { key agency { code } agencyOf {
      field kind agencies { choice agency { code } } } } } }"""

    async def steps(slug: str) -> dict[str, Any]:
        found = (await api.data(query, {"slug": slug}))["service"]["steps"]
        return {step.pop("key"): step for step in found}

    assert (await steps(CROWD))["signature"] == {
        "agency": None,
        "agencyOf": {"field": "event_village", "kind": "district", "agencies": []},
    }
    fuel = await steps("rekomendasi-bbm")
    chosen = {one["choice"]: one["agency"]["code"] for one in fuel["signature"]["agencyOf"]["agencies"]}
    assert chosen == {
        "farmer": "dispertan",
        "fish-farmer": "disnakkan",
        "fisher": "disnakkan",
        "micro-business": "disdagkop",
    }
    assert fuel["village"]["agencyOf"] is None
