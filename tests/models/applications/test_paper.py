"""The third lane: a decision on paper, entered by an officer with its number, its date and its scan."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.applications import tables
from models.applications.errors import SameOfficer, TaskNotFound
from models.applications.operations.answering import Finding, Reference, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.states import Decision
from models.kit.errors import InvalidInput
from models.kit.ids import random_code
from tests.story import Story


async def enter(story: Story, application: UUID, step: str, officer: str, *, scan: bool = True) -> None:
    by = await story.officer(officer)
    paper = Reference(
        "551/12/DISHUB/2026", story.today - timedelta(days=3), await story.document(by) if scan else None
    )
    task = await story.task(application, step)
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code(), paper=paper)
    await decide_task(answer, by=by, at=story.at(), regency=story.regency)


async def test_the_issuer_enters_what_an_agency_decided_on_paper(story: Story) -> None:
    sent = await story.submit(road_space=True)
    await enter(story, sent.id, "traffic", "loket-dpmptsp")
    task = await story.task(sent.id, "traffic")
    assert (task.state, task.lane) == ("DONE", "paper")
    event = await tables.Event.get(application_id=sent.id, step="traffic")
    assert event.data["paper"] == {
        "number": "551/12/DISHUB/2026",
        "date": (story.today - timedelta(days=3)).isoformat(),
    }
    assert await tables.TaskDocument.filter(task_id=task.id, kind="paper").count() == 1


async def test_whoever_entered_it_does_not_decide(story: Story) -> None:
    sent = await story.submit(road_space=True)
    await enter(story, sent.id, "traffic", "dpmptsp")
    await story.verify_all(sent.id)
    with pytest.raises(SameOfficer):
        await story.decide(sent.id, "decision", "dpmptsp")
    await story.decide(sent.id, "decision", "loket-dpmptsp")


async def test_an_agency_enters_its_own_paper_and_nobody_elses(story: Story) -> None:
    sent = await story.submit()
    await enter(story, sent.id, "tax", "bapenda")
    with pytest.raises(TaskNotFound):
        await enter(story, sent.id, "construction", "bapenda")
    with pytest.raises(TaskNotFound):
        await enter(story, sent.id, "construction", "dinkes")


async def test_a_paper_without_its_scan_is_none(story: Story) -> None:
    sent = await story.submit()
    with pytest.raises(InvalidInput) as refused:
        await enter(story, sent.id, "tax", "bapenda", scan=False)
    assert [problem.path for problem in refused.value.problems] == [("paper", "documentId")]


async def test_a_document_that_is_given_twice_is_kept_once(story: Story) -> None:
    sent = await story.submit()
    by, task = await story.officer("bapenda"), await story.task(sent.id, "tax")
    photo, scan = [await story.document(by, name) for name in ("rumah.jpg", "surat.pdf")]
    paper = Reference("970/1", story.today - timedelta(days=3), scan)
    photos = (photo, scan, photo)
    answer = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code(), paper=paper, photos=photos)
    await decide_task(answer, by=by, at=story.at(), regency=story.regency)
    kept = await tables.TaskDocument.filter(task_id=task.id).values_list("document_id", "kind")
    assert sorted(kept) == sorted([(photo, "photo"), (scan, "paper")])


async def test_a_step_that_opens_again_may_be_answered_with_the_same_photo(story: Story) -> None:
    sent = await story.submit()
    by, task = await story.officer("dpupr"), await story.task(sent.id, "construction")
    photo = await story.document(by)
    finding = Finding(("answers", "height"), "Terlalu tinggi.")
    back = TaskAnswer(task.id, Decision.RETURN, None, [finding], random_code(), photos=(photo,))
    await decide_task(back, by=by, at=story.at(), regency=story.regency)
    await story.decide(sent.id, "tax", "bapenda")
    await story.decide(sent.id, "public-order", "satpolpp")
    await story.correct(sent.id, {"height": 1})
    again = TaskAnswer(task.id, Decision.APPROVE, None, (), random_code(), photos=(photo,))
    await decide_task(again, by=by, at=story.at(), regency=story.regency)
    assert (await story.task(sent.id, "construction")).state == "DONE"
    assert await tables.TaskDocument.filter(task_id=task.id).count() == 1
