"""What officers have attached is shown with the step, and to nobody whose step has not opened."""

from models.applications import tables
from models.applications.queries.papers import PaperKind, attached_paper, papers_of
from tests.story import Story


async def test_an_agency_sees_the_papers_of_its_step_once_that_is_open(story: Story) -> None:
    sent = await story.submit()
    scan = await story.document(await story.officer("bapenda"), "putusan.pdf")
    task = await story.task(sent.id, "decision")
    await tables.TaskDocument.create(
        task_id=task.id, document_id=scan, kind=PaperKind.PAPER.value, added_at=story.now
    )
    by = await story.officer("dpmptsp")
    assert await papers_of([task.id], by=by) == {task.id: []}
    assert await attached_paper(scan, by=by) is None
    await story.verify_all(sent.id)
    (paper,) = (await papers_of([task.id], by=by))[task.id]
    assert paper.document.id == scan
    assert await attached_paper(scan, by=by) is not None
