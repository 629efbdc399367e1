"""Codes to sign in with."""

import asyncio
from datetime import timedelta

import pytest

from models.accounts.operations import sign_in_by_code
from models.accounts.tables import SignInCode
from models.kit.errors import InvalidInput, RateLimited
from models.messages.operations import send_sign_in_code
from models.messages.tables import Message
from tests.story import Story

PHONE = "+6281200000009"


async def ask(story: Story, phone: str = PHONE, client: str | None = None) -> None:
    await send_sign_in_code(phone, at=story.at(), regency=story.regency, client=client)


async def test_thirty_who_ask_at_once_for_one_phone_get_five_codes(story: Story) -> None:
    outcomes = await asyncio.gather(*(ask(story) for _ in range(30)), return_exceptions=True)
    refused = [type(outcome) for outcome in outcomes if outcome is not None]
    assert refused == [RateLimited] * 25
    assert await SignInCode.all().count() == await Message.all().count() == 5


async def test_an_hour_later_there_are_codes_again(story: Story) -> None:
    for _ in range(5):
        await ask(story)
    with pytest.raises(RateLimited):
        await ask(story)
    story.now += timedelta(hours=1)
    await ask(story)
    assert await SignInCode.all().count() == 6


async def test_a_code_opens_once(story: Story) -> None:
    await ask(story)
    text = story.regency.vault.open((await Message.get()).text_sealed, "message")
    code = next(word for word in text.replace(".", " ").split() if len(word) == 6 and word.isdigit())
    attempts = [sign_in_by_code(PHONE, code, at=story.at(), regency=story.regency) for _ in range(4)]
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [InvalidInput.__name__] * 3 + ["str"]
