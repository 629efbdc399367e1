"""What an agency may see of a file, at the desk and by GraphQL: what its own opened steps look at, nothing else."""

from typing import Any

from starlette.applications import Starlette

from models.accounts.operations import new_api_token
from models.applications.operations.answering import Finding, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.queries.contents import attached_document
from models.applications.states import Decision, Outcome
from models.kit.errors import InvalidInput
from models.kit.ids import public_id, random_code
from tests.app.web.desks import SKTM, key, machine_says, page_of, submit_sample
from tests.story import Story
from tests.visitor import Visitor

FILE = "query($id: ID!) { application(id: $id) { answers documents { requirement } applicant { nik } findings { message } } }"


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
    assert "Jumlah tanggungan" in page or "tanggungan" in page
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
    by = await story.citizen()
    sent = await story.submit("izin-reklame", land_owner="own")
    dinsos, rt = await story.officer("dinsos"), await story.officer("rt-ngargoretno")
    file = await submit_sample(story, SKTM, "with-letter")
    from models.applications import tables

    papers = {
        row.requirement: row.document_id
        for row in await tables.Attachment.all()
        if row.requirement in {"kk", "institution-letter", "house-photo"}
    }
    assert await attached_document(papers["kk"], by=dinsos) is not None
    assert await attached_document(papers["institution-letter"], by=dinsos) is None
    for paper in papers.values():
        assert await attached_document(paper, by=rt) is None
        assert await attached_document(paper, by=by) is not None
    assert sent.id != file.id
