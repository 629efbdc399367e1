"""Accounts by the name that somebody gives, whatever it is."""

import pytest

from models.accounts.queries import account_named
from models.accounts.tables import LONGEST_USERNAME
from models.accounts.tokens import new_api_token
from models.agencies.queries import agencies_by_code
from models.kit.errors import NotFound
from tests.story import Story

NOBODY = ["", " ", "x" * (LONGEST_USERNAME + 1), "x" * 100_000, "bapenda\0", "\ud800", "bapenda\n"]


@pytest.mark.parametrize("name", NOBODY, ids=range(len(NOBODY)))
async def test_what_nobody_can_be_called_is_nobody(story: Story, name: str) -> None:
    assert await account_named(name) is None
    assert set(await agencies_by_code([name, "bapenda"])) == {"bapenda"}
    with pytest.raises(NotFound):
        await new_api_token(name, at=story.at(), regency=story.regency)
    assert await new_api_token("bapenda", at=story.at(), regency=story.regency)
