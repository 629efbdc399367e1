"""What an agency may see of a file, at the desk and by GraphQL: what its own opened steps look at, nothing else."""

from typing import Any

import pytest
from starlette.applications import Starlette

from models.accounts.tokens import new_api_token
from models.applications import tables
from models.applications.operations.answering import Finding, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.operations.objecting import ObjectionDraft, object_to_refusal
from models.applications.queries.contents import attached_document
from models.applications.states import Decision, Outcome
from models.kit.errors import InvalidInput
from models.kit.ids import public_id, random_code
from tests.app.web.desks import SKTM, machine_says, page_of, submit_sample
from tests.story import Story
from tests.visitor import Visitor

FILE = """query($id: ID!) { application(id: $id) {
  answers documents { requirement } applicant { nik } findings { message } } }"""


async def ask(site: Starlette, story: Story, username: str, application: str) -> Any:
    """The file as the agency's own system gets it."""
    token = await new_api_token(username, at=story.at(), regency=story.regency)
    async with Visitor(site) as program:
        answer = await program.client.post(
            "/graphql",
            json={"query": FILE, "variables": {"id": application}},
            headers={"Authorization": f"Bearer {token}"},
        )
    return answer.json()["data"]["application"]


async def test_the_page_of_a_task_shows_what_its_step_looks_at(
    visitor: Visitor, story: Story, password: str
) -> None:
    sent = await submit_sample(story, SKTM, "home-visit-and-district")
    await visitor.sign_in_officer("rt-ngargoretno", password)
    page = (await visitor.open(await page_of(story, sent.id, "neighbourhood"))).text
    for hidden in ("RSUD Contoh", "Rawat inap", "Sumi Contoh", "9908014107840001", "/berkas/"):
        assert hidden not in page
    assert "hanya untuk instansi yang memeriksanya" in page
    assert "finding.answers.dependants" in page
    assert "finding.answers.household_income" not in page


async def test_graphql_answers_no_more_than_the_page(site: Starlette, story: Story) -> None:
    sent = await submit_sample(story, SKTM, "home-visit-and-district")
    id = public_id("application", sent.id)
    rt = await ask(site, story, "rt-ngargoretno", id)
    assert set(rt["answers"]) == {"beneficiary", "dependants"}
    assert (rt["documents"], rt["applicant"]["nik"]) == ([], None)
    dinsos = await ask(site, story, "dinsos", id)
    assert set(dinsos["answers"]) == {
        "beneficiary",
        "beneficiary_name",
        "household_income",
        "dependants",
        "social_aid",
    }
    assert [row["requirement"] for row in dinsos["documents"]] == ["kk"]
    district = await ask(site, story, "kec-salaman", id)
    assert (district["answers"], district["documents"]) == ({}, []), "its step is not open yet"


async def test_a_step_that_only_a_machine_answers_shows_nothing(site: Starlette, story: Story) -> None:
    sent = await submit_sample(story, SKTM)
    id = public_id("application", sent.id)
    assert (await ask(site, story, "disdukcapil", id))["documents"] == []
    await machine_says(story, sent.id, "population", Outcome.MISMATCH)
    seen = await ask(site, story, "disdukcapil", id)
    assert [row["requirement"] for row in seen["documents"]] == ["kk", "ktp"]
    other = await submit_sample(story, SKTM)
    await machine_says(story, other.id, "population", Outcome.MATCH)
    seen = await ask(site, story, "disdukcapil", public_id("application", other.id))
    assert (seen["documents"], seen["applicant"]["nik"]) == ([], None)


async def test_a_document_is_handed_only_to_an_agency_that_looks_at_it(story: Story) -> None:
    await submit_sample(story, SKTM, "with-letter")
    papers = {row.requirement: row.document_id for row in await tables.Attachment.all()}
    rt, dinsos, citizen = [
        await story.officer("rt-ngargoretno"),
        await story.officer("dinsos"),
        await story.citizen(),
    ]
    for requirement, id in papers.items():
        assert await attached_document(id, by=citizen) is not None
        assert await attached_document(id, by=rt) is None
        assert (await attached_document(id, by=dinsos) is not None) == (requirement == "kk")


async def test_a_finding_about_what_the_step_does_not_look_at_is_refused(story: Story) -> None:
    sent = await submit_sample(story, SKTM)
    task = await story.task(sent.id, "neighbourhood")
    for path in (("answers", "household_income"), ("documents", "ktp")):
        answer = TaskAnswer(task.id, Decision.RETURN, None, [Finding(path, "Salah.")], random_code())
        with pytest.raises(InvalidInput) as refused:
            await decide_task(
                answer, by=await story.officer("rt-ngargoretno"), at=story.at(), regency=story.regency
            )
        assert [(p.code.value, p.path) for p in refused.value.problems] == [
            ("NOT_ALLOWED", ("findings", "0", "path"))
        ]


async def test_of_what_others_found_an_agency_reads_only_what_it_may_see(
    site: Starlette, story: Story
) -> None:
    sent = await submit_sample(story, SKTM)
    found = [
        Finding(("answers", "household_income"), "Penghasilan lain dengan DTSEN."),
        Finding(("answers", "dependants"), "Jumlah lain dengan KK."),
    ]
    await story.decide(sent.id, "welfare", "dinsos", Decision.RETURN, findings=found)
    rt = await ask(site, story, "rt-ngargoretno", public_id("application", sent.id))
    assert [finding["message"] for finding in rt["findings"]] == ["Jumlah lain dengan KK."]


async def test_who_judges_an_objection_sees_what_the_refused_step_saw(site: Starlette, story: Story) -> None:
    sent = await story.submit()
    id = public_id("application", sent.id)
    assert await ask(site, story, "sekda", id) is None
    await story.decide(sent.id, "public-order", "satpolpp", Decision.REFUSE, reason="Menutup rambu.")
    draft = ObjectionDraft(sent.id, "Rambunya di seberang jalan.", random_code())
    await object_to_refusal(draft, by=await story.citizen(), at=story.at(), regency=story.regency)
    await tables.Objection.all().update(agency_id=(await story.officer("sekda")).agency_id)
    seen = await ask(site, story, "sekda", id)
    assert set(seen["answers"]) >= {"text", "location"}
    assert "width" not in seen["answers"]
    await tables.Objection.all().update(upheld=False)
    assert await ask(site, story, "sekda", id) is None


async def test_the_page_of_a_step_to_come_names_nobody(visitor: Visitor, story: Story, password: str) -> None:
    sent = await story.submit()
    await visitor.sign_in_officer("dpmptsp", password)
    path = await page_of(story, sent.id, "decision")
    early = (await visitor.open(path)).text
    assert "Tini Contoh" not in early
    assert "Dusun Karang" not in early
    await story.verify_all(sent.id)
    page = (await visitor.open(path)).text
    assert "Tini Contoh" in page
    officer = await story.officer("bapenda")
    assert officer.name not in page, "the agency answers, whoever it was"
