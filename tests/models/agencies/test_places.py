"""Who serves a place."""

from models.agencies import tables
from models.agencies.operations import add_agencies_of_regions
from models.agencies.queries import agencies_of_place
from models.agencies.workflow import agencies_of_regions
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


async def test_every_village_has_a_government_and_a_district_that_serves_its_other_villages_too(
    story: Story,
) -> None:
    next_door, far = await agencies_of_place("33.08.01.2002"), await agencies_of_place("33.08.02.2001")

    assert {kind: agency.code for kind, agency in next_door.items()} == {
        "village": "desa-paripurno",
        "district": "kec-salaman",
    }
    assert {kind: agency.code for kind, agency in far.items()} == {
        "village": "desa-giripurno",
        "district": "kec-borobudur",
    }


async def test_all_of_the_region_list_become_agencies_once_and_those_there_are_stay_as_they_are(
    story: Story, queries: Queries
) -> None:
    await tables.Agency.filter(code="desa-ngargoretno").update(name="Desa Wisata Ngargoretno")
    before = await tables.Agency.all().order_by("code").values()
    queries.forget()

    await add_agencies_of_regions("Kabupaten Magelang")

    assert queries.count == 2
    assert await tables.Agency.all().order_by("code").values() == before
    placed = tables.Agency.exclude(region_code=None)
    assert await placed.filter(kind="district").count() == 21
    assert await placed.filter(kind="village").count() == 372


async def test_namesakes_are_told_apart_by_their_district(story: Story) -> None:
    rows = await tables.Agency.filter(name="Desa Salam").order_by("region_code")

    assert [(row.code, row.region_code) for row in rows] == [
        ("desa-salam-salam", "33.08.04.2002"),
        ("desa-salam-grabag", "33.08.18.2020"),
    ]


def test_a_code_that_is_taken_gets_longer_and_a_kelurahan_is_called_one() -> None:
    names = {"33.08.08": "Muntilan", "33.08.08.1014": "Muntilan", "33.08.08.2001": "Muntilan"}
    drafts = agencies_of_regions(names, regency="Kabupaten Magelang", served=(), taken={"kec-muntilan"})

    assert [(one.code, one.name, one.address) for one in drafts] == [
        ("kec-muntilan-330808", "Kecamatan Muntilan", "Kecamatan Muntilan, Kabupaten Magelang"),
        (
            "kelurahan-muntilan",
            "Kelurahan Muntilan",
            "Kelurahan Muntilan, Kecamatan Muntilan, Kabupaten Magelang",
        ),
        ("desa-muntilan", "Desa Muntilan", "Desa Muntilan, Kecamatan Muntilan, Kabupaten Magelang"),
    ]
