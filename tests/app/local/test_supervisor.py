import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.local.problems import LocalProblem
from app.local.process import birth, spawn, stop_leftover
from app.local.supervisor import Program, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    """A supervisor whose signal handlers go when the test does."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    one = Supervisor(with_parent=False)
    yield one
    one.stop_all()
    for number, handler in before.items():
        signal.signal(number, handler)


def program(tmp_path: Path, name: str = "part") -> Program:
    one = Program(name, SLEEP, var=tmp_path, env=os.environ)
    one.prepare()
    return one


def pid_of(part: Program) -> int:
    return int(part.mark.read_text().split()[0])


def until(fact: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 10
    while not fact():
        assert time.monotonic() < give_up, "it never happened"
        time.sleep(0.02)


def test_a_part_that_dies_is_started_again(tmp_path: Path, supervisor: Supervisor) -> None:
    part = program(tmp_path)
    supervisor.add(part)
    first = pid_of(part)
    os.kill(first, signal.SIGKILL)
    until(lambda: not part.alive())
    supervisor.revive()
    assert part.alive()
    assert pid_of(part) != first


def test_a_part_that_dies_at_once_waits_before_the_next_start(tmp_path: Path, supervisor: Supervisor) -> None:
    part = Program("part", [sys.executable, "-c", "raise SystemExit(1)"], var=tmp_path, env=os.environ)
    supervisor.add(part)
    starts = set()
    until_then = time.monotonic() + 1.5
    while time.monotonic() < until_then:
        supervisor.revive()
        starts.add(pid_of(part))
        time.sleep(0.01)
    assert 2 <= len(starts) <= 5


def test_parts_stop_in_the_opposite_order(tmp_path: Path, supervisor: Supervisor) -> None:
    stopped = []

    class Noted(Program):
        def stop(self) -> None:
            super().stop()
            stopped.append(self.name)

    for name in ("postgres", "valkey", "worker", "web"):
        supervisor.add(Noted(name, SLEEP, var=tmp_path, env=os.environ))
    supervisor.stop_all()
    assert stopped == ["web", "worker", "valkey", "postgres"]


def test_a_signal_ends_the_watch(supervisor: Supervisor) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    supervisor.watch()
    assert supervisor.should_stop()


def test_a_command_that_fails_says_why(tmp_path: Path, supervisor: Supervisor) -> None:
    with pytest.raises(LocalProblem, match="no such table"):
        supervisor.run_once(
            [sys.executable, "-c", "raise SystemExit('no such table')"], env=os.environ, log=tmp_path / "log"
        )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_children_end_when_we_are_killed(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    script = (
        "import os, signal, sys; from pathlib import Path; from app.local.process import spawn;"
        f"spawn({SLEEP!r}, log=Path({str(tmp_path / 'log')!r}), mark=Path({str(mark)!r}));"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    pid = int(mark.read_text().split()[0])
    until(lambda: birth(pid) == "-")


def test_a_leftover_is_ended_and_a_stranger_with_its_number_is_not(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    ours = spawn(SLEEP, log=tmp_path / "log", mark=mark)
    stranger = tmp_path / "stranger"
    stranger.write_text(f"{ours.pid} born-at-another-time\n")
    stop_leftover(stranger, signal.SIGTERM)
    assert ours.poll() is None
    stop_leftover(mark, signal.SIGTERM)
    assert ours.wait(5) == -signal.SIGTERM
