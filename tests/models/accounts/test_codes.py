"""Codes to sign in with: whoever has the phone gets in, whatever strangers ask and try."""

import asyncio
import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.accounts import codes
from models.accounts.codes import Asked, mark_of_phone, sign_in_by_code
from models.accounts.tables import SignInCode
from models.accounts.workflow import CODES_OF_A_PHONE
from models.kit.caller import Caller, new_mark
from models.kit.errors import InvalidInput
from models.kit.ids import new_id
from models.messages.operations import send_sign_in_code
from models.messages.tables import Message
from tests.story import Story

PHONE = "+6281200000009"
"""Of nobody who has been here."""
CITIZEN = "+6281200000001"
DAY = timedelta(days=1)


async def ask(
    story: Story, phone: str = PHONE, *, browser: str = "own", caller: Caller | None = None
) -> Asked:
    caller = caller or Caller()
    return await send_sign_in_code(phone, browser=browser, caller=caller, at=story.now, regency=story.regency)


async def tries(story: Story, code: str, phone: str = PHONE, *, browser: str = "own") -> bool:
    """Whether the code opens the browser."""
    try:
        await sign_in_by_code(phone, code, browser=browser, at=story.now, regency=story.regency)
    except InvalidInput:
        return False
    return True


async def on_the_phone(story: Story) -> list[str]:
    """The codes in the messages, the newest first."""
    texts = [
        story.regency.vault.open(message.text_sealed, "message")
        for message in await Message.filter(account_id=None).order_by("-created_at", "-id")
    ]
    return [re.findall(r"\d{6}|\d{4} \d{4} \d{4}", text)[0] for text in texts]


async def test_thirty_who_ask_at_once_for_one_phone_get_five_codes(story: Story) -> None:
    outcomes = await asyncio.gather(*(ask(story) for _ in range(30)))
    assert sorted(outcome.name for outcome in outcomes) == ["ENOUGH"] * 25 + ["SENT"] * 5
    assert await SignInCode.all().count() == await Message.all().count() == 5


async def test_an_hour_later_there_are_codes_again_until_the_day_is_full(story: Story) -> None:
    for _ in range(24):
        for _ in range(6):
            await ask(story)
        story.now += timedelta(hours=1)
    assert await SignInCode.all().count() == 12
    assert await ask(story) is Asked.SENT


async def test_a_short_code_opens_once(story: Story) -> None:
    await ask(story)
    (code,) = await on_the_phone(story)
    outcomes = await asyncio.gather(*(tries(story, code) for _ in range(4)))
    assert sorted(outcomes) == [False, False, False, True]


async def test_a_short_code_opens_no_browser_but_the_one_that_asked(story: Story) -> None:
    await ask(story)
    (code,) = await on_the_phone(story)
    for _ in range(20):
        assert not await tries(story, code, browser="a stranger's")
    assert await tries(story, code)


async def test_a_short_code_takes_five_tries(story: Story) -> None:
    await ask(story)
    (code,) = await on_the_phone(story)
    wrong = "000000" if code != "000000" else "111111"
    outcomes = await asyncio.gather(*(tries(story, wrong) for _ in range(20)))
    assert not any(outcomes)
    assert (await SignInCode.get()).tries == 5
    assert not await tries(story, code)


async def test_the_code_that_fills_the_hour_is_long_and_opens_any_browser_until_there_is_room(
    story: Story,
) -> None:
    for _ in range(5):
        await ask(story, browser="a stranger's")
    long = (await on_the_phone(story))[0]
    assert len(long) == 14
    story.now += timedelta(minutes=59)
    assert await ask(story) is Asked.ENOUGH
    assert await tries(story, long)
    assert await tries(story, long.replace(" ", ""), browser="another")
    story.now += timedelta(minutes=2)
    assert not await tries(story, long)
    assert await ask(story) is Asked.SENT


async def test_those_who_use_their_codes_use_up_nothing_of_their_network(story: Story) -> None:
    for number in range(70):
        phone = f"+6281300000{number:03d}"
        assert await ask(story, phone, caller=Caller("mobile")) is Asked.SENT
        assert await tries(story, (await on_the_phone(story))[0], phone)
        story.at()


async def test_a_network_that_wastes_codes_gets_none_for_newcomers_and_citizens_still_get_theirs(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "UNUSED_FROM_A_NETWORK", 3)
    for number in range(3):
        assert await ask(story, f"+628130000000{number}", caller=Caller("one")) is Asked.SENT
    sent = await SignInCode.all().count()
    assert await ask(story, caller=Caller("one")) is Asked.CROWDED
    assert await SignInCode.all().count() == sent
    assert await ask(story, CITIZEN, caller=Caller("one")) is Asked.CROWDED, "nobody is told who is a citizen"
    assert await SignInCode.all().count() == sent + 1
    assert await ask(story, caller=Caller("another")) is Asked.SENT


async def test_strangers_everywhere_run_up_a_bounded_bill_and_a_known_browser_gets_its_code(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "UNUSED_IN_ALL", 4)
    monkeypatch.setattr(codes, "UNUSED_OF_ACCOUNTS", 6)
    for number in range(10):
        await ask(story, f"+628130000000{number}", caller=Caller(f"network {number}"))
    assert await SignInCode.all().count() == 4
    for _ in range(4):
        await ask(story, CITIZEN, caller=Caller("one"))
    assert await SignInCode.all().count() == 6
    vault = story.regency.vault
    mark = new_mark(codes.MARK, mark_of_phone(CITIZEN, vault), at=story.now, vault=vault)
    assert await ask(story, CITIZEN, caller=Caller("one", [mark])) is Asked.SENT


deeds = st.lists(
    st.one_of(
        st.tuples(st.just("stranger asks"), st.integers(1, 7)),
        st.tuples(st.just("stranger tries"), st.integers(1, 7)),
        st.tuples(st.just("owner"), st.integers(1, 1)),
        st.tuples(st.just("minutes"), st.sampled_from([1, 9, 11, 31, 59, 61, 12 * 60])),
    ),
    max_size=40,
)


@given(deeds=deeds)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_in_any_order_the_owner_of_the_phone_gets_in_and_strangers_tries_are_bounded(
    story: Story, deeds: Sequence[tuple[str, int]]
) -> None:
    await SignInCode.all().delete()
    await Message.all().delete()
    for who, number in deeds:
        if who == "minutes":
            story.now += timedelta(minutes=number)
        elif who == "stranger asks":
            for _ in range(number):
                await ask(story, browser=f"stranger {number}", caller=Caller("one"))
        elif who == "stranger tries":
            for _ in range(number):
                assert not await tries(story, "no digits", browser=f"stranger {number}")
        else:
            browser = new_id().hex
            await ask(story, browser=browser, caller=Caller("one"))
            assert await tries(story, (await on_the_phone(story))[0], browser=browser)
        story.now += timedelta(seconds=1)
    rows = await SignInCode.all()
    for start in rows:
        day = [row for row in rows if start.created_at <= row.created_at < start.created_at + DAY]
        assert len(day) <= CODES_OF_A_PHONE[-1][0]
        assert sum(row.tries for row in day if row.browser_hash) <= 55
