"""Drafts and their documents."""

import asyncio

import pytest

from models.applications.operations.drafting import add_documents, draft, open_draft, remove_document
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.applications.tables import Application
from models.kit.errors import InvalidInput, ProblemCode
from models.kit.ids import new_id, random_code
from tests.story import REKLAME, Story


async def test_documents_that_arrive_side_by_side_are_all_kept(story: Story) -> None:
    by = await story.citizen()
    mine = await open_draft("izin-reklame", by=by, at=story.at())
    photos, drawing = [new_id() for _ in range(6)], new_id()
    arriving = [("site-photo", photo) for photo in photos] + [("design", drawing)]
    await asyncio.gather(*(add_documents(mine.id, [one], by=by, at=story.at()) for one in arriving))
    kept = (await draft(mine.id, by=by)).documents
    assert set(kept["site-photo"]) == {photo.hex for photo in photos}
    assert kept["design"] == [drawing.hex]


async def test_a_requirement_takes_ten_documents_and_says_which_found_no_room(story: Story) -> None:
    by = await story.citizen()
    mine = await open_draft("izin-reklame", by=by, at=story.at())
    photos = [new_id() for _ in range(12)]
    chosen = [("site-photo", photo) for photo in photos]
    await add_documents(mine.id, chosen[:8], by=by, at=story.at())
    added = await add_documents(mine.id, [*chosen[6:], ("design", photos[11])], by=by, at=story.at())
    assert added.documents["site-photo"] == [photo.hex for photo in photos[:10]]
    assert added.documents["design"] == [photos[11].hex]
    assert added.without_room == chosen[10:]
    assert (await draft(mine.id, by=by)).documents == added.documents


async def test_one_document_goes_while_another_comes(story: Story) -> None:
    by = await story.citizen()
    mine = await open_draft("izin-reklame", by=by, at=story.at())
    first, second = new_id(), new_id()
    await add_documents(mine.id, [("design", first)], by=by, at=story.at())
    await asyncio.gather(
        add_documents(mine.id, [("design", second)], by=by, at=story.at()),
        remove_document(mine.id, first, by=by, at=story.at()),
    )
    assert (await draft(mine.id, by=by)).documents["design"] == [second.hex]


async def test_two_windows_open_one_draft(story: Story) -> None:
    by = await story.citizen()
    opened = await asyncio.gather(*(open_draft("izin-reklame", by=by, at=story.at()) for _ in range(5)))
    assert len({each.id for each in opened}) == 1


async def test_eleven_documents_for_one_requirement_are_refused(story: Story) -> None:
    by = await story.citizen()
    papers = [("site-photo", await story.document(by)) for _ in range(11)]
    papers.append(("design", await story.document(by)))
    sending = ApplicationDraft("izin-reklame", REKLAME, papers, random_code())
    with pytest.raises(InvalidInput) as refused:
        await submit_application(sending, by=by, at=story.at(), regency=story.regency)
    problems = [(problem.code, problem.path) for problem in refused.value.problems]
    assert problems == [(ProblemCode.TOO_LARGE, ("documents", "site-photo"))]
    assert await Application.all().count() == 0
