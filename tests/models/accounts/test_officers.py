"""Officers come with a password of one use, and when they go everything that opened their account is shut at once."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.accounts import tables
from models.accounts.delegating import ActingTitle, DelegateUnknown, DelegationDraft, delegate_signature
from models.accounts.officers import (
    GIVEN_PASSWORD_LIVES,
    OfficerUnknown,
    UsernameTaken,
    add_officer,
    officers,
    reset_password,
)
from models.accounts.operations import NoLongerHere, OfficerDraft, must_be_here, open_session
from models.accounts.passwords import PasswordChange, PasswordToChange, change_password, sign_in_officer
from models.accounts.queries import (
    account_of_session,
    acting_heads,
    agencies_with_officers,
    colleagues_of,
    delegations_of,
    heads_of_secretariat,
    officers_of,
    roles_of,
    staff,
)
from models.accounts.tokens import AccountUnknown, api_tokens, new_api_token
from models.agencies.queries import agencies_by_code
from models.applications.operations.leaving import end_officer
from models.kit.actor import OfficerRole
from models.kit.caller import Caller
from models.kit.errors import InvalidInput
from models.kit.transactions import unit_of_work
from tests.story import Story

NOBODY = UUID(int=0)
OWN = "kereta api pagi hari"
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
HERE = Caller("here")


async def draft(**facts: Any) -> OfficerDraft:
    agency = (await agencies_by_code(["dishub"]))["dishub"].id
    new = OfficerDraft("sri.dishub", "Sri Contoh", agency, OfficerRole.OFFICER, "Staf", None)
    return replace(new, **facts)


async def sign_in(story: Story, username: str, password: str) -> str:
    return await sign_in_officer(username, password, caller=HERE, at=story.at(), regency=story.regency)


async def change(story: Story, username: str, old: str, new: str = OWN, again: str | None = None) -> str:
    wish = PasswordChange(old, new, new if again is None else again)
    return await change_password(username, wish, caller=HERE, at=story.at(), regency=story.regency)


async def test_a_first_password_opens_nothing_but_the_way_to_ones_own(story: Story) -> None:
    given = await add_officer(await draft(), at=story.at())
    with pytest.raises(PasswordToChange):
        await sign_in(story, "sri.dishub", given)
    assert await tables.Session.all().count() == 0
    token = await change(story, "sri.dishub", given)
    account = await account_of_session(token, at=story.at())
    assert account is not None
    assert account.name == "Sri Contoh"
    with pytest.raises(InvalidInput):
        await sign_in(story, "sri.dishub", given)
    assert await sign_in(story, "sri.dishub", OWN)


async def test_no_two_officers_get_the_same_first_password_and_it_ends_after_a_week(story: Story) -> None:
    given = await add_officer(await draft(), at=story.at())
    other = await add_officer(await draft(username="budi.dishub"), at=story.at())
    assert given != other
    assert await reset_password("sri.dishub", at=story.at()) not in {given, other}
    story.now += GIVEN_PASSWORD_LIVES
    for way in (sign_in, change):
        with pytest.raises(InvalidInput):
            await way(story, "budi.dishub", other)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"username": "Sri"}, "username"),
        ({"username": "x" * 61}, "username"),
        ({"username": "list"}, "username"),
        ({"name": " "}, "name"),
        ({"name": "Sri\nContoh"}, "name"),
        ({"role": OfficerRole.HEAD, "position": ""}, "position"),
        ({"nip": "1" * 31}, "nip"),
    ],
)
async def test_who_comes_is_looked_at(story: Story, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await add_officer(await draft(**facts), at=story.at())
    assert [problem.path for problem in refused.value.problems] == [(field,)]


async def test_a_user_name_means_one_person_for_good(story: Story) -> None:
    await end_officer("dishub", at=story.at())
    with pytest.raises(UsernameTaken):
        await add_officer(await draft(username="dishub"), at=story.at())
    for end in (end_officer, reset_password):
        with pytest.raises(OfficerUnknown):
            await end("dishub", at=story.at())
    left = next(row for row in await officers(agency="dishub") if row.username == "dishub")
    assert left.ended_at is not None


@pytest.mark.parametrize(
    ("new", "again", "field"),
    [
        ("pendek", "pendek", "new"),
        ("kadis-dpmptsp", "kadis-dpmptsp", "new"),
        ("x" * 201, "x" * 201, "new"),
        (OWN, OWN + "!", "again"),
    ],
)
async def test_a_new_password_is_looked_at(story: Story, new: str, again: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await change(story, "kadis-dpmptsp", story.password, new, again)
    assert [problem.path for problem in refused.value.problems] == [(field,)]


async def test_the_old_password_is_needed_and_is_no_new_one(story: Story) -> None:
    for old, new, field in (("salah", OWN, "old"), (story.password, story.password, "new")):
        with pytest.raises(InvalidInput) as refused:
            await change(story, "dishub", old, new)
        assert [problem.path for problem in refused.value.problems] == [(field,)]


@pytest.mark.parametrize("by_operator", [True, False])
async def test_a_changed_password_ends_the_sessions_and_leaves_the_tokens(
    story: Story, by_operator: bool
) -> None:
    session = await sign_in(story, "dishub", story.password)
    await new_api_token("dishub", at=story.at(), regency=story.regency)
    await (
        reset_password("dishub", at=story.at()) if by_operator else change(story, "dishub", story.password)
    )
    assert await account_of_session(session, at=story.at()) is None
    assert [row.is_over(story.now) for row in await api_tokens("dishub", regency=story.regency)] == [False]


async def test_a_password_that_was_replaced_while_it_was_judged_opens_nothing(story: Story) -> None:
    account = await tables.Account.get(username="dishub")
    await reset_password("dishub", at=story.at())
    with pytest.raises(NoLongerHere):
        await open_session(account.id, proved=account.password_hash, at=story.at())


async def test_a_signature_in_the_heads_place_still_signs_with_the_demos_passphrase(story: Story) -> None:
    sent = await story.submit()
    await story.verify_all(sent.id)
    await story.decide(sent.id, "decision", "dpmptsp")
    await change(story, "kadis-dpmptsp", story.password)
    await story.sign(sent.id)


async def test_neither_password_nor_session_nor_token_of_who_left_opens_anything(story: Story) -> None:
    session = await sign_in(story, "dishub", story.password)
    await new_api_token("dishub", at=story.at(), regency=story.regency)
    farewell = await end_officer("dishub", at=story.at())
    assert (farewell.leave.sessions, farewell.leave.tokens) == (1, 1)
    assert await account_of_session(session, at=story.at()) is None
    with pytest.raises(InvalidInput, match="INVALID"):
        await sign_in(story, "dishub", story.password)
    with pytest.raises(AccountUnknown):
        await new_api_token("dishub", at=story.at(), regency=story.regency)


async def test_who_left_counts_as_nobody_wherever_people_are_asked_for(story: Story) -> None:
    agency = (await story.officer("dishub")).agency_id or NOBODY
    await add_officer(await draft(), at=story.at())
    colleague = await story.officer("dishub")
    gone = (await story.officer("sri.dishub")).account

    async def seen() -> tuple[bool, ...]:
        office = next(row for row in await staff() if row.code == "dishub")
        return (
            gone in await officers_of(agency, OfficerRole.OFFICER),
            gone in {row.id for row in await colleagues_of(colleague, OfficerRole.OFFICER)},
            office.officers == 2,
        )

    assert await seen() == (True, True, True)
    await end_officer("sri.dishub", at=story.at())
    assert await seen() == (False, False, False)
    await end_officer("dishub", at=story.at())
    assert agency not in {row.id for row in await agencies_with_officers()}
    await end_officer("sekda", at=story.at())
    assert await heads_of_secretariat() == []


@pytest.mark.monday
async def test_a_head_who_leaves_takes_the_delegations_along_and_the_sekda_fills_the_post(
    story: Story,
) -> None:
    head, loket = await story.officer("kadis-dpmptsp"), await story.officer("loket-dpmptsp")
    office = head.agency_id or NOBODY
    wish = DelegationDraft("loket-dpmptsp", ActingTitle.DAILY, "800/1/2026", MONDAY, FRIDAY)
    await delegate_signature(wish, by=head, at=story.at(), regency=story.regency)
    farewell = await end_officer("kadis-dpmptsp", at=story.at())
    assert (farewell.leave.delegations, farewell.leave.signs) == (1, False)
    assert await roles_of(loket, at=story.at()) == [OfficerRole.OFFICER]
    assert await roles_of(head, at=story.at()) == []
    assert await acting_heads(office, at=story.at()) == []
    acting = replace(wish, title=ActingTitle.ACTING)
    await delegate_signature(acting, by=await story.officer("sekda"), at=story.at(), regency=story.regency)
    assert [row.position for row in await delegations_of(office, at=story.now)] == [
        (await tables.Account.get(id=head.account)).position
    ]


@pytest.mark.monday
async def test_a_delegate_who_leaves_signs_no_more_and_is_appointed_no_more(story: Story) -> None:
    head, loket = await story.officer("kadis-dpmptsp"), await story.officer("loket-dpmptsp")
    wish = DelegationDraft("loket-dpmptsp", ActingTitle.DAILY, "800/1/2026", MONDAY, FRIDAY)
    await delegate_signature(wish, by=head, at=story.at(), regency=story.regency)
    await end_officer("loket-dpmptsp", at=story.at())
    assert await delegations_of(head.agency_id or NOBODY, at=story.at()) == []
    assert await acting_heads(head.agency_id or NOBODY, at=story.at()) == [head.account]
    assert await roles_of(loket, at=story.at()) == []
    with pytest.raises(DelegateUnknown):
        await delegate_signature(wish, by=head, at=story.at(), regency=story.regency)


async def test_who_is_writing_something_down_leaves_afterwards(story: Story) -> None:
    officer, at, begun = await story.officer("dishub"), story.at(), asyncio.Event()
    done: list[str] = []

    async def write() -> None:
        async with unit_of_work():
            await must_be_here(officer.account)
            begun.set()
            await asyncio.sleep(0.3)
            done.append("written")

    async def leave() -> None:
        await begun.wait()
        await end_officer("dishub", at=at)
        done.append("left")

    await asyncio.gather(write(), leave())
    assert done == ["written", "left"]
    with pytest.raises(NoLongerHere):
        await must_be_here(officer.account)


async def test_a_session_does_not_outlive_the_account_even_one_day(story: Story) -> None:
    token = await sign_in(story, "dishub", story.password)
    await tables.Account.filter(username="dishub").update(ended_at=story.at())
    assert await account_of_session(token, at=story.now + timedelta(seconds=1)) is None
