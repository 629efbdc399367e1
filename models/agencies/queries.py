"""Looking agencies up."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from models.agencies import tables
from models.kit.ids import could_name
from models.places.workflow import parent_of_code


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency as others see it."""

    id: UUID
    code: str
    name: str
    kind: str
    region_code: str | None
    address: str


_COLUMNS = ("id", "code", "name", "kind", "region_code", "address")


async def agencies_by_id(ids: Collection[UUID]) -> dict[UUID, AgencyRow]:
    """The agencies with these ids, in one statement."""
    rows = await tables.Agency.filter(id__in=list(ids)).values(*_COLUMNS)
    return {row["id"]: AgencyRow(**row) for row in rows}


async def agencies_by_code(codes: Collection[str]) -> dict[str, AgencyRow]:
    """The agencies with these codes, in one statement."""
    possible = [code for code in codes if could_name(code, tables.LONGEST_CODE)]
    rows = await tables.Agency.filter(code__in=possible).values(*_COLUMNS)
    return {row["code"]: AgencyRow(**row) for row in rows}


async def secretariat() -> AgencyRow | None:
    """The regency's secretariat (Sekretariat Daerah), where it is in the system."""
    row = await tables.Agency.filter(kind="secretariat").first().values(*_COLUMNS)
    return AgencyRow(**row) if row else None


async def agencies_of_place(region_code: str) -> dict[str, AgencyRow]:
    """The agencies that serve one village, by their kind (rt, village, district), in one statement."""
    there = tables.Agency.filter(region_code__in=[region_code, parent_of_code(region_code)])
    rows = await there.order_by("code").values(*_COLUMNS)
    return {row["kind"]: AgencyRow(**row) for row in rows}
