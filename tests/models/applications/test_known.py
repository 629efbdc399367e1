"""What the regency knows is offered, to the right person and only where it fits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from models.accounts.operations import introduce
from models.applications.operations.answering import Finding, Reference, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.operations.reusing import gather_papers
from models.applications.queries.known import Known, answers_known, known_answers
from models.applications.queries.once_only import once_only
from models.applications.queries.uses import uses_of
from models.applications.states import Decision
from models.checks.operations import run_check
from models.kit.actor import Actor
from models.kit.errors import InvalidInput
from models.people.operations import IdentityDraft
from models.services.definition import Definition
from models.services.queries import service
from tests.clock import TODAY
from tests.conftest import Queries
from tests.sampling import samples
from tests.story import USAHA, Story
from tests.walker import apply, walk
from tests.wallet import FUEL, ask_for_fuel, entry, fresh, pump, statement_issued

SKU = "surat-keterangan-usaha"
CROWD = "rekomendasi-keramaian"


async def definition(slug: str) -> Definition:
    row = await service(slug)
    assert row is not None
    return row.definition


async def offered(slug: str, by: Actor) -> Mapping[str, Any]:
    return await known_answers(await definition(slug), by=by)


async def test_village_and_address_come_from_the_account(story: Story) -> None:
    assert await offered(CROWD, await story.citizen()) == {
        "event_village": "33.08.01.2001",
        "event_location": "Dusun Karang, RT 003/RW 001",
    }


async def test_an_earlier_answer_is_offered_wherever_the_field_has_the_same_name(story: Story) -> None:
    citizen = await story.citizen()
    assert await offered(FUEL, citizen) == {}
    await story.submit(SKU)
    assert await offered(FUEL, citizen) == {"business_name": USAHA["business_name"]}
    await story.submit(SKU, business_name="Warung Baru")
    assert (await offered(FUEL, citizen))["business_name"] == "Warung Baru"
    assert "purpose" not in await offered(SKU, citizen), "only what the definition says is offered"


async def test_a_corrected_answer_is_the_one_that_is_offered(story: Story) -> None:
    sent = await story.submit(SKU)
    finding = Finding(("answers", "business_name"), "Papan namanya lain.")
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")
    await story.decide(sent.id, "location", "desa-ngargoretno", Decision.RETURN, findings=[finding])
    await story.correct(sent.id, {"business_name": "Warung Bu Tini Jaya"})
    assert (await offered(SKU, await story.citizen()))["business_name"] == "Warung Bu Tini Jaya"


async def test_an_earlier_answer_that_the_field_would_not_take_is_not_offered(story: Story) -> None:
    await ask_for_fuel(story, *await fresh(story, "equipment-photo"), answers={**pump(), "farm_area": 1.5})
    fields = dict((await definition(FUEL)).fields)
    narrow = {**fields, "farm_area": {**fields["farm_area"], "maximum": 1}}
    whole = await definition(FUEL)
    changed = _with_fields(whole, narrow)
    known = await answers_known([whole, changed], by=await story.citizen())
    assert [each.get("farm_area") for each in known] == [Known(1.5), None]


def _with_fields(whole: Definition, fields: Mapping[str, Any]) -> Definition:
    return replace(whole, form={**whole.form, "properties": fields})


async def test_nobody_is_offered_what_somebody_else_has_answered(story: Story) -> None:
    await story.submit(SKU)
    assert await offered(SKU, await story.citizen(2)) == {}
    assert await offered(SKU, await story.officer("desa-ngargoretno")) == {}
    daughter = IdentityDraft("9908015708450001", "Siti Contoh", "Dusun Krajan", "2", "1", "33.08.01.2001")
    await introduce(daughter, by=await story.citizen(), at=story.at(), regency=story.regency)
    assert await offered(SKU, await story.citizen()) == {}, "a shared phone, another person"


@pytest.mark.usefixtures("outside")
async def test_a_number_that_was_recorded_is_offered_wherever_it_is_asked_for(story: Story) -> None:
    (plain, *_) = samples("pendampingan-nib")
    citizen = await story.citizen()
    sent = await apply(story, plain)
    assert "nib" not in await offered(FUEL, citizen)
    assert await walk(story, sent.id) == "COMPLETED"

    for slug in (FUEL, "izin-reklame"):
        (known,) = await answers_known([await definition(slug)], by=citizen)
        assert known["nib"] == Known("9120001234567", f"OSS ({sent.number})")
        assert "nib" not in await offered(slug, await story.citizen(2))
    await story.submit(nib="1234567890123")
    assert (await offered(FUEL, citizen))["nib"] == "1234567890123", "told later"


@pytest.mark.usefixtures("outside")
async def test_a_recorded_number_looks_like_what_the_other_system_issues(story: Story) -> None:
    (plain, *_) = samples("pendampingan-nib")
    sent = await apply(story, plain)
    population = await story.task(sent.id, "population")
    await run_check(population.id, at=story.at(), regency=story.regency)
    await story.decide(sent.id, "assistance", "disdagkop")
    task = await story.task(sent.id, "number")
    for number in ("abc", "123456789012", "12345678901234"):
        answer = TaskAnswer(
            task.id, Decision.APPROVE, None, (), "k", reference=Reference(number, story.today)
        )
        with pytest.raises(InvalidInput) as refused:
            await decide_task(answer, by=await story.officer("dpmptsp"), at=story.at(), regency=story.regency)
        (problem,) = refused.value.problems
        assert problem.path == ("reference", "number")
        assert problem.message.format(**problem.facts) == "Ini bukan NIB dari OSS. Bentuknya: 13 angka."


@pytest.mark.usefixtures("outside")
async def test_the_introduction_for_a_marriage_is_added_to_its_dispensation_and_no_other_one(
    story: Story,
) -> None:
    citizen, dispensation = await story.citizen(), await definition("dispensasi-nikah")
    (couple, *_) = samples("dispensasi-nikah")
    letters = {sample.name: sample for sample in samples("surat-pengantar")}
    for name, added in (("plain", set[str]()), ("marriage", {"n1"})):
        assert await walk(story, (await apply(story, letters[name])).id) == "ISSUED"
        papers = await gather_papers(
            dispensation, couple.answers, (), by=citizen, today=TODAY, zone=story.regency.zone
        )
        assert set(papers.automatic) == added


async def test_what_is_known_for_many_services_costs_three_statements(story: Story, queries: Queries) -> None:
    for _ in range(3):
        await story.submit(SKU)
    citizen = await story.citizen()
    services = [await definition(slug) for slug in (SKU, FUEL, CROWD, SKU)]
    queries.forget()
    assert all(await answers_known(services, by=citizen))
    assert queries.count == 3


async def test_where_documents_were_used_is_told_in_one_statement(story: Story, queries: Queries) -> None:
    issued = await statement_issued(story)
    sent = await ask_for_fuel(story, *await fresh(story, "equipment-photo", "nib"))
    asked = sent.number
    citizen = await story.citizen()
    documents = [(await entry(story, kind)).document.id for kind in (SKU, "business-photo")]
    queries.forget()
    uses = await uses_of(documents, by=citizen)
    assert queries.count == 1
    told = [[(use.number, use.service, use.purpose is None) for use in uses[id]] for id in documents]
    assert told == [
        [(asked, "Rekomendasi Pembelian BBM untuk Petani dan Nelayan", False)],
        [(issued.number, "Surat Keterangan Usaha", True)],
    ]
    stranger = await uses_of(documents, by=await story.citizen(2))
    assert stranger == {id: [] for id in documents}


async def test_the_share_that_nobody_had_to_give_again_is_one_statement(
    story: Story, queries: Queries
) -> None:
    await statement_issued(story)
    await ask_for_fuel(story, *await fresh(story, "equipment-photo", "nib"))
    queries.forget()
    rows = {row.service: row for row in await once_only(since=None)}
    assert queries.count == 1
    assert set(rows) == {FUEL, SKU, None}
    fuel, all_of_them = rows[FUEL], rows[None]
    assert (fuel.documents_known, fuel.documents_asked, fuel.documents_share) == (1, 3, 1 / 3)
    assert (all_of_them.applications, all_of_them.documents_asked) == (2, 4)
    (none,) = await once_only(since=story.at())
    assert (none.service, none.applications, none.fields_share) == (None, 0, None)
