"""Whose step it is: the agency of the place or of the field of the matter, not only of the applicant's home."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.accounts.queries import Office
from models.agencies import tables as agencies
from models.agencies.queries import AgencyRow
from models.applications import tables
from models.applications.competence import Ground, Owner, owners_of, unserved_places
from models.applications.errors import TaskNotFound
from models.applications.operations.answering import Finding
from models.applications.operations.claiming import claim_task
from models.applications.queries.applications import applications_by_id
from models.applications.queries.contents import events_of
from models.applications.states import Decision, Event, EventKind
from models.applications.workflow import advance
from models.kit.errors import InvalidInput, Problem
from models.kit.ids import new_id
from models.people import tables as people
from models.permits import tables as permits
from models.permits.preparing import prepare_permit
from models.places.queries import VillageRow
from models.services.definition import Definition, StepKind
from tests.conftest import Queries
from tests.models.applications.graphs import CLOCK, MONDAY
from tests.sampling import SLUGS, Sample, definition, samples
from tests.story import Story
from tests.walker import apply, walk

CROWD, WEDDING, FUEL, BUSINESS = (
    "rekomendasi-keramaian",
    "dispensasi-nikah",
    "rekomendasi-bbm",
    "surat-keterangan-usaha",
)
HOME, NEXT_DOOR = "33.08.01.2001", "33.08.01.2002"
ELSEWHERE, NOWHERE = "33.08.02.2011", "33.08.19.2001"
"""A village whose district is ready, and one whose district is not."""
SPOT = ("answers", "event_village")


def sample(slug: str, name: str = "plain", **answers: Any) -> Sample:
    one = next(each for each in samples(slug) if each.name == name)
    return replace(one, answers={**one.answers, **answers})


async def owners(application: UUID) -> dict[str, str]:
    rows = await tables.Task.filter(application_id=application).select_related("agency")
    return {row.step: row.agency.code for row in rows}


async def move_home(story: Story, village: str) -> None:
    await people.Person.filter(name="Tini Contoh").update(village_code=village)


async def refused(story: Story, sent: Sample) -> list[Problem]:
    with pytest.raises(InvalidInput) as wrong:
        await apply(story, sent)
    return list(wrong.value.problems)


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("slug", [CROWD, WEDDING])
async def test_the_camat_of_the_place_decides_and_signs_whatever_the_applicants_home(
    story: Story, slug: str
) -> None:
    sent = await apply(story, sample(slug, "another-district"))

    assert (await owners(sent.id))["signature"] == "kec-borobudur"
    assert await walk(story, sent.id) == "ISSUED"
    permit = await permits.Permit.get(application_id=sent.id)
    assert permit.issuer == "Kecamatan Borobudur"
    assert permit.signed_by == "Sulastri Contoh, S.STP., M.Si., Camat Borobudur"
    kept = await permits.Reservation.get(application_id=sent.id)
    assert (kept.series, kept.sequence) == (f"{slug}/kec-borobudur/2026", 1)


@pytest.mark.parametrize(
    ("name", "dinas"),
    [
        ("plain", "dispertan"),
        ("fish-farmer", "disnakkan"),
        ("fisher", "disnakkan"),
        ("micro-business", "disdagkop"),
    ],
)
async def test_fuel_goes_to_the_dinas_of_the_field_of_work(story: Story, name: str, dinas: str) -> None:
    found = await owners((await apply(story, sample(FUEL, name))).id)

    assert {found[step] for step in ("field-visit", "duplicate", "signature")} == {dinas}
    assert found["village"] == "desa-ngargoretno"


async def returned_for_its_place(story: Story) -> UUID:
    """A celebration at home whose village finds that it is somewhere else, when the neighbourhood has approved."""
    sent = await apply(story, sample(CROWD))
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")
    await story.decide(sent.id, "public-order-celebration", "satpolpp")
    await story.hand_checks_over(sent.id)
    findings = [Finding(SPOT, "Acaranya di Borobudur.")]
    await story.decide(
        sent.id, "village-recommendation", "desa-ngargoretno", Decision.RETURN, findings=findings
    )
    task = await story.task(sent.id, "duplicate")
    await claim_task(task.id, by=await story.officer("kec-salaman"), at=story.at())
    await released(story, sent.id)
    return sent.id


async def released(story: Story, application: UUID) -> None:
    """Let time pass until the findings have gone to the citizen."""
    while (await tables.Application.get(id=application)).state != "RETURNED":
        await story.sleep(application)


async def test_a_corrected_place_moves_the_steps_and_voids_what_was_answered_there(story: Story) -> None:
    id = await returned_for_its_place(story)

    await story.correct(id, {"event_village": ELSEWHERE})

    moved = {"duplicate", "neighbourhood", "village-recommendation", "signature"}
    assert {step for step, owner in (await owners(id)).items() if owner == "kec-borobudur"} == moved
    for step in moved - {"signature"}:
        task = await story.task(id, step)
        assert (task.state, task.decision, task.outcome, task.claimed_by_id) == ("OPEN", None, None, None)
        assert task.opened_at == story.now
    assert (await story.task(id, "signature")).state == "WAITING"
    for officer in ("rt-ngargoretno", "desa-ngargoretno", "kec-salaman", "camat-salaman"):
        assert await applications_by_id([id], by=await story.officer(officer)) == {}
    with pytest.raises(TaskNotFound):
        await story.decide(id, "neighbourhood", "rt-ngargoretno")


async def test_the_new_owner_begins_with_clean_hands_and_may_return_anything(story: Story) -> None:
    id = await returned_for_its_place(story)
    await story.correct(id, {"event_village": ELSEWHERE})

    findings = [Finding(("answers", "waste_plan"), "Sebut juga tempat sampahnya.")]
    await story.decide(id, "village-recommendation", "kec-borobudur", Decision.RETURN, findings=findings)

    assert (await story.task(id, "village-recommendation")).state == "RETURNED"


async def test_a_place_in_the_same_district_moves_only_what_is_another_agencys(story: Story) -> None:
    id = await returned_for_its_place(story)

    await story.correct(id, {"event_village": NEXT_DOOR})

    found = await owners(id)
    assert (found["signature"], found["duplicate"]) == ("kec-salaman", "kec-salaman")
    assert (found["neighbourhood"], found["village-recommendation"]) == ("kec-salaman", "kec-salaman")


async def test_the_history_says_who_had_a_step_and_who_has_it_now(story: Story) -> None:
    id = await returned_for_its_place(story)
    await story.correct(id, {"event_village": ELSEWHERE})

    history = (await events_of([id], by=await story.citizen()))[id]
    (corrected,) = [event for event in history if event.kind is EventKind.CORRECTED]
    codes = {row.id: row.code for row in await agencies.Agency.all()}
    assert {step: codes[sender] for step, sender in corrected.moved.items()} == {
        "duplicate": "kec-salaman",
        "neighbourhood": "rt-ngargoretno",
        "village-recommendation": "desa-ngargoretno",
        "signature": "kec-salaman",
    }
    assert [codes[id] for id in corrected.new_owners] == ["kec-borobudur"]


async def test_a_corrected_field_of_work_moves_the_steps_to_the_other_dinas(story: Story) -> None:
    sent = await apply(story, sample(FUEL))
    findings = [Finding(("answers", "user_type"), "Ini kolam ikan.")]
    await story.decide(sent.id, "village", "desa-ngargoretno", Decision.RETURN, findings=findings)
    await story.hand_checks_over(sent.id)
    await released(story, sent.id)

    await story.correct(sent.id, {"user_type": "fish-farmer"})

    found = await owners(sent.id)
    assert {found[step] for step in ("field-visit", "duplicate", "signature")} == {"disnakkan"}


@pytest.mark.usefixtures("outside")
async def test_a_number_that_another_camat_has_set_aside_lapses_as_a_gap(story: Story) -> None:
    sent = await apply(story, sample(CROWD))
    await walk(story, sent.id, until="signature")
    await prepare_permit(sent.id, at=story.at(), regency=story.regency)
    findings = [Finding(SPOT, "Acaranya di Borobudur.")]
    await story.decide(sent.id, "signature", "camat-salaman", Decision.RETURN, findings=findings)
    await released(story, sent.id)

    await story.correct(sent.id, {"event_village": ELSEWHERE})

    assert await walk(story, sent.id) == "ISSUED"
    kept = await permits.Reservation.filter(application_id=sent.id).order_by("reserved_at")
    assert [row.series for row in kept] == [
        f"{CROWD}/kec-salaman/2026",
        f"{CROWD}/kec-borobudur/2026",
    ]
    permit = await permits.Permit.get(application_id=sent.id)
    assert (permit.number, permit.code) == (kept[1].number, kept[1].code)


async def test_a_village_that_is_not_ready_is_served_by_its_district_which_signs(story: Story) -> None:
    await move_home(story, NEXT_DOOR)
    sent = await story.submit(BUSINESS)

    assert set((await owners(sent.id)).values()) == {"kec-salaman"}
    submitted = (await events_of([sent.id], by=await story.citizen()))[sent.id][0]
    assert {step: told["for"] for step, told in submitted.owners.items()} == {
        "neighbourhood": "RT Desa Paripurno",
        "location": "Desa Paripurno",
        "signature": "Desa Paripurno",
    }
    await story.decide(sent.id, "neighbourhood", "kec-salaman")
    await story.decide(sent.id, "location", "kasi-salaman")
    await story.sign(sent.id, "camat-salaman")
    assert (await permits.Permit.get(application_id=sent.id)).issuer == "Kecamatan Salaman"


async def test_where_the_district_is_not_ready_either_nothing_is_taken_in(story: Story) -> None:
    (fault,) = await refused(story, sample(CROWD, event_village=NOWHERE))
    assert (fault.code, fault.path) == ("UNAVAILABLE", SPOT)
    told = fault.message.format(**fault.facts)
    assert told.startswith("Desa Tegalrejo, Kec. Tegalrejo dan kecamatannya belum memakai layanan ini")

    await move_home(story, NOWHERE)
    (fault,) = await refused(story, sample(BUSINESS))
    assert (fault.code, fault.path) == ("UNAVAILABLE", ("service",))
    assert await tables.Application.all().count() == 0


async def test_a_place_outside_the_regency_is_a_fault_at_its_field(story: Story) -> None:
    (fault,) = await refused(story, sample(CROWD, event_village="33.71.01.1001"))
    assert (fault.code, fault.path) == ("INVALID", SPOT)


async def test_a_correction_to_a_place_that_nobody_serves_is_refused(story: Story) -> None:
    id = await returned_for_its_place(story)
    for village in (NOWHERE, "33.71.01.1001"):
        with pytest.raises(InvalidInput) as wrong:
            await story.correct(id, {"event_village": village})
        assert [problem.path for problem in wrong.value.problems] == [SPOT]


async def test_who_is_competent_costs_two_statements_and_does_not_read_all_agencies(
    story: Story, queries: Queries
) -> None:
    crowd = sample(CROWD, "another-district")
    await apply(story, crowd)
    queries.forget()
    await apply(story, crowd)
    assert len([text for text in queries.statements if "FROM agency" in text]) == 1
    assert len([text for text in queries.statements if "FROM region" in text]) == 2, "one offers the home"


def test_findings_that_nobody_has_read_yet_do_not_outlive_the_agency_that_wrote_them() -> None:
    plain, service = sample(CROWD), definition(CROWD)
    first, second = new_id().hex, new_id().hex
    steps = ("neighbourhood", "village-recommendation", "signature")
    told = {"decision": "RETURN", "findings": [{"path": list(SPOT), "message": "Di Borobudur."}]}
    corrected = {
        "answers": {**plain.answers, "event_village": ELSEWHERE},
        "changed": ["answers.event_village"],
        "owners": {step: {"agency": second, "from": first} for step in steps},
    }
    events = [
        Event(EventKind.SUBMITTED, MONDAY, data={"answers": plain.answers, "owners": owned_by(first, steps)}),
        Event(EventKind.DECIDED, MONDAY, "village-recommendation", told),
        Event(EventKind.FINDINGS_RELEASED, MONDAY, data={"steps": ["village-recommendation"]}),
        Event(EventKind.DECIDED, MONDAY, "neighbourhood", {**told, "findings": UNREAD}),
        Event(EventKind.CORRECTED, MONDAY, data=corrected),
    ]

    before, now = (advance(service, part, MONDAY, CLOCK) for part in (events[:-1], events))

    assert {before.tasks[step].agency for step in steps} == {first}
    assert before.unreleased == {"neighbourhood"}
    assert {now.tasks[step].agency for step in steps} == {second}
    assert (now.tasks["neighbourhood"].state, now.unreleased) == ("OPEN", frozenset())


UNREAD = [{"path": ["answers", "end_time"], "message": "Terlalu malam."}]


def owned_by(agency: str, steps: tuple[str, ...]) -> dict[str, dict[str, str]]:
    return {step: {"agency": agency} for step in steps}


# Whose step it is, from plain data.


def office(code: str, kind: str, region: str | None, officers: int = 2, heads: int = 1) -> Office:
    return Office(AgencyRow(new_id(), code, code, kind, region, ""), officers, heads)


NAMESAKES = {
    code: VillageRow(code, "Kenalan", "village", district)
    for code, district in (("33.08.02.2005", "Borobudur"), ("33.08.16.2016", "Pakis"))
}


def ground(*offices: Office, home: str = "33.08.02.2005", service: Definition | None = None) -> Ground:
    codes = {code for step in service.steps for code in step.codes} if service else set()
    return Ground(home, NAMESAKES, [*offices, *(office(code, "office", None) for code in sorted(codes))])


def owner_codes(found: Mapping[str, Owner | None]) -> dict[str, str | None]:
    return {step: owner.agency.code if owner else None for step, owner in found.items()}


def test_two_villages_of_one_name_have_each_their_own_agencies() -> None:
    service = definition(CROWD)
    there = ground(
        *(office(f"desa-{code}", "village", code) for code in NAMESAKES),
        *(office(f"rt-{code}", "rt", code) for code in NAMESAKES),
        *(office(f"kec-{code[:8]}", "district", code[:8]) for code in NAMESAKES),
        service=service,
    )
    for code in NAMESAKES:
        found = owner_codes(owners_of(service, {"event_village": code}, there))
        assert found["neighbourhood"] == f"rt-{code}"
        assert found["village-recommendation"] == f"desa-{code}"
        assert found["signature"] == f"kec-{code[:8]}"


def test_who_checks_and_who_signs_at_one_place_are_one_agency_also_where_only_the_head_is_missing() -> None:
    village, service = "33.08.02.2005", definition(BUSINESS)
    headless = office("desa", "village", village, heads=0)
    found = owner_codes(owners_of(service, {}, ground(headless, office("kec", "district", village[:8]))))
    assert (found["location"], found["signature"]) == ("kec", "kec")


def test_an_office_of_one_is_not_ready_where_two_have_to_look() -> None:
    village, service = "33.08.02.2005", definition(WEDDING)
    alone = office("kec", "district", village[:8], officers=1)
    found = owners_of(service, {"akad_village": village}, ground(alone, service=service))
    assert found["secretary-check"] is None


def test_a_definition_may_keep_the_district_from_standing_in() -> None:
    village, service = "33.08.02.2005", definition(BUSINESS)
    own = tuple(replace(step, served_by_district=step.kind is not StepKind.SIGN) for step in service.steps)
    there = ground(office("kec", "district", village[:8]))
    found = owner_codes(owners_of(replace(service, steps=own), {}, there))
    assert found == {"neighbourhood": "kec", "location": None, "signature": None}
    assert [fault.path for fault in unserved_places(replace(service, steps=own), {}, there)] == [("service",)]


STAFF = st.integers(0, 3)


@st.composite
def grounds(draw: st.DrawFn, service: Definition) -> Ground:
    """Any offices at two places of one name, with any number of people."""
    offices = [
        office(f"{kind}-{code}-{n}", kind, region, officers=draw(STAFF), heads=draw(STAFF))
        for code in NAMESAKES
        for kind, region in (("rt", code), ("village", code), ("district", code[:8]))
        for n in range(draw(st.integers(0, 2)))
    ]
    return ground(
        *draw(st.permutations(offices)), home=draw(st.sampled_from(sorted(NAMESAKES))), service=service
    )


@given(st.data())
def test_for_any_answers_a_step_has_exactly_one_owner_or_the_form_says_why_not(data: st.DataObject) -> None:
    service = definition(data.draw(st.sampled_from(SLUGS)))
    given = data.draw(st.sampled_from([one.answers for one in samples(service.slug)]))
    answers = {**given, **{name: data.draw(st.sampled_from(sorted(NAMESAKES))) for name in service.places}}
    there = data.draw(grounds(service))

    found = owners_of(service, answers, there)

    assert list(found) == [step.key for step in service.steps]
    assert found == owners_of(service, answers, replace(there, offices=there.offices[::-1]))
    assert (None in found.values()) == bool(unserved_places(service, answers, there))
    staff = {office.agency.id: office for office in there.offices}
    for step in service.steps:
        owner = found[step.key]
        if owner is None:
            continue
        place = answers[step.agency_of.field] if step.agency_of else there.home
        who = staff[owner.agency.id]
        if step.kind_found is not None:
            assert str(place).startswith(owner.agency.region_code or "nowhere")
            assert bool(owner.instead_of) is (owner.agency.kind != step.kind_found)
            assert who.heads if step.kind is StepKind.SIGN else who.officers or step.kind is StepKind.PAY
    deciding = {found[step.key] for step in service.steps if step.decides}
    signing = {found[step.key] for step in service.steps if step.kind is StepKind.SIGN}
    assert not signing or deciding == signing
