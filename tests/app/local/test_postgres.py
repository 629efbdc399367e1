import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from app.local import postgres_data
from app.local.binaries import find_postgres
from app.local.identity import Identity, choose_identity, identities
from app.local.postgres import PostgresServer
from app.local.problems import LocalProblem
from app.local.process import birth

Make = Callable[..., PostgresServer]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes servers in one folder and stops them all in the end."""
    made: list[PostgresServer] = []

    def one(
        source: str = "auto", *, folder: Path = tmp_path / "postgres", durable: bool = False
    ) -> PostgresServer:
        server = PostgresServer(folder, durable=durable, source=source)
        made.append(server)
        return server

    yield one
    for server in made:
        server.stop()


def available(source: str) -> str:
    try:
        find_postgres(source)
    except LocalProblem:
        pytest.skip(f"no {source} PostgreSQL here")
    return source


async def ask(server: PostgresServer, question: str) -> object:
    line = await asyncpg.connect(server.url)
    try:
        return await line.fetchval(question)
    finally:
        await line.close()


@pytest.mark.parametrize("source", ["system", "embedded"])
async def test_keeps_data_and_port_from_one_start_to_the_next(make: Make, source: str) -> None:
    first = make(available(source))
    first.prepare()
    first.start()
    await ask(first, "CREATE TABLE kept AS SELECT 41 + 1 AS answer")
    first.stop()
    second = make(source)
    second.prepare()
    second.start()
    assert await ask(second, "SELECT answer FROM kept") == 42
    assert second.port == first.port


async def test_wants_the_password(make: Make) -> None:
    server = make()
    server.prepare()
    server.start()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.url, password="guessed")
    assert (server.folder / "password").stat().st_mode & 0o077 == 0


async def test_what_was_committed_survives_kill_9(make: Make) -> None:
    server = make(durable=True)
    server.prepare()
    server.start()
    await ask(server, "CREATE TABLE kept (answer int)")
    os.kill(int(postgres_data.lock_note(server.data)[0]), signal.SIGKILL)
    while server.alive():
        pass
    server.start()
    assert await ask(server, "SELECT count(*) FROM kept") == 0


def test_a_stale_lock_with_the_number_of_another_program_is_no_obstacle(make: Make) -> None:
    server = make()
    server.prepare()
    (server.data / "postmaster.pid").write_text(f"{os.getppid()}\n{server.data}\n")
    server.start()
    assert server.alive()


def test_ends_what_an_earlier_life_left_running(make: Make) -> None:
    left = make()
    left.prepare()
    left.start()
    pid = int(postgres_data.lock_note(left.data)[0])
    again = make()
    again.prepare()
    assert birth(pid) == "-"
    again.start()
    assert again.alive()


def test_a_half_made_data_folder_is_made_anew(make: Make) -> None:
    server = make()
    half_made = server.folder / "making-1"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("15\n")
    server.prepare()
    server.start()
    assert not half_made.exists()


def test_takes_a_new_port_when_its_own_is_taken(make: Make, tmp_path: Path) -> None:
    first = make()
    first.prepare()
    first.start()
    shutil.copytree(first.folder, tmp_path / "other", ignore=shutil.ignore_patterns("data", "process"))
    second = make(folder=tmp_path / "other")
    second.prepare()
    assert second.port != first.port


def test_data_of_another_major_version_is_a_clear_message(make: Make) -> None:
    server = make()
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(LocalProblem, match="made by PostgreSQL 9"):
        server.prepare()


async def test_chooses_the_postgresql_that_made_the_data(make: Make) -> None:
    made = make(available("embedded"))
    made.prepare()
    again = make("auto")
    again.prepare()
    again.start()
    version = (made.data / "PG_VERSION").read_text().strip()
    assert str(await ask(again, "SHOW server_version")).startswith(version)


@pytest.mark.parametrize("way", identities(), ids=lambda way: " ".join(way.prefix[1:]) or "direct")
def test_runs_under_every_name_this_machine_allows(
    make: Make, tmp_path: Path, way: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.local.identity.identities", lambda: [way])
    server = make()
    server.folder.mkdir(parents=True)
    try:
        choose_identity(find_postgres("auto").program("postgres"), server.folder)
    except LocalProblem as problem:
        pytest.skip(f"not allowed here: {problem}")
    server.prepare()
    server.start()
    assert server.data.stat().st_uid == way.owner


def test_says_so_when_no_name_is_allowed(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.local.identity.identities", list)
    with pytest.raises(LocalProblem, match="refuses to run as root"):
        make().prepare()
