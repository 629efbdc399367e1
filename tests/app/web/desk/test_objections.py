"""Objections before the head: read with what the refused step saw, decided by somebody who did not refuse."""

from datetime import timedelta
from uuid import UUID

from models.accounts.delegating import ActingTitle, DelegationDraft, delegate_signature
from models.applications import tables
from models.applications.operations.objecting import ObjectionDraft, object_to_refusal
from models.applications.states import Decision
from models.kit.ids import public_id, random_code
from tests.app.web.desks import key
from tests.conftest import Queries
from tests.story import Story
from tests.visitor import Visitor

LIST = "/petugas/keberatan"


async def objected(story: Story) -> tuple[UUID, str]:
    """A refused application to which the citizen objects, and the objection's page."""
    sent = await story.submit()
    await story.decide(sent.id, "public-order", "satpolpp", Decision.REFUSE, reason="Menutup rambu.")
    draft = ObjectionDraft(sent.id, "Rambunya di seberang jalan.", random_code())
    await object_to_refusal(draft, by=await story.citizen(), at=story.at(), regency=story.regency)
    objection = await tables.Objection.get(application_id=sent.id)
    return sent.id, f"{LIST}/{public_id('objection', objection.id)}"


async def test_the_head_upholds_an_objection_and_the_step_opens_again(
    visitor: Visitor, story: Story, password: str
) -> None:
    id, path = await objected(story)
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    page = (await visitor.open(LIST)).text
    assert f'href="{path}"' in page
    assert "Tini Contoh" not in page
    page = (await visitor.open(path)).text
    for text in ("Rambunya di seberang jalan.", "Menutup rambu.", "Warung Sederhana"):
        assert text in page
    assert "Lebar (meter)" not in page, "the refused step did not look at it"

    form = key(visitor)
    assert (await visitor.send(path, form)).status_code == 422
    assert visitor.problems == {"upheld": "Pilih satu putusan."}
    answer = await visitor.send(path, {**form, "upheld": "terima", "reason": "  "})
    assert answer.status_code == 422
    assert set(visitor.problems) == {"reason"}
    form |= {"upheld": "terima", "reason": "Sudah dilihat di lapangan."}
    for _ in range(2):
        answer = await visitor.client.post(path, data={"csrf": form.get("csrf") or visitor.token(), **form})
        assert (answer.status_code, answer.headers["location"]) == (303, LIST)
    assert (await story.task(id, "public-order")).state == "OPEN"
    assert "Tidak ada keberatan" in (await visitor.open(LIST)).text
    assert (await visitor.open(path)).status_code == 404


async def test_objections_are_for_the_head_of_the_agency_that_decides_them(
    visitor: Visitor, story: Story, password: str
) -> None:
    id, path = await objected(story)
    await visitor.sign_in_officer("dpmptsp", password)
    for place in (LIST, path):
        assert (await visitor.open(place)).status_code in {403, 404}
    await visitor.sign_in_officer("ka-satpolpp", password)
    assert "Tidak ada keberatan" in (await visitor.open(LIST)).text
    assert (await visitor.open(path)).status_code == 404
    await visitor.open("/petugas/cari")
    await visitor.open(LIST + "?after=rubbish")
    assert visitor.page.status_code == 200
    assert (await tables.Objection.get(application_id=id)).upheld is None


async def test_who_stands_in_for_the_head_reads_and_decides_them(
    visitor: Visitor, story: Story, password: str
) -> None:
    id, path = await objected(story)
    today = story.today
    draft = DelegationDraft("loket-dpmptsp", ActingTitle.DAILY, "800/1", today, today + timedelta(days=2))
    head = await story.officer("kadis-dpmptsp")
    await delegate_signature(draft, by=head, at=story.at(), regency=story.regency)
    await visitor.sign_in_officer("loket-dpmptsp", password)
    assert f'href="{path}"' in (await visitor.open(LIST)).text
    await visitor.open(path)
    form = {**key(visitor), "upheld": "tolak", "reason": "Rambunya tetap tertutup."}
    assert (await visitor.send(path, form)).status_code == 303
    assert (await tables.Objection.get(application_id=id)).upheld is False


async def test_who_refused_reads_that_somebody_else_decides(
    visitor: Visitor, story: Story, password: str
) -> None:
    _, path = await objected(story)
    head = await story.officer("kadis-dpmptsp")
    await tables.Objection.all().update(refused_by_id=head.account_id)
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    page = (await visitor.open(path)).text
    assert "Keberatannya harus diputuskan orang lain." in page
    assert 'name="upheld"' not in page


async def test_the_list_costs_the_same_for_one_and_for_many(
    visitor: Visitor, story: Story, password: str, queries: Queries
) -> None:
    await visitor.sign_in_officer("kadis-dpmptsp", password)
    counts = []
    for number in (1, 4):
        for _ in range(number):
            await objected(story)
        await visitor.open(LIST)
        queries.forget()
        await visitor.open(LIST)
        counts.append(queries.count)
    assert counts[0] == counts[1] <= 5
