"""Writing down who somebody is."""

from dataclasses import dataclass, replace
from datetime import datetime

from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.reading import is_storable, read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.vault import Vault
from models.people import tables
from models.people.workflow import examine_nik
from models.places import queries as places


@dataclass(frozen=True, slots=True)
class IdentityDraft:
    """What a person says about themselves, once."""

    nik: str
    name: str
    address: str
    rt: str
    rw: str
    village: str


async def record_person(
    draft: IdentityDraft, *, known_elsewhere: bool, at: datetime, regency: Regency
) -> tables.Person:
    """Store a person whose NIK can exist; raises InvalidInput with every fault at its field.

    `known_elsewhere`: whether another account has given the same NIK, which an officer should know.
    """
    findings = examine_nik(
        draft.nik,
        districts=await places.districts_known(),
        today=at.astimezone(regency.zone).date(),
        test_numbers=regency.sample,
    )
    draft = replace(draft, name=_one_line(draft.name), address=_one_line(draft.address))
    problems = _faults(draft)
    if findings.fault:
        problems.insert(0, Problem(ProblemCode.INVALID, ("nik",), findings.fault))
    if await places.village(draft.village) is None:
        problems.append(Problem(ProblemCode.INVALID, ("village",), N_("Pilih desa atau kelurahan Anda.")))
    if problems:
        raise InvalidInput(*problems)
    notes = [*findings.notes, "nik-known-elsewhere"] if known_elsewhere else list(findings.notes)
    return await tables.Person.create(
        name=draft.name,
        nik_sealed=regency.vault.seal(draft.nik, "nik"),
        nik_hash=nik_hash_of(draft.nik, regency.vault),
        address=draft.address,
        rt=draft.rt.zfill(3),
        rw=draft.rw.zfill(3),
        village_code=draft.village,
        notes=notes,
        created_at=at,
    )


def nik_hash_of(nik: str, vault: Vault) -> str:
    """What a NIK is found by."""
    return vault.blind("nik", nik)


def _one_line(text: str) -> str:
    return " ".join(read_text(text).split())


def _faults(draft: IdentityDraft) -> list[Problem]:
    problems = []
    has_letters = any(map(str.isalpha, draft.name)) and is_storable(draft.name)
    if not has_letters or not 2 <= len(draft.name) <= 120:
        problems.append(Problem(ProblemCode.INVALID, ("name",), N_("Tulis nama lengkap seperti di KTP.")))
    if not 3 <= len(draft.address) <= 200 or not is_storable(draft.address):
        problems.append(Problem(ProblemCode.INVALID, ("address",), N_("Tulis alamat seperti di KTP.")))
    for name, value in (("rt", draft.rt), ("rw", draft.rw)):
        if not (1 <= len(value) <= 3 and value.isascii() and value.isdigit()):
            problems.append(Problem(ProblemCode.INVALID, (name,), N_("Tulis angka, misalnya 003.")))
    return problems
