"""`make run` as a person uses it: start, look, stop; and as a bad day does: kill -9."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from app.local.ports import free_port
from app.local.process import birth

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(sys.platform != "linux", reason="counts processes by /proc"),
]
PARTS = (
    "postgres/process",
    "valkey/process",
    "log/outside.process",
    "log/worker.process",
    "log/serve.process",
)


class Running:
    """One `make run` in a folder of its own."""

    def __init__(self, root: Path, var: Path, port: int, *, wait: bool = True) -> None:
        self.var = var
        self.port = port
        self.said = var.with_name("said.txt")
        env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        env |= {"VAR_DIR": str(var), "PORT": str(port)}
        with self.said.open("w") as said:
            self.make = subprocess.Popen(
                ["make", "run"], cwd=root, env=env, stdout=said, stderr=said, start_new_session=True
            )
        if not wait:
            return
        until(lambda: self.ready() or self.make.poll() is not None)
        until(lambda: "Ctrl-C" in self.said.read_text() or self.make.poll() is not None)

    def ready(self) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/health/ready")
            return line.getresponse().status == 200
        except OSError:
            return False
        finally:
            line.close()

    def mark(self, part: str) -> tuple[int, str]:
        pid, born = (self.var / part).read_text().split()
        return int(pid), born

    def processes(self) -> set[int]:
        """Everything that still names our folder in its environment or its command."""
        found = set()
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and birth(int(folder.name)) != "-":
                try:
                    told = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
                except OSError:
                    continue
                if str(self.var).encode() in told:
                    found.add(int(folder.name))
        return found

    def end(self) -> None:
        if self.make.poll() is None:
            os.killpg(self.make.pid, signal.SIGTERM)
            self.make.wait(30)
        until(lambda: not self.processes())


def until(fact: Callable[[], object], *, patience: float = 60) -> None:
    give_up = time.monotonic() + patience
    while not fact():
        assert time.monotonic() < give_up, "it never happened"
        time.sleep(0.05)


def is_another(running: Running, part: str, pid: int) -> bool:
    mark = running.var / part
    words = mark.read_text().split() if mark.exists() else []
    return len(words) == 2 and words[0] != str(pid)


@pytest.fixture(scope="module")
def start(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Running]]:
    """Starts the system in one folder, as often as wanted."""
    var, port = tmp_path_factory.mktemp("run") / "var", free_port()
    started: list[Running] = []

    def one() -> Running:
        started.append(Running(root, var, port))
        assert started[-1].ready(), started[-1].said.read_text()
        return started[-1]

    yield one
    for running in started:
        running.end()


def test_says_where_it_is_and_who_may_try_it(start: Callable[[], Running]) -> None:
    running = start()
    said = running.said.read_text()
    running.end()
    assert f"http://127.0.0.1:{running.port}" in said
    assert "+6281200000001" in said
    assert "kadis-dpmptsp" in said
    assert (running.var / "officer-password").read_text().strip() in said


def test_a_second_start_finds_what_the_first_has_made(start: Callable[[], Running]) -> None:
    made = []
    for _ in range(2):
        running = start()
        running.end()
        kept = [
            running.var / "secret-key",
            running.var / "officer-password",
            *running.var.rglob("PG_VERSION"),
        ]
        made.append({path: path.stat().st_mtime_ns for path in kept})
    assert len(made[0]) > 2
    assert made[0] == made[1]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGKILL"])
@pytest.mark.parametrize("send", [os.kill, os.killpg], ids=["make", "group"])
def test_no_process_is_left_behind(
    start: Callable[[], Running], send: Callable[[int, int], None], name: str
) -> None:
    running = start()
    assert running.processes()
    send(running.make.pid, signal.Signals[name])
    running.make.wait(30)
    until(lambda: not running.processes(), patience=20)


def test_whatever_is_killed_comes_back_on_the_same_ports(start: Callable[[], Running]) -> None:
    running = start()
    ports = [(running.var / part / "port").read_text() for part in ("postgres", "valkey")]
    for part in PARTS:
        pid, _ = running.mark(part)
        os.kill(pid, signal.SIGKILL)
        until(partial(is_another, running, part, pid))
    until(running.ready)
    assert ports == [(running.var / part / "port").read_text() for part in ("postgres", "valkey")]
    running.end()


def test_a_server_that_is_killed_before_all_is_ready_comes_back(root: Path, tmp_path: Path) -> None:
    var = tmp_path / "var"
    running = Running(root, var, free_port(), wait=False)
    until((var / "log/serve.process").exists)
    os.kill(running.mark("postgres/process")[0], signal.SIGKILL)
    until(running.ready)
    running.end()


def test_a_program_that_never_works_is_given_up_with_its_last_words(root: Path, tmp_path: Path) -> None:
    broken = ["sh", "-c", "echo I cannot go on >&2; exit 1"]
    start = f"import app.local.__main__ as local; local.kabupaten = lambda *_: {broken}; exit(local.main())"
    done = subprocess.run(
        [sys.executable, "-c", start],
        cwd=root, env=os.environ | {"VAR_DIR": str(tmp_path / "var"), "PORT": str(free_port())},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert re.search(r"`kabupaten \w+` does not come up:\nI cannot go on", done.stderr)


def test_nobody_is_turned_away_while_the_web_process_comes_back(start: Callable[[], Running]) -> None:
    running = start()
    pid, _ = running.mark("log/serve.process")
    os.kill(pid, signal.SIGKILL)
    until(lambda: birth(pid) == "-")
    line = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
    line.request("GET", "/health/ready")
    assert line.getresponse().status == 200
    line.close()
    running.end()


def test_a_taken_port_and_a_taken_folder_are_clear_messages(
    start: Callable[[], Running], root: Path, tmp_path: Path
) -> None:
    running = start()

    def refused(**settings: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "app.local"],
            cwd=root, env=os.environ | settings, capture_output=True, text=True, check=False, timeout=30,
        )  # fmt: skip
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    taken = refused(PORT=str(running.port), VAR_DIR=str(tmp_path / "var"))
    assert re.search(rf"Port {running.port} sudah dipakai.*\nPort {running.port} is taken", taken)
    assert "Already running" in refused(PORT=str(free_port()), VAR_DIR=str(running.var))
    running.end()


def test_the_local_profile_refuses_to_listen_beyond_this_machine(root: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.local"],
        cwd=root, env=os.environ | {"HOST": "0.0.0.0", "VAR_DIR": str(tmp_path)},  # noqa: S104 - to be refused
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert done.returncode == 1
    assert "HOST=0.0.0.0" in done.stderr
