"""Guessers are stopped, and owners are not: at any order of owner and strangers."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.accounts.passwords import GUARD as PASSWORD
from models.applications.queries.tracking import GUARD as PIN
from models.kit.caller import Caller, new_mark
from models.kit.errors import RateLimited
from models.kit.guard import Guard
from models.kit.ids import new_id
from models.kit.tables import Throttle
from tests.story import Story

DAY = timedelta(days=1)
NETWORKS = 1_000
guards = pytest.mark.parametrize("guard", [PASSWORD, PIN])


async def wrong(guard: Guard, story: Story, subject: str, caller: Caller) -> bool:
    """Whether a wrong try was judged."""
    try:
        await guard.take(subject, caller, at=story.now, vault=story.regency.vault)
    except RateLimited:
        return False
    return True


async def right(guard: Guard, story: Story, subject: str, caller: Caller) -> bool:
    """Whether a right try was judged."""
    try:
        taken = await guard.take(subject, caller, at=story.now, vault=story.regency.vault)
    except RateLimited:
        return False
    await taken.right()
    return True


def marked(guard: Guard, story: Story, subject: str, origin: str = "new") -> Caller:
    return Caller(origin, [new_mark(guard.kind, subject, at=story.now, vault=story.regency.vault)])


@guards
async def test_a_name_is_guessed_at_so_often_a_day_and_no_more_from_a_thousand_networks(
    story: Story, guard: Guard
) -> None:
    judged = 0
    for number in range(NETWORKS):
        judged += await wrong(guard, story, "dishub", Caller(f"network {number}"))
    assert judged == guard.anywhere[0].most
    assert await right(guard, story, "dishub", marked(guard, story, "dishub"))


@guards
async def test_one_network_fills_no_count_that_another_stands_on(story: Story, guard: Guard) -> None:
    start, judged = story.now, 0
    while story.now < start + DAY:
        judged += await wrong(guard, story, "dishub", Caller("one"))
        story.now += timedelta(minutes=1)
    assert judged == guard.here[-1].most < guard.anywhere[0].most
    assert await right(guard, story, "dishub", Caller("another"))


@guards
async def test_one_network_tries_few_names_a_day(story: Story, guard: Guard) -> None:
    start, judged, number = story.now, 0, 0
    while story.now < start + DAY:
        number += 1
        judged += await wrong(guard, story, f"name {number}", Caller("one"))
        story.now += timedelta(minutes=5)
    assert judged == guard.network[-1].most


@guards
async def test_a_try_that_is_refused_is_counted_nowhere(story: Story, guard: Guard) -> None:
    for _ in range(5):
        await wrong(guard, story, "dishub", Caller("one"))
    before = sorted([(row.kind, row.tries) for row in await Throttle.all()])
    for _ in range(10):
        assert not await wrong(guard, story, "dishub", Caller("one"))
    assert sorted([(row.kind, row.tries) for row in await Throttle.all()]) == before


@guards
async def test_right_answers_use_nothing_up(story: Story, guard: Guard) -> None:
    for _ in range(2 * guard.anywhere[0].most):
        assert await right(guard, story, "dishub", Caller("one"))


@guards
async def test_tries_side_by_side_count_as_well(story: Story, guard: Guard) -> None:
    outcomes = await asyncio.gather(*(wrong(guard, story, "dishub", Caller("one")) for _ in range(30)))
    assert sum(outcomes) == 5


deeds = st.lists(
    st.one_of(
        st.tuples(st.just("stranger"), st.integers(1, 4)),
        st.tuples(st.just("owner"), st.integers(1, 4)),
        st.tuples(st.just("minutes"), st.sampled_from([1, 14, 16, 59, 61, 23 * 60])),
    ),
    max_size=60,
)


@guards
@given(deeds=deeds)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_in_any_order_the_owner_needs_one_more_proof_at_most_and_strangers_are_bounded(
    story: Story, guard: Guard, deeds: Sequence[tuple[str, int]]
) -> None:
    subject = new_id().hex
    start, known = story.now, marked(guard, story, subject)
    judged: Counter[int] = Counter()
    for who, number in deeds:
        if who == "minutes":
            story.now += timedelta(minutes=number)
            continue
        for _ in range(7):  # more than one quarter of an hour takes from a network
            if who == "stranger":
                day = (story.now - start) // DAY
                judged[day] += await wrong(guard, story, subject, Caller(f"{subject} {number}"))
        if who == "owner":
            with_password = await right(guard, story, subject, Caller(f"{subject} {number}"))
            assert with_password or await right(guard, story, subject, known)
    most = guard.anywhere[0].most
    assert all(judged[day] <= 2 * most for day in judged)
    assert sum(judged.values()) <= most * (max(judged, default=0) + 2)
