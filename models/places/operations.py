"""Keeping the list of regions."""

from collections.abc import Mapping

from models.places import tables
from models.places.workflow import kind_of_code, parent_of_code


async def add_regions(names: Mapping[str, str]) -> None:
    """Add regions by Kemendagri code; those already there stay as they are."""
    rows = [
        tables.Region(code=code, name=name, kind=kind_of_code(code).value, parent_code=parent_of_code(code))
        for code, name in names.items()
    ]
    await tables.Region.bulk_create(rows, ignore_conflicts=True)
