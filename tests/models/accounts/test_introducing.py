"""Telling who one is, and telling it again."""

from models.accounts.operations import introduce
from models.accounts.tables import Account
from models.people.operations import IdentityDraft
from models.people.tables import Person
from tests.story import Story

TINI = "9908014107840001"


async def introduced(story: Story, number: int, address: str) -> Person:
    by = await story.citizen(number)
    draft = IdentityDraft(TINI, "Tini Contoh", address, "3", "1", "33.08.01.2001")
    await introduce(draft, by=by, at=story.at(), regency=story.regency)
    return await Person.get(id=(await Account.get(id=by.account)).person_id)


async def test_moving_house_twice_makes_nobody_suspicious(story: Story) -> None:
    first = await introduced(story, 1, "Dusun Tegal")
    second = await introduced(story, 1, "Dusun Karangsari")
    assert first.id != second.id
    assert second.address == "Dusun Karangsari"
    assert first.notes == second.notes == []


async def test_another_account_with_the_same_nik_is_noted(story: Story) -> None:
    assert (await introduced(story, 2, "Dusun Karang")).notes == ["nik-known-elsewhere"]
