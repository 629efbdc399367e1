"""People as pages show them."""

from typing import Any

from models.kit.vault import Vault
from models.people.queries import PersonRow, nik_of
from models.people.workflow import masked_nik
from models.places.queries import village


async def address_of(person: PersonRow) -> str:
    """`Dusun Krajan, RT 001/RW 002, Desa Ngargoretno, Kec. Salaman`."""
    place = await village(person.village_code)
    return f"{person.address}, RT {person.rt}/RW {person.rw}, {place.label if place else person.village_code}"


async def applicant_shown(person: PersonRow, vault: Vault) -> dict[str, Any]:
    """Name, masked NIK and address."""
    return {
        "name": person.name,
        "nik": masked_nik(nik_of(person, vault)),
        "address": await address_of(person),
    }
