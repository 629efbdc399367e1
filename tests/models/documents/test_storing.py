"""Keeping what people give."""

from datetime import timedelta

import pytest

from models.documents import operations
from models.kit.errors import RateLimited
from tests.story import Story


async def test_one_account_cannot_fill_the_storage(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_A_DAY", 2)
    citizen = await story.citizen()
    for _ in range(2):
        await story.document(citizen)
    with pytest.raises(RateLimited):
        await story.document(citizen)
    await story.document(await story.citizen(2))
    story.now += timedelta(days=1, hours=1)
    await story.document(citizen)
