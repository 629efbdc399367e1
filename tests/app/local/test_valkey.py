import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import AuthenticationError, Redis

from app.local.binaries import find_valkey
from app.local.problems import LocalProblem
from app.local.valkey import ValkeyServer


@pytest.fixture(params=["system", "embedded"])
def valkey(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ValkeyServer]:
    try:
        find_valkey(request.param)
    except LocalProblem:
        pytest.skip(f"no {request.param} Valkey here")
    server = ValkeyServer(tmp_path / "a folder", source=request.param)
    server.prepare()
    server.start()
    yield server
    server.stop()


def kill(server: ValkeyServer) -> None:
    os.kill(int(server.mark.read_text().split()[0]), signal.SIGKILL)
    while server.alive():
        pass


def test_wants_the_password(valkey: ValkeyServer) -> None:
    with Redis(port=valkey.port) as stranger, pytest.raises(AuthenticationError):
        stranger.ping()


def test_what_was_answered_survives_kill_9(valkey: ValkeyServer) -> None:
    with Redis.from_url(valkey.url) as line:
        for number in range(200):
            line.set(f"job-{number}", number)
    kill(valkey)
    valkey.start()
    with Redis.from_url(valkey.url) as line:
        assert line.dbsize() == 200


def test_keeps_its_port_from_one_start_to_the_next(valkey: ValkeyServer) -> None:
    port = valkey.port
    valkey.stop()
    valkey.prepare()
    valkey.start()
    assert valkey.port == port


def test_ends_what_an_earlier_life_left_running(valkey: ValkeyServer) -> None:
    again = ValkeyServer(valkey.folder, source=valkey.source)
    again.prepare()
    assert not valkey.alive()
    again.start()
    again.stop()
