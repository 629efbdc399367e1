"""A real PostgreSQL and a real Valkey of the tests' own; every test gets a database nobody has touched."""

import logging
import os
import shutil
from collections.abc import AsyncIterator, Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from arq.connections import ArqRedis, RedisSettings, create_pool
from hypothesis import settings as settings_of_hypothesis

from app.database import database as database_at
from app.database import migrate
from app.local.outside.server import OutsideServer
from app.local.postgres import PostgresServer
from app.local.process import birth
from app.local.valkey import ValkeyServer
from app.outside import payment_channel, population_registry, tax_registry
from app.regency import regency_of
from app.seed import officer_password, seed
from app.settings import Settings
from integrations.calling import Patience
from models.kit.regency import Regency
from tests.clock import BEGINS, MONDAY, StoryClock
from tests.outside import Outside
from tests.real_clock import really_now
from tests.story import Story

settings_of_hypothesis.register_profile("check", max_examples=200, deadline=None)
settings_of_hypothesis.register_profile("thorough", max_examples=2_000, deadline=None)
settings_of_hypothesis.register_profile("prove", max_examples=20_000, deadline=None)
settings_of_hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))

ROOT = Path(__file__).parents[1]
TEMPLATE = "pristine"
MEMORY = Path("/dev/shm")  # noqa: S108 - three hundred small files a test; the folder is ours alone (0700)
ENOUGH = 2_000_000_000
"""Bytes; a container's default of 64 MB is not."""
_numbers = count(1)


@dataclass
class Servers:
    """The servers of this test run and the folder that goes away with them."""

    postgres: PostgresServer
    valkey: ValkeyServer
    folder: Path


@dataclass
class Queries:
    """The SQL statements that Tortoise sent while somebody counted."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many statements there were since the last `forget`."""
        return len(self.statements)

    def forget(self) -> None:
        """Begin again at nought."""
        self.statements.clear()


DOORS = (ROOT / "tests" / "app", ROOT / "tests" / "api")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks the doors takes long enough for `make check` to leave it out; what knows a regency, knows its clock."""
    for item in items:
        if "settings" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.story)
        if any(folder in item.path.parents for folder in DOORS):
            item.add_marker(pytest.mark.doors)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=1 a browser or crash test that was skipped has failed: nobody would notice otherwise."""
    report = yield
    watched = item.get_closest_marker("browser") or item.get_closest_marker("crash")
    if report.skipped and watched and os.environ.get("CI") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped although CI=1: {report.longrepr}"
    return report


def is_real(item: pytest.Item) -> bool:
    """Whether a test starts processes of their own, which go by the real clock."""
    return any(item.get_closest_marker(name) for name in ("browser", "crash", "real"))


@pytest.fixture(scope="session")
def clock(request: pytest.FixtureRequest) -> StoryClock:
    """The clock of whatever runs inside this process; where all tests are of the real one, it is set by that."""
    return StoryClock(really_now() if all(map(is_real, request.session.items)) else BEGINS)


