"""Izin-reklame by GraphQL, from the catalogue to the stranger who checks the permit."""

from datetime import datetime, timedelta
from pathlib import Path

from app.settings import Settings
from tests.api.conftest import Api
from tests.api.people import CITIZEN, Case
from tests.papers import address_on, is_well_signed
from tests.story import REKLAME

SIGNATORY = "Retno Contoh, M.Si."
FINDING = {"path": ["answers", "post_height"], "message": "Di foto reklame bertiang."}


async def test_from_application_to_checked_permit(api: Api, password: str, settings: Settings) -> None:
    found = await api.run("services", {"search": "reklame"})
    assert [edge["node"]["slug"] for edge in found["services"]["edges"]] == ["izin-reklame"]
    case = await Case(api).sent()
    assert (await case.read())["label"] == "Sedang diperiksa"

    await case.decide("tax", "bapenda")
    returned = await case.decide("construction", "dpupr", "RETURN", findings=[FINDING])
    assert returned["findings"] == [FINDING]
    assert returned["application"]["progress"] == {"answered": 2, "total": 3}
    before = await case.read()
    assert (before["state"], before["findings"]) == ("IN_PROGRESS", []), "not told before all have answered"
    await case.decide("public-order", "satpolpp")
    told = await case.read()
    assert (told["state"], told["label"], told["dueAt"]) == ("RETURNED", "Dikembalikan untuk perbaikan", None)
    assert told["findings"] == [{**FINDING, "agency": {"code": "dpupr"}}]

    correction = {"applicationId": case.id, "answers": {"post_height": 3}, "idempotencyKey": "k"}
    corrected = await case.act("correct", CITIZEN, correction)
    assert corrected == {
        "__typename": "Application",
        "id": case.id,
        "number": case.number,
        "state": "IN_PROGRESS",
        "label": "Sedang diperiksa",
        "answers": {**REKLAME, "post_height": 3},
        "findings": [],
        "progress": {"answered": 2, "total": 3},
    }
    assert await case.act("correct", CITIZEN, correction) == corrected, "a replay answers the same"

    await case.decide("construction", "dpupr")
    assert (await case.read())["label"] == "Menunggu keputusan"
    decided = await case.decide("decision", "dpmptsp")
    assert decided["application"]["state"] == "APPROVED"
    permit = await case.sign(password)
    assert permit["__typename"] == "Permit", permit
    assert await case.sign(password) == permit | {"url": (await case.read())["permit"]["url"]}
    await look_at_what_came_out(case, permit, settings.var_dir / "signing")


async def look_at_what_came_out(case: Case, permit: dict[str, object], signing_folder: Path) -> None:
    file = await case.api.file(str(permit["url"]), await case.token(CITIZEN))
    assert (file.status_code, file.content[:5]) == (200, b"%PDF-")
    assert await is_well_signed(file.content, signing_folder, SIGNATORY, at=case.api.regency.now())
    page = await case.api.http.get(address_on(file.content))
    assert (page.status_code, str(permit["number"]) in page.text) == (200, True)
    stranger = await case.api.run("permit", {"code": permit["code"]})
    assert stranger["permit"] == {
        "number": permit["number"],
        "service": "Izin Penyelenggaraan Reklame",
        "holder": "T••• C•••••",
        "issuer": "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
        "signedBy": permit["signedBy"],
        "certified": False,
        "state": "VALID",
        "issuedAt": permit["issuedAt"],
        "validUntil": permit["validUntil"],
        "sha256": permit["sha256"],
    }
    assert datetime.fromisoformat(str(permit["issuedAt"])).utcoffset() == timedelta(hours=7)
    tracked = (await case.api.run("track", {"number": case.number.lower(), "pin": case.pin}))["track"]
    assert (tracked["state"], tracked["label"], tracked["permitCode"]) == ("ISSUED", "Terbit", permit["code"])
    assert tracked["events"][0]["actor"] == "Pemohon", "whoever holds number and PIN learns no name"
    assert [event["kind"] for event in tracked["events"]] == [
        "submitted", "decided", "decided", "decided", "findings-released", "corrected", "decided", "decided", "issued",
    ]  # fmt: skip


async def test_all_faults_are_told_at_once_and_where(api: Api) -> None:
    case = Case(api)
    answer = await case.submit(
        answers={**REKLAME, "width": "wide", "text": ""},
        documents=[{"requirement": "site-photo", "documentId": "document_nonsense"}],
    )
    assert [(p["code"], p["path"]) for p in answer["problems"]] == [
        ("REQUIRED", ["answers", "text"]),
        ("INVALID", ["answers", "width"]),
        ("NOT_FOUND", ["documents", "site-photo"]),
        ("REQUIRED", ["documents", "design"]),
    ]
    assert answer["problems"][0]["message"] == "Bagian ini wajib diisi."


async def test_the_same_key_answers_the_same_and_other_content_is_refused(api: Api) -> None:
    case = Case(api)
    whole = await case.input(idempotencyKey="once")
    first = await case.act("submit", CITIZEN, whole)
    assert await case.act("submit", CITIZEN, whole) == first
    other = await case.act("submit", CITIZEN, {**whole, "answers": {**REKLAME, "width": 4}})
    assert [(p["code"], p["path"]) for p in other["problems"]] == [("KEY_REUSED", ["idempotencyKey"])]


async def test_a_task_is_decided_once(api: Api) -> None:
    case = await Case(api).sent()
    await case.decide("tax", "bapenda")
    again = await case.decide("tax", "bapenda", "REFUSE", reason="Lain kali.")
    assert again == {
        "__typename": "Problems",
        "problems": [
            {"code": "ALREADY_DECIDED", "path": ["taskId"], "message": "Tugas ini sudah diputuskan."}
        ],
    }
    early = await case.decide("decision", "dpmptsp")
    assert [p["code"] for p in early["problems"]] == ["CONFLICT"]


async def test_a_wrong_secret_signs_nothing(api: Api) -> None:
    case = await (await Case(api).sent()).verified()
    await case.decide("decision", "dpmptsp")
    for _ in range(5):
        wrong = await case.sign("salah")
        assert [(p["code"], p["path"]) for p in wrong["problems"]] == [("INVALID", ["secret"])]
    assert [p["code"] for p in (await case.sign("salah"))["problems"]] == ["RATE_LIMITED"]
    assert (await case.read())["state"] == "APPROVED"
