"""What a new installation starts with; running it again adds only what is new."""

import asyncio
import csv
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import holidays

from integrations.files import create_once
from integrations.signing import LocalSigner
from models.accounts import operations as accounts
from models.accounts.operations import OfficerDraft
from models.agencies.operations import add_agencies, add_agencies_of_regions
from models.agencies.queries import AgencyRow, agencies_by_code
from models.agencies.workflow import AgencyDraft, agencies_of_regions
from models.calendar.operations import add_holidays
from models.calendar.queries import years_from
from models.kit.actor import Actor, ActorKind, OfficerRole
from models.kit.ids import random_code
from models.kit.ports import Signatory
from models.kit.regency import Regency
from models.people.operations import IdentityDraft
from models.places import queries as places
from models.places.operations import add_regions
from models.services import catalogue
from models.services.definition import StepKind
from models.services.operations import UnsoundDefinition, publish_all
from models.services.reading import read_definition
from models.services.rules.staffing import Office

DATA = Path(__file__).parent / "seed_data"
PASSWORD_FILE = "officer-password"  # noqa: S105 - the name of the file, not what is in it

SOURCE = "holidays"
"""The package that the table is first filled from."""

Row = dict[str, str]


async def seed(regency: Regency, *, var_dir: Path, at: datetime) -> None:
    """Put in regions, agencies, holidays and services, and made-up people where the regency is a sample."""
    await _add_regions()
    await add_agencies(_listed_agencies())
    await add_agencies_of_regions(regency.name)
    await _add_holidays(regency, at)
    services = await _publish_services(at)
    if regency.sample:
        await _add_citizens(regency, at)
        await _add_officers(regency, officer_password(var_dir), _signing_places(services), at)


def seeded_agencies() -> Sequence[AgencyDraft]:
    """The agencies of a new installation; catalogue files are checked against them without a database."""
    listed = _listed_agencies()
    served, taken = {(one.region_code, one.kind) for one in listed}, {one.code for one in listed}
    return [*listed, *agencies_of_regions(_regions(), regency="", served=served, taken=taken)]


def seeded_offices() -> dict[str, Office]:
    """The agencies of a new installation with how many of its made-up officers work in each."""
    people = Counter((row["agency"], OfficerRole(row["role"])) for row in _rows("officers"))
    return {
        one.code: Office(
            one.name,
            one.kind,
            one.region_code,
            officers=people[one.code, OfficerRole.OFFICER],
            heads=people[one.code, OfficerRole.HEAD],
        )
        for one in seeded_agencies()
    }


def officer_password(var_dir: Path) -> str:
    """The demo officers' password and signing passphrase, made once for an installation."""
    path = var_dir / PASSWORD_FILE
    if not path.exists():
        password = "-".join(random_code(4).lower() for _ in range(3))
        create_once(path, f"{password}\n".encode())
    return path.read_text().strip()


async def _add_regions() -> None:
    names = _regions()
    if await places.village(max(names)) is None:
        await add_regions(names)


async def _add_holidays(regency: Regency, at: datetime) -> None:
    """This year's and next year's days; a year that is there stays as people have edited it."""
    year = at.astimezone(regency.zone).year
    known = await years_from(SOURCE)
    missing = {year, year + 1} - known
    if missing:
        days = holidays.country_holidays(
            "ID", years=missing, categories=("public", "government"), language="id"
        )
        source = f"{SOURCE} {version('holidays')} (SKB 3 Menteri; hari bertanda “perkiraan” dapat berubah)"
        await add_holidays(dict(days), source=source, by="kabupaten seed", at=at)


async def _publish_services(at: datetime) -> Sequence[Mapping[str, Any]]:
    """Publish what has changed in the catalogue as one set; raises FaultyDefinition with the lines to mend."""
    files = [catalogue.read(path) for path in catalogue.files()]
    try:
        await publish_all([file.content for file in files], at=at)
    except UnsoundDefinition as unsound:
        findings = [files[place].finding(fault) for place, fault in unsound.faults]
        raise catalogue.FaultyDefinition(sorted(findings)) from unsound
    return [file.content for file in files]


async def _add_citizens(regency: Regency, at: datetime) -> None:
    for row in _rows("citizens"):
        account = await accounts.citizen_account(row.pop("phone"), at=at, regency=regency)
        if account.person_id is None:
            by = Actor(ActorKind.CITIZEN, row["name"], account.id)
            await accounts.introduce(IdentityDraft(**row), by=by, at=at, regency=regency)


def _signing_places(services: Sequence[Mapping[str, Any]]) -> set[str]:
    """The codes of the agencies, and the kinds of those found by village, that sign some document."""
    definitions = [read_definition(service) for service in services]
    steps = [step for each in definitions for step in each.steps if step.kind is StepKind.SIGN]
    return {place for step in steps for place in (*step.codes, step.kind_found or "")}


async def _add_officers(regency: Regency, password: str, signing: Set[str], at: datetime) -> None:
    rows = _rows("officers")
    agencies = await agencies_by_code({row["agency"] for row in rows})
    officers = [(_officer(row, agencies[row["agency"]]), agencies[row["agency"]]) for row in rows]
    await accounts.add_sample_officers([officer for officer, _ in officers], password=password, at=at)
    for officer, agency in officers:  # those who do not head it may come to sign in their head's place
        if signing & {agency.code, agency.kind}:
            await give_sample_key(officer, agency, password, regency)


async def give_sample_key(
    officer: OfficerDraft, agency: AgencyRow, passphrase: str, regency: Regency
) -> None:
    """Let an officer sign under this passphrase where signatures are samples; a key that is there stays."""
    signer = regency.signer
    if isinstance(signer, LocalSigner) and not signer.knows(officer.username):
        signatory = Signatory(officer.username, officer.name, officer.position, officer.nip, agency.name)
        await asyncio.to_thread(signer.enrol, signatory, passphrase)


def _officer(row: Row, agency: AgencyRow) -> OfficerDraft:
    return OfficerDraft(
        username=row["username"],
        name=row["name"],
        agency_id=agency.id,
        role=OfficerRole(row["role"]),
        position=row["position"],
        nip=row["nip"] or None,
    )


def _regions() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows("regions_33.08")}


def _listed_agencies() -> list[AgencyDraft]:
    return [_agency(row) for row in _rows("agencies")]


def _agency(row: Row) -> AgencyDraft:
    return AgencyDraft(row["code"], row["name"], row["kind"], row["region_code"] or None, row["address"])


def _rows(name: str) -> Sequence[Row]:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
