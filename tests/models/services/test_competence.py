"""What the linter and the diff say of an agency that is found by an answer."""

import copy
from functools import cache
from typing import Any

from app.seed import seeded_offices
from models.services.catalogue import FOLDER, load
from models.services.codes import Code
from models.services.diff import changes
from models.services.lint import lint
from models.services.reading import read_definition
from models.services.rules.staffing import Office

read_once = cache(load)
CROWD, FUEL = "rekomendasi-keramaian", "rekomendasi-bbm"


def content(slug: str) -> Any:
    return copy.deepcopy(read_once(FOLDER / f"{slug}.yaml"))


def step(service: Any, key: str) -> Any:
    return next(one for one in service["steps"] if one["key"] == key)


def told(old: Any, new: Any) -> list[str]:
    names = {"dispertan": "Dinas Pertanian", "disnakkan": "Dinas Perikanan", "disdagkop": "Dinas Koperasi"}
    return [str(change) for change in changes(read_definition(old), read_definition(new), names=names)]


def test_a_place_that_may_be_left_out_tells_nobody_who_is_competent() -> None:
    service = content(CROWD)
    service["form"]["required"].remove("event_village")
    faults = [(fault.code, fault.facts["reason"]) for fault in lint(service)]
    assert faults == [(Code.AGENCY_FIELD, "boleh kosong")] * 4


def test_a_decision_and_its_signature_that_follow_two_places_are_found() -> None:
    service = content("dispensasi-nikah")
    signature = step(service, "signature")
    at_home = {**signature, "key": "decision", "kind": "decide", "agency_of_village": "district"}
    del at_home["agency_of"], at_home["decides"], signature["decides"]
    service["steps"].insert(-1, at_home)
    signature["needs"] = ["decision"]
    assert Code.SPLIT_COMPETENCE in {fault.code for fault in lint(service)}
    del at_home["agency_of_village"]
    at_home["agency_of"] = signature["agency_of"]
    assert Code.SPLIT_COMPETENCE not in {fault.code for fault in lint(service)}


def test_each_agency_of_a_choice_needs_people() -> None:
    offices = dict(seeded_offices())
    service = content(FUEL)
    assert lint(service, offices=offices) == []
    offices["disnakkan"] = Office("Dinas Peternakan dan Perikanan", "office", None, officers=0, heads=0)
    (visit, duplicate, signature) = [
        place for place, one in enumerate(service["steps"]) if one.get("agency_of") is not None
    ]
    assert [(fault.code, fault.where) for fault in lint(service, offices=offices)] == [
        (Code.UNSTAFFED, ("steps", place)) for place in (visit, duplicate, signature)
    ]


def test_a_village_is_an_answer_that_a_field_can_have() -> None:
    service = content(CROWD)
    service["form"]["properties"]["event_village"]["maxLength"] = 10
    assert [fault.code for fault in lint(service)] == [Code.EMPTY_RANGE]


def test_people_are_told_who_does_it_from_now_on() -> None:
    old, new = content(CROWD), content(CROWD)
    rule = step(old, "duplicate")
    del rule["agency_of"]
    rule["agency_of_village"] = "district"
    (change,) = told(old, new)
    assert change.endswith(
        "sekarang dikerjakan kecamatan di tempat pada isian event_village, sebelumnya kecamatan."
    )
    step(new, "duplicate")["served_by_district"] = False
    (change,) = told(content(CROWD), new)
    assert change.endswith("tidak lagi dikerjakan kecamatan bila RT atau desanya belum memakai layanan ini.")


def test_people_are_told_when_a_choice_leads_to_another_agency() -> None:
    old, new = content(FUEL), content(FUEL)
    step(old, "duplicate")["agency_of"]["agencies"]["fisher"] = "dispertan"
    (change,) = told(old, new)
    assert "farmer: Dinas Pertanian; fish-farmer: Dinas Perikanan; fisher: Dinas Perikanan" in change
