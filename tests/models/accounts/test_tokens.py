"""Bearer tokens end, are listed and are taken back."""

from datetime import timedelta

import pytest

from models.accounts import tables
from models.accounts.queries import account_of_token
from models.accounts.tokens import (
    USUAL_DAYS,
    AccountUnknown,
    TokenUnknown,
    api_tokens,
    new_api_token,
    revoke_token,
    revoke_tokens_of,
)
from models.kit.errors import InvalidInput
from models.kit.transactions import rows_of
from tests.conftest import Queries
from tests.story import Story


async def opens(story: Story, token: str) -> bool:
    return await account_of_token(token, at=story.now) is not None


async def test_a_token_lasts_ninety_days_or_as_given(story: Story) -> None:
    usual = await new_api_token("bapenda", at=story.now, regency=story.regency)
    short = await new_api_token("+6281200000001", days=1, at=story.now, regency=story.regency)
    story.now += timedelta(days=1) - timedelta(seconds=1)
    assert await opens(story, short)
    story.now += timedelta(seconds=1)
    assert not await opens(story, short)
    story.now += timedelta(days=USUAL_DAYS - 1) - timedelta(seconds=1)
    assert await opens(story, usual)
    story.now += timedelta(seconds=1)
    assert not await opens(story, usual)


@pytest.mark.parametrize("days", [0, -1, 3_651, 10**9])
async def test_no_token_is_for_ever(story: Story, days: int) -> None:
    with pytest.raises(InvalidInput):
        await new_api_token("bapenda", days=days, at=story.now, regency=story.regency)


@pytest.mark.parametrize("name", ["nobody", "x" * 70, "+62812000000099", "", "0812"])
async def test_nobody_gets_no_token(story: Story, name: str) -> None:
    with pytest.raises(AccountUnknown):
        await new_api_token(name, at=story.now, regency=story.regency)


async def test_a_revoked_token_opens_nothing_and_stays_on_record(story: Story) -> None:
    first = await new_api_token("bapenda", at=story.at(), regency=story.regency)
    second = await new_api_token("bapenda", at=story.at(), regency=story.regency)
    theirs = await new_api_token("dpupr", at=story.at(), regency=story.regency)
    oldest = (await api_tokens("bapenda", regency=story.regency))[-1]
    await revoke_token(oldest.id, at=story.at())
    assert [await opens(story, token) for token in (first, second, theirs)] == [False, True, True]
    with pytest.raises(TokenUnknown):
        await revoke_token(oldest.id, at=story.at())
    assert await revoke_tokens_of("bapenda", at=story.at(), regency=story.regency) == 1
    assert [await opens(story, token) for token in (first, second, theirs)] == [False, False, True]
    assert [row.account for row in await api_tokens(None, regency=story.regency)] == [
        "dpupr",
        "bapenda",
        "bapenda",
    ]


async def test_the_last_use_is_noted_once_an_hour_in_the_statement_that_looks(
    story: Story, queries: Queries
) -> None:
    token = await new_api_token("bapenda", at=story.now, regency=story.regency)
    noted = []
    for minutes in (0, 59, 1):
        story.now += timedelta(minutes=minutes)
        queries.forget()
        assert await opens(story, token)
        assert queries.count == 1
        noted.append((await tables.ApiToken.all().get()).used_at)
    assert noted == [story.now - timedelta(hours=1), story.now - timedelta(hours=1), story.now]


async def test_a_token_that_opens_nothing_is_not_noted(story: Story) -> None:
    token = await new_api_token("bapenda", at=story.now, regency=story.regency)
    await rows_of("UPDATE account SET ended_at = $1 WHERE username = 'bapenda'", [story.now])
    assert not await opens(story, token)
    assert (await tables.ApiToken.all().get()).used_at is None
