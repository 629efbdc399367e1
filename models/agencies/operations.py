"""Keeping the list of agencies."""

from collections.abc import Iterable

from models.agencies import tables
from models.agencies.workflow import AgencyDraft, agencies_of_regions
from models.kit.ids import new_id
from models.kit.transactions import rows_of
from models.places.queries import region_names

_ADD = """
INSERT INTO agency (id, code, name, kind, region_code, address)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
ON CONFLICT (code) DO NOTHING
"""


async def add_agencies(drafts: Iterable[AgencyDraft]) -> None:
    """Add the agencies whose code is new, in one statement; the others stay as they are."""
    rows = [(new_id(), d.code, d.name, d.kind, d.region_code, d.address) for d in drafts]
    if rows:
        await rows_of(_ADD, [list(column) for column in zip(*rows, strict=True)])


async def add_agencies_of_regions(regency: str) -> None:
    """Make every district and village of the region list an agency, unless it has one; adds only what is new.

    `regency` ends their addresses: `Kabupaten Magelang`.
    """
    known = await tables.Agency.all().only("id", "code", "kind", "region_code")
    names = await region_names()
    served = {(agency.region_code, agency.kind) for agency in known}
    taken = {agency.code for agency in known}
    await add_agencies(agencies_of_regions(names, regency=regency, served=served, taken=taken))
