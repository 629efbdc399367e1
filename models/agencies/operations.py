"""Keeping the list of agencies."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.agencies import tables


@dataclass(frozen=True, slots=True)
class AgencyDraft:
    """What is said of a new agency."""

    code: str
    name: str
    kind: str
    region_code: str | None = None
    address: str = ""


async def add_agencies(drafts: Iterable[AgencyDraft]) -> None:
    """Add the agencies whose code is new; the others stay as they are."""
    known = {agency.code for agency in await tables.Agency.all().only("code")}
    rows = [
        tables.Agency(code=d.code, name=d.name, kind=d.kind, region_code=d.region_code, address=d.address)
        for d in drafts
        if d.code not in known
    ]
    if rows:
        await tables.Agency.bulk_create(rows)
