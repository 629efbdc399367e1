"""What a new installation starts with."""

import csv
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from tortoise import Tortoise
from tortoise.transactions import in_transaction

from app.database import migrate, tortoise_config
from app.regency import regency_of
from app.seed import DATA, officer_password, seed
from app.settings import Settings
from integrations.signing import LocalSigner
from models.accounts import tables as accounts
from models.accounts.passwords import sign_in_officer
from models.agencies import tables as agencies
from models.calendar.queries import working_time
from models.kit.caller import Caller
from models.kit.ports import Signatory, WrongSecret
from models.kit.regency import Regency
from models.people import tables as people
from models.places.queries import villages
from models.services import catalogue
from models.services import tables as services
from models.services.catalogue import FaultyDefinition
from models.services.queries import service
from tests.conftest import Queries, Servers

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
NAME = "test_seed"


@dataclass(frozen=True, slots=True)
class Installation:
    """A regency, its folder and its own database."""

    regency: Regency
    folder: Path
    url: str

    async def seed(self) -> None:
        """Seed it, for the first time or again."""
        await seed(self.regency, var_dir=self.folder, at=AT)


@pytest.fixture(scope="module")
async def installed(
    servers: Servers, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Installation]:
    """An installation, migrated and still empty; the tests of this module share it in any order."""
    folder = tmp_path_factory.mktemp("var")
    line = await asyncpg.connect(servers.postgres.url_of("postgres"))
    await line.execute(f"CREATE DATABASE {NAME}")
    await migrate(servers.postgres.url_of(NAME))
    await Tortoise.close_connections()
    regency = regency_of(replace(Settings.from_env({"VAR_DIR": str(folder)}), clock=lambda: AT))
    yield Installation(regency, folder, servers.postgres.url_of(NAME))
    await line.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
    await line.close()


@pytest.fixture
async def new(installed: Installation) -> AsyncIterator[Installation]:
    """The installation with its database open, seeded."""
    await Tortoise.init(config=tortoise_config(installed.url), _enable_global_fallback=True)
    await installed.seed()
    yield installed
    await Tortoise.close_connections()


async def test_a_new_installation_can_be_used_at_once(new: Installation) -> None:
    assert len(await villages()) == 372
    assert await agencies.Agency.exclude(region_code=None).exclude(kind="rt").count() == 372 + 21
    assert {offered.slug for offered in await services.Service.all()} == {
        path.stem for path in catalogue.files()
    }
    holidays = (await working_time(ZoneInfo("Asia/Jakarta"))).holidays
    assert {date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1), date(2027, 12, 24)} <= holidays
    password = officer_password(new.folder)
    for username in ("rt-ngargoretno", "dpmptsp", "kadis-dpmptsp", "camat-salaman", "sekda"):
        assert await sign_in_officer(username, password, caller=Caller(), at=AT, regency=new.regency)
    citizens = await accounts.Account.filter(kind="citizen")
    assert sorted(citizen.name for citizen in citizens) == ["Budi Contoh", "Tini Contoh", "Wati Contoh"]
    assert [person.notes for person in await people.Person.all()] == [[], [], []]


async def test_every_agency_and_head_that_a_service_names_is_there(new: Installation) -> None:
    codes = {agency.code for agency in await agencies.Agency.all()}
    heads = {head.agency_id for head in await accounts.Account.filter(role="head")}
    staffed = {officer.agency_id for officer in await accounts.Account.filter(role="officer")}
    offices = await agencies.Agency.filter(id__in=staffed).exclude(kind="rt")
    assert heads == {office.id for office in offices}, "reminders go to a head, and the Sekda"
    for path in catalogue.files():
        row = await service(path.stem)
        assert row is not None
        named = {code for step in row.definition.steps for code in step.codes} | {row.definition.issuer}
        assert named <= codes


async def test_seeding_again_changes_nothing(new: Installation, queries: Queries) -> None:
    before = await counted()
    queries.forget()

    await new.seed()

    assert await counted() == before
    assert queries.count < 90


async def test_a_changed_file_is_published_as_a_new_version(
    new: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await service("izin-reklame")
    changed = tmp_path / "izin-reklame.yaml"
    original = (catalogue.FOLDER / changed.name).read_text()
    promise = original.replace("promised_working_days: 5", "promised_working_days: 6")
    promise = promise.replace("id: 5 hari kerja", "id: 6 hari kerja")
    changed.write_text(promise.replace("en: 5 working days", "en: 6 working days"))
    monkeypatch.setattr(catalogue, "files", lambda: [changed])

    await new.seed()

    after = await service("izin-reklame")
    assert before is not None
    assert after is not None
    assert after.version == before.version + 1
    assert after.definition.promised_working_days == 6


async def test_a_faulty_file_is_told_by_its_line_and_nothing_is_published(
    new: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await counted()
    faulty = tmp_path / "sip-tenaga-kesehatan.yaml"
    text = (catalogue.FOLDER / faulty.name).read_text()
    faulty.write_text(
        text.replace("register: sip-tenaga-kesehatan/holds-valid", "register: sip-tenaga-kesehatan/none")
    )
    others = [path for path in catalogue.files() if path.name != faulty.name]
    monkeypatch.setattr(catalogue, "files", lambda: [*others, faulty])

    with pytest.raises(FaultyDefinition) as refused:
        await new.seed()

    assert {(finding.file, finding.code.value) for finding in refused.value.findings} == {
        (faulty, "unknown-register")
    }
    assert all(finding.line > 1 for finding in refused.value.findings)
    assert await counted() == before


async def test_a_real_regency_gets_no_made_up_people(new: Installation, tmp_path: Path) -> None:
    async with in_transaction() as transaction:
        await accounts.Session.all().delete()
        await accounts.Account.all().delete()
        await seed(replace(new.regency, sample=False), var_dir=tmp_path, at=AT)
        made = await accounts.Account.all().count()
        await transaction.rollback()

    assert made == 0
    assert not (tmp_path / "officer-password").exists()


async def test_heads_can_sign_with_the_password(new: Installation) -> None:
    head = Signatory("kadis-dpmptsp", "Retno Contoh, M.Si.", "Kepala Dinas", None, "DPMPTSP")
    assert isinstance(new.regency.signer, LocalSigner)
    new.regency.signer.enrol(head, officer_password(new.folder))
    with pytest.raises(WrongSecret):
        new.regency.signer.enrol(head, "another")


def test_the_password_is_private_typed_easily_and_made_once(tmp_path: Path) -> None:
    password = officer_password(tmp_path)

    assert officer_password(tmp_path) == password
    assert [len(group) for group in password.split("-")] == [4, 4, 4]
    assert stat.S_IMODE((tmp_path / "officer-password").stat().st_mode) == 0o600


def test_made_up_people_can_be_nobody_alive() -> None:
    with (DATA / "citizens.csv").open(newline="") as file:
        citizens = list(csv.DictReader(file))

    assert all(row["nik"].startswith("99") and row["name"].endswith("Contoh") for row in citizens)
    assert [row["phone"] for row in citizens] == [f"+628120000000{n}" for n in (1, 2, 3)]


async def counted() -> dict[str, int]:
    every = [
        people.Person,
        accounts.Account,
        agencies.Agency,
        services.Service,
        services.ServiceVersion,
    ]
    return {model.__name__: await model.all().count() for model in every}
