"""Reading who somebody is; the NIK stays sealed unless it is asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from models.kit.text import N_
from models.kit.vault import Vault
from models.people import tables

NOTES = {
    "nik-unknown-province": N_("Kode provinsi di NIK tidak ada di daftar."),
    "nik-unknown-district": N_("Kode kecamatan di NIK tidak ada di daftar kabupaten ini."),
    "nik-leap-day": N_("Tanggal 29 Februari di NIK tidak cocok dengan tahunnya."),
    "nik-known-elsewhere": N_("NIK ini juga dipakai oleh akun lain."),
}
"""What an officer reads for a note on a person."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person; `nik` opens with `nik_of`."""

    id: UUID
    name: str
    address: str
    rt: str
    rw: str
    village_code: str
    notes: list[str]
    nik_sealed: bytes


_COLUMNS = ("id", "name", "address", "rt", "rw", "village_code", "notes", "nik_sealed")


async def people_by_id(ids: Collection[UUID]) -> dict[UUID, PersonRow]:
    """People by id, in one statement; who may see them is the caller's query."""
    rows = await tables.Person.filter(id__in=list(ids)).values(*_COLUMNS)
    return {row["id"]: PersonRow(**row) for row in rows}


def nik_of(person: PersonRow, vault: Vault) -> str:
    """The sixteen digits."""
    return vault.open(person.nik_sealed, "nik")
