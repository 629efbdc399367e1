"""Objections as those concerned see them."""

from models.applications.operations.objecting import ObjectionDraft, object_to_refusal
from models.applications.queries.filed_objections import objections_of
from models.applications.states import Decision
from models.kit.ids import random_code
from tests.conftest import Queries
from tests.story import Story


async def test_the_applicant_and_the_agencies_on_the_file_read_an_objection(
    story: Story, queries: Queries
) -> None:
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Tidak boleh di sini.")
    draft = ObjectionDraft(sent.id, "Saya tidak setuju.", random_code())
    await object_to_refusal(draft, by=await story.citizen(), at=story.at(), regency=story.regency)
    for reader, sees in (
        (await story.citizen(), True),
        (await story.officer("dpupr"), True),
        (await story.citizen(2), False),
        (await story.officer("desa-ngargoretno"), False),
    ):
        queries.forget()
        found = (await objections_of([sent.id], by=reader))[sent.id]
        assert queries.count == 1
        assert [one.text for one in found] == (["Saya tidak setuju."] if sees else [])
        assert all(one.upheld is None for one in found)
