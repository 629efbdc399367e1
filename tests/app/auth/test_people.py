"""Officers who come and go, at the doors."""

import pytest
from starlette.applications import Starlette

from models.accounts.officers import add_officer, reset_password
from models.accounts.operations import OfficerDraft
from models.accounts.tokens import api_tokens, new_api_token, revoke_token
from models.agencies.queries import agencies_by_code
from models.applications.operations.leaving import end_officer
from models.kit.actor import OfficerRole
from tests.story import Story
from tests.visitor import Visitor

PAGE = "/petugas/kata-sandi"
OWN = "kereta api pagi hari"


def wish(old: str, new: str = OWN, **fields: str) -> dict[str, str]:
    return {"old": old, "new": new, "again": new, **fields}


async def test_a_new_officer_gets_in_with_a_password_of_their_own_only(
    visitor: Visitor, story: Story
) -> None:
    office = (await agencies_by_code(["dishub"]))["dishub"].id
    draft = OfficerDraft("sri.dishub", "Sri Contoh", office, OfficerRole.OFFICER, "Staf", None)
    given = await add_officer(draft, at=story.at())
    answer = await visitor.sign_in_officer("sri.dishub", given)
    assert answer.status_code == 422
    assert "hanya untuk pertama kali" in visitor.problems["new"]
    assert (await visitor.open("/petugas")).status_code == 303
    await visitor.sign_in_officer("sri.dishub", given)
    await visitor.send(PAGE, wish(given, "pendek", username="sri.dishub"))
    assert "12 sampai" in visitor.problems["new"]
    assert (await visitor.send(PAGE, wish(given, username="sri.dishub"))).status_code == 303
    assert "Sri Contoh" in (await visitor.follow()).text
    assert (await visitor.sign_in_officer("sri.dishub", given)).status_code == 422
    assert (await visitor.sign_in_officer("sri.dishub", OWN)).status_code == 303


async def test_a_changed_password_shuts_the_other_browser_and_keeps_this_one(
    site: Starlette, password: str
) -> None:
    async with Visitor(site) as here, Visitor(site) as there:
        for browser in (here, there):
            await browser.sign_in_officer("dishub", password)
        await here.open(PAGE)
        await here.send(PAGE, wish("salah"))
        assert here.problems == {"old": "Kata sandi sekarang salah."}
        assert (await here.send(PAGE, wish(password, username="bapenda"))).status_code == 303
        assert (await here.open("/petugas")).status_code == 200
        assert (await there.open("/petugas")).status_code == 303
        assert (await there.sign_in_officer("dishub", password)).status_code == 422
        assert (await there.sign_in_officer("bapenda", password)).status_code == 303, "another's stays"


async def test_nobody_changes_a_password_by_guessing(visitor: Visitor) -> None:
    await visitor.open("/petugas/masuk")
    answers = [(await visitor.send(PAGE, wish("salah", username="dishub"))).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


@pytest.mark.parametrize("how", ["end", "reset"])
async def test_the_desk_is_shut_at_once_to_who_left_and_until_they_sign_in_again(
    visitor: Visitor, story: Story, password: str, how: str
) -> None:
    await visitor.sign_in_officer("dishub", password)
    assert (await visitor.open("/petugas")).status_code == 200
    await (end_officer if how == "end" else reset_password)("dishub", at=story.at())
    assert (await visitor.open("/petugas")).status_code == 303
    assert (await visitor.sign_in_officer("dishub", password)).status_code == 422


@pytest.mark.parametrize("how", ["end", "revoke"])
async def test_a_token_that_is_over_is_as_wrong_as_any(visitor: Visitor, story: Story, how: str) -> None:
    at = story.at()
    token = await new_api_token("dishub", at=at, regency=story.regency)

    async def answers(token: str) -> list[tuple[int, str]]:
        headers = {"Authorization": f"Bearer {token}"}
        asked = await visitor.client.post("/graphql", json={"query": "{ me { name } }"}, headers=headers)
        sent = await visitor.client.post("/documents", content=b"x", headers=headers)
        return [(asked.status_code, asked.text), (sent.status_code, sent.text)]

    assert (await answers(token))[0][0] == 200
    if how == "end":
        await end_officer("dishub", at=at)
    else:
        await revoke_token((await api_tokens("dishub", regency=story.regency))[0].id, at=at)
    assert await answers(token) == await answers("wrong")
    assert [status for status, _ in await answers(token)] == [401, 401]
