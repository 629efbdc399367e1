"""What the tests of the desk do over and over."""

import re
from uuid import UUID

from models.applications.journal import Happening, open_journal
from models.applications.operations.submitting import (
    ApplicationDraft,
    SubmittedApplication,
    submit_application,
)
from models.applications.states import EventKind, Outcome
from models.kit.actor import SYSTEM
from models.kit.ids import public_id, random_code
from models.kit.transactions import unit_of_work
from tests.sampling import samples
from tests.story import Story
from tests.visitor import Visitor

SKTM = "surat-keterangan-tidak-mampu"


async def page_of(story: Story, application: UUID, step: str) -> str:
    """The page of a task."""
    return f"/petugas/tugas/{public_id('task', (await story.task(application, step)).id)}"


def key(visitor: Visitor) -> dict[str, str]:
    """The idempotency key of the page that is open."""
    found = re.search(r'name="key" value="([^"]+)"', visitor.page.text)
    assert found is not None
    return {"key": found[1]}


async def submit_sample(story: Story, service: str, variant: str = "plain") -> SubmittedApplication:
    """An application with the sample answers of a service."""
    sample = next(one for one in samples(service) if one.name == variant)
    by = await story.citizen()
    documents = [(paper, await story.document(by)) for paper in sample.documents]
    draft = ApplicationDraft(service, dict(sample.answers), documents, random_code())
    return await submit_application(draft, by=by, at=story.at(), regency=story.regency)


async def machine_says(story: Story, application: UUID, step: str, outcome: Outcome, *detail: str) -> None:
    """What a registry has answered."""
    async with unit_of_work():
        journal = await open_journal(application, regency=story.regency)
        happening = Happening(EventKind.CHECKED, step, {"outcome": outcome.value, "detail": list(detail)})
        await journal.append(happening, by=SYSTEM, at=story.at())
