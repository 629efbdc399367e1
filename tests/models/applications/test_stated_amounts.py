"""An amount of 0 and no amount are two things, to whoever sends them again and to whoever reads them."""

from uuid import UUID, uuid4

import pytest

from models.applications.operations.answering import TaskAnswer, content_of
from models.applications.operations.deciding import decide_task
from models.applications.states import Decision
from models.applications.tables import Event
from models.kit.errors import KeyReused
from tests.models.billing.till import SERVICE
from tests.services import submit
from tests.story import Story


def answer(task: UUID, amount: int | None, key: str = "key") -> TaskAnswer:
    return TaskAnswer(task, Decision.APPROVE, None, (), key, amount=amount)


def test_a_key_stands_for_nought_or_for_nothing_never_for_both() -> None:
    task = uuid4()
    assert content_of(answer(task, 0)) != content_of(answer(task, None))
    assert len(content_of(answer(task, None))) == 4, "as it was before amounts could be set"


@pytest.mark.parametrize(("first", "second"), [(0, None), (None, 0)])
async def test_the_other_of_both_is_no_replay(story: Story, first: int | None, second: int | None) -> None:
    sent = await submit(story, SERVICE)
    task, by = await story.task(sent.id, "tax"), await story.officer("bapenda")
    for _ in range(2):
        await decide_task(answer(task.id, first), by=by, at=story.at(), regency=story.regency)
    with pytest.raises(KeyReused):
        await decide_task(answer(task.id, second), by=by, at=story.at(), regency=story.regency)
    assert (await story.task(sent.id, "tax")).amount == first
    assert (await story.task(sent.id, "payment")).state == "SKIPPED"
    event = await Event.get(application_id=sent.id, kind="decided")
    assert ("amount" in event.data) is (first is not None)
