"""Looking regions up."""

from dataclasses import dataclass

from models.kit.transactions import rows_of
from models.places import tables
from models.places.workflow import VILLAGES

_VILLAGES = """
SELECT v.code, v.name, v.kind, d.name AS district FROM region v JOIN region d ON d.code = v.parent_code
WHERE v.kind = ANY($1) AND ($2::text IS NULL OR v.code = $2) ORDER BY d.name, v.name
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
        return f"{self._title} {self.name}, Kec. {self.district}"

    @property
    def in_full(self) -> str:
        """As it is written in a letter: `Desa Ngargoretno, Kecamatan Salaman`."""
        return f"{self._title} {self.name}, Kecamatan {self.district}"

    @property
    def _title(self) -> str:
        return "Kelurahan" if self.kind == "urban_village" else "Desa"


async def villages() -> list[VillageRow]:
    """All villages by district and name, in one statement."""
    return [VillageRow(**row) for row in await rows_of(_VILLAGES, [[str(kind) for kind in VILLAGES], None])]


async def village(code: str) -> VillageRow | None:
    """One village, or None when the code is not one of this regency's villages."""
    rows = await rows_of(_VILLAGES, [[str(kind) for kind in VILLAGES], code])
    return VillageRow(**rows[0]) if rows else None


async def districts_known() -> set[str]:
    """The six-digit district prefixes that a NIK of this regency may begin with."""
    districts = await tables.Region.filter(kind="district").only("code")
    return {district.code.replace(".", "") for district in districts}
