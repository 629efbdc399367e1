"""Looking regions up."""

from collections.abc import Collection
from dataclasses import dataclass

from models.kit.transactions import rows_of
from models.places import tables
from models.places.workflow import VILLAGES

_VILLAGES = """
SELECT v.code, v.name, v.kind, d.name AS district FROM region v JOIN region d ON d.code = v.parent_code
WHERE v.kind = ANY($1) AND ($2::text[] IS NULL OR v.code = ANY($2)) ORDER BY d.name, v.name
"""


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village or kelurahan with its district."""

    code: str
    name: str
    kind: str
    district: str

    @property
    def label(self) -> str:
        """As people say it: `Desa Ngargoretno, Kec. Salaman`."""
        return f"{self.title}, Kec. {self.district}"

    @property
    def in_full(self) -> str:
        """As it is written in a letter: `Desa Ngargoretno, Kecamatan Salaman`."""
        return f"{self.title}, Kecamatan {self.district}"

    @property
    def title(self) -> str:
        """By itself: `Desa Ngargoretno`, `Kelurahan Muntilan`."""
        return f"{'Kelurahan' if self.kind == 'urban_village' else 'Desa'} {self.name}"


async def villages() -> list[VillageRow]:
    """All villages by district and name, in one statement."""
    return await _villages(None)


async def villages_by_code(codes: Collection[str]) -> dict[str, VillageRow]:
    """Those of these codes that are villages of this regency, in one statement; in none where there are no codes."""
    return {row.code: row for row in await _villages(codes)} if codes else {}


async def village(code: str) -> VillageRow | None:
    """One village, or None when the code is not one of this regency's villages."""
    return (await villages_by_code([code])).get(code)


async def _villages(codes: Collection[str] | None) -> list[VillageRow]:
    wanted = None if codes is None else list(codes)
    return [VillageRow(**row) for row in await rows_of(_VILLAGES, [[str(kind) for kind in VILLAGES], wanted])]


async def region_names() -> dict[str, str]:
    """The names of all regions by code: the regency, its districts and villages."""
    return {region.code: region.name for region in await tables.Region.all()}


async def districts_known() -> set[str]:
    """The six-digit district prefixes that a NIK of this regency may begin with."""
    districts = await tables.Region.filter(kind="district").only("code")
    return {district.code.replace(".", "") for district in districts}