@pytest.fixture(autouse=True)
def _a_new_story(clock: StoryClock, request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test begins when stories begin; one marked `monday`, which names days, on that Monday."""
    begins = clock.began
    if is_real(request.node):
        clock.begin(really_now())
    elif request.node.get_closest_marker("monday"):
        clock.begin(MONDAY)
    yield
    clock.begin(begins)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def run_folder() -> Iterator[Path]:
    """A folder for this run, in memory where there is room; those of runs that were killed are cleared away."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH
    runs = MEMORY if roomy else ROOT / "var"
    runs.mkdir(parents=True, exist_ok=True)
    prefix = f"kabupaten-test-{os.getuid()}-"
    for old in runs.glob(f"{prefix}*"):
        if birth(int(old.name.removeprefix(prefix))) == "-":
            shutil.rmtree(old)
    folder = runs / f"{prefix}{os.getpid()}"
    folder.mkdir(mode=0o700)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def servers(run_folder: Path) -> Iterator[Servers]:
    """PostgreSQL and Valkey, started once; they need not outlive a power cut."""
    postgres = PostgresServer(run_folder / "postgres", durable=False)
    valkey = ValkeyServer(run_folder / "valkey", durable=False)
    try:
        for server in (postgres, valkey):
            server.prepare()
            server.start()
        yield Servers(postgres, valkey, run_folder)
    finally:
        valkey.stop()
        postgres.stop()


@pytest.fixture(scope="session")
def redis_url(servers: Servers) -> str:
    """The Valkey of this test run."""
    return servers.valkey.url


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[ArqRedis]:
    """The queue, empty before and after."""
    pool = await create_pool(RedisSettings.from_dsn(redis_url))
    await pool.flushdb()
    yield pool
    await pool.flushdb()
    await pool.aclose()


@pytest.fixture(scope="session")
def outside_server(run_folder: Path) -> Iterator[OutsideServer]:
    """Population registry, tax office and bank, started once beside the regency's files."""
    server = OutsideServer(run_folder / "var", site="http://127.0.0.1:1")
    try:
        server.prepare()
        server.start()
        server.wait_until_ready()
        yield server
    finally:
        server.stop()


@pytest.fixture
def outside(outside_server: OutsideServer) -> Iterator[Outside]:
    """The outside in order, with a handle on its trouble; in order again after the test."""
    outside = Outside(outside_server)
    yield outside
    outside.calm()


@pytest.fixture(scope="session")
def settings(servers: Servers, outside_server: OutsideServer, clock: StoryClock) -> Settings:
    """The settings of a local installation in this run's folder; the database differs from test to test.

    Registries and bank are found by the folder, as under `make run`.
    """
    told = {
        "VAR_DIR": str(servers.folder / "var"),
        "REDIS_URL": servers.valkey.url,
        "PUBLIC_URL": "http://test",
    }
    return replace(Settings.from_env(told), clock=clock)


@pytest.fixture(scope="session")
def regency(settings: Settings) -> Regency:
    """The sample regency, with real keys, storage, renderer and signer in this run's folder.

    It asks the running outside, is sooner tired of it than a real one, and forgets that it was within a moment.
    """
    patience = Patience(attempt=1.5, total=4.0, pause=0.02, rest=0.05)
    return replace(
        regency_of(settings),
        population=population_registry(settings, patience),
        tax=tax_registry(settings, patience),
        payments=payment_channel(settings, patience),
    )


@pytest.fixture(scope="session")
def password(settings: Settings) -> str:
    """What the demo officers sign in and sign with."""
    return officer_password(settings.var_dir)


@pytest.fixture(scope="session")
async def template(servers: Servers, settings: Settings, regency: Regency) -> str:
    """The database that every test's own is copied from: migrated and seeded once."""
    return await _seeded(TEMPLATE, servers, settings, regency, regency.now())


@pytest.fixture(scope="session")
async def template_of_monday(servers: Servers, settings: Settings, regency: Regency, template: str) -> str:
    """The same, seeded on the Monday; where stories begin then anyway, the very same."""
    if BEGINS == MONDAY:
        return template
    return await _seeded(f"{TEMPLATE}_monday", servers, settings, regency, MONDAY)


@pytest.fixture
async def database_url(
    servers: Servers, template: str, template_of_monday: str, request: pytest.FixtureRequest
) -> AsyncIterator[str]:
    """A fresh copy of the seeded database; gone after the test."""
    name = f"test_{next(_numbers)}"
    if request.node.get_closest_marker("monday"):
        template = template_of_monday
    await _administer(servers, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield servers.postgres.url_of(name)
    await _administer(servers, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The fresh database with Tortoise opened on it; answers its address."""
    async with database_at(database_url):
        yield database_url


@pytest.fixture
def story(database: str, regency: Regency, password: str) -> Story:
    """The demo's people on a fresh database."""
    return Story(regency, password)


@pytest.fixture
def queries() -> Iterator[Queries]:
    """Counts SQL statements, to guard a list against asking once a row."""
    log = logging.getLogger("tortoise.db_client")
    counted = Queries()
    handler = _Counter(counted)
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    yield counted
    log.setLevel(level)
    log.removeHandler(handler)


class _Counter(logging.Handler):
    """Tortoise logs each statement once, as `"%s: %s", sql, values`."""

    def __init__(self, queries: Queries) -> None:
        super().__init__(logging.DEBUG)
        self.queries = queries

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and len(record.args) == 2 and record.msg == "%s: %s":
            self.queries.statements.append(str(record.args[0]))


async def _seeded(name: str, servers: Servers, settings: Settings, regency: Regency, at: datetime) -> str:
    await _administer(servers, f"CREATE DATABASE {name}")
    url = servers.postgres.url_of(name)
    await migrate(url)
    async with database_at(url):
        await seed(regency, var_dir=settings.var_dir, at=at)
    return name


async def _administer(servers: Servers, statement: str) -> None:
    line = await asyncpg.connect(servers.postgres.url_of("postgres"))
    try:
        await line.execute(statement)
    finally:
        await line.close()
