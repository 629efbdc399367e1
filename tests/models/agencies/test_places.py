"""Who serves a place."""

from models.agencies.queries import agencies_of_place
from tests.conftest import Queries
from tests.story import Story


async def test_a_village_has_its_neighbourhood_its_government_and_its_district(
    story: Story, queries: Queries
) -> None:
    queries.forget()

    found = await agencies_of_place("33.08.01.2001")

    assert {kind: agency.code for kind, agency in found.items()} == {
        "rt": "rt-ngargoretno",
        "village": "desa-ngargoretno",
        "district": "kec-salaman",
    }
    assert queries.count == 1


async def test_the_district_serves_its_other_villages_too_and_no_others(story: Story) -> None:
    next_door = await agencies_of_place("33.08.01.2002")

    assert {kind: agency.code for kind, agency in next_door.items()} == {"district": "kec-salaman"}
    assert await agencies_of_place("33.08.02.2001") == {}
