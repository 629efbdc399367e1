"""Numbers that others have given, decisions on paper, photos: who records them, and who sees them."""

from typing import Any

from tests.api.conftest import Api
from tests.api.people import CITIZEN, Case
from tests.api.process import Process, refused
from tests.clock import TODAY

NUMBER = {"number": "0220001112223", "date": TODAY.isoformat()}
NODE = "query($id: ID!) { node(id: $id) { __typename ... on Document { name } } }"


async def prefilled(case: Case) -> dict[str, dict[str, str]]:
    """What the applicant is offered of a number, and where it comes from."""
    query = '{ service(slug: "izin-reklame") { prefill prefillSources } }'
    service = (await case.api.data(query, {}, await case.token(CITIZEN)))["service"]
    return {
        name: {key: value for key, value in known.items() if key == "nib"} for name, known in service.items()
    }


async def seen_by(case: Case, account: str, step: str) -> list[str]:
    """The names of what was attached to a step, as an account sees it."""
    tasks = (await case.read(account))["tasks"]
    papers = next(task["documents"] for task in tasks if task["step"]["key"] == step)
    return [paper["document"]["name"] for paper in papers]


async def test_what_another_system_has_issued_is_recorded_with_the_last_decision(api: Api) -> None:
    case = Process(api, slug="pendampingan-nib")
    await case.sent()
    await case.check("population")
    await case.decide("assistance", "disdagkop")
    early: dict[str, Any] = {"reference": NUMBER}
    assert refused(await case.decide("number", "dpmptsp")) == [("REQUIRED", ["reference"])]
    other = await case.decide("number", "dpmptsp", reference={**NUMBER, "number": "abc"})
    assert refused(other) == [("INVALID", ["reference", "number"])]
    blank = await case.decide("number", "dpmptsp", reference={**NUMBER, "number": " "})
    assert refused(blank) == [("INVALID", ["reference", "number"])]
    assert (await case.read())["reference"] is None
    assert (await case.decide("number", "dpmptsp", **early))["application"]["state"] == "COMPLETED"
    done = await case.read()
    assert done["reference"] == {"system": "OSS", **NUMBER}
    assert await prefilled(case) == {
        "prefill": {"nib": NUMBER["number"]},
        "prefillSources": {"nib": f"OSS ({done['number']})"},
    }
    assert (done["permit"], done["label"]) == (None, "Selesai di sistem lain")


async def test_a_decision_on_paper_is_entered_by_those_who_issue(api: Api) -> None:
    case = await Case(api).sent()
    scan = await api.upload(await case.token("dpmptsp"), "surat.jpg")
    foreign = await api.upload(await case.token(CITIZEN), "asing.jpg")
    for id in (foreign, "document_nonsense"):
        wrong = await case.decide("construction", "dpmptsp", paper={**NUMBER, "documentId": id})
        assert refused(wrong) == [("NOT_FOUND", ["paper", "documentId"])]
    paper = {**NUMBER, "documentId": scan}
    assert refused(await case.decide("construction", "bapenda", paper=paper)) == [("NOT_FOUND", ["taskId"])]
    entered = await case.decide("construction", "dpmptsp", paper=paper)
    assert (entered["lane"], entered["decidedByKind"]) == ("PAPER", "OFFICER")
    assert entered["documents"] == [{"kind": "PAPER", "document": {"name": "surat.jpg"}}]


async def test_what_was_attached_is_for_those_who_need_it(api: Api) -> None:
    case = await Case(api).sent()
    photo = await api.upload(await case.token("dpupr"), "tiang.jpg")
    strange = await case.decide("construction", "dpupr", photos=["document_x", photo])
    assert refused(strange) == [("NOT_FOUND", ["photos", "0"])]
    finding = {"path": ["answers", "width"], "message": "Lebar di foto tampak 3 meter."}
    await case.decide("construction", "dpupr", "RETURN", findings=[finding], photos=[photo])
    assert await seen_by(case, CITIZEN, "construction") == [], "not before they are told of the findings"
    for step, officer in (("tax", "bapenda"), ("public-order", "satpolpp")):
        await case.decide(step, officer)
    correction = {"applicationId": case.id, "answers": {"width": 3}, "idempotencyKey": "k"}
    assert await seen_by(case, CITIZEN, "construction") == ["tiang.jpg"]
    await case.act("correct", CITIZEN, correction)
    assert await seen_by(case, "dpmptsp", "construction") == [], "their step is not open yet"
    for step, officer in (("tax", "bapenda"), ("construction", "dpupr")):
        await case.decide(step, officer)
    for account, names in (
        (CITIZEN, ["tiang.jpg"]),
        ("dpupr", ["tiang.jpg"]),
        ("dpmptsp", ["tiang.jpg"]),
        ("bapenda", []),
    ):
        assert await seen_by(case, account, "construction") == names, account
        node = (await api.data(NODE, {"id": photo}, await case.token(account)))["node"]
        assert (node is not None) == bool(names), account
