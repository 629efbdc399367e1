"""All services of the catalogue, from application to their end, with real registries, bills, visits and signatures."""

import pytest

from models.applications import tables
from models.permits.tables import Permit
from tests.sampling import SLUGS, definition, samples
from tests.story import Story
from tests.walker import apply, walk

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("outside")]


@pytest.mark.parametrize("slug", SLUGS)
async def test_a_service_comes_to_its_end_on_every_branch(story: Story, slug: str) -> None:
    service = definition(slug)
    good, documents = ("ISSUED", 1) if service.output else ("COMPLETED", 0)
    for sample in samples(slug, today=lambda: story.today):
        sent = await apply(story, sample)
        assert await walk(story, sent.id) == good, sample.name
        assert await Permit.filter(application_id=sent.id).count() == documents
        row = await tables.Application.get(id=sent.id)
        assert row.finished_at is not None
        assert await tables.Task.filter(application_id=sent.id, state__in=["OPEN", "WAITING"]).count() == 0
