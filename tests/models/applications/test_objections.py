"""Objections as those concerned see them."""

import pytest

from models.applications.operations.objecting import (
    ObjectionAnswer,
    ObjectionDraft,
    decide_objection,
    object_to_refusal,
)
from models.applications.queries.objections import objections_of, open_objections
from models.applications.states import Decision
from models.kit.errors import InvalidInput
from models.kit.ids import random_code
from models.kit.paging import encode_cursor
from tests.conftest import Queries
from tests.story import Story


async def objected(story: Story, text: str = "Jalannya bukan jalan nasional.") -> str:
    """A refused izin-reklame with an objection; its number."""
    sent = await story.submit()
    await story.decide(sent.id, "tax", "bapenda", Decision.REFUSE, reason="Tidak boleh di sini.")
    draft = ObjectionDraft(sent.id, text, random_code())
    await object_to_refusal(draft, by=await story.citizen(), at=story.at(), regency=story.regency)
    return sent.number


async def test_a_head_sees_what_waits_for_a_decision_page_by_page(story: Story, queries: Queries) -> None:
    numbers = [await objected(story) for _ in range(3)]
    head = await story.officer("kadis-dpmptsp")
    queries.forget()
    first = await open_objections(head, first=2, after=None)
    assert queries.count == 1
    rest = await open_objections(head, first=2, after=first.cursors[-1])
    assert [row.number for row in (*first.rows, *rest.rows)] == numbers
    assert (first.has_next, rest.has_next) == (True, False)

    answer = ObjectionAnswer(first.rows[0].id, False, "Jalan itu milik negara.", random_code())
    await decide_objection(answer, by=head, at=story.at(), regency=story.regency)
    left = await open_objections(head, first=5, after=None)
    assert [row.number for row in left.rows] == numbers[1:]


@pytest.mark.parametrize("username", ["dpmptsp", "bapenda", "kades-ngargoretno"])
async def test_nobody_else_has_objections_to_decide(story: Story, username: str) -> None:
    await objected(story)
    assert not (await open_objections(await story.officer(username), first=5, after=None)).rows
    assert not (await open_objections(await story.citizen(), first=5, after=None)).rows


async def test_the_applicant_and_the_agencies_on_the_file_read_an_objection(story: Story) -> None:
    await objected(story, "Saya tidak setuju.")
    row = (await open_objections(await story.officer("kadis-dpmptsp"), first=1, after=None)).rows[0]
    for reader, sees in (
        (await story.citizen(), True),
        (await story.officer("dpupr"), True),
        (await story.citizen(2), False),
        (await story.officer("desa-ngargoretno"), False),
    ):
        found = (await objections_of([row.application_id], by=reader))[row.application_id]
        assert [one.text for one in found] == (["Saya tidak setuju."] if sees else [])


@pytest.mark.parametrize("cursor", ["rubbish", encode_cursor("", "0" * 32)])
async def test_a_cursor_that_is_none_is_refused(story: Story, cursor: str) -> None:
    with pytest.raises(InvalidInput):
        await open_objections(await story.officer("kadis-dpmptsp"), first=1, after=cursor)
