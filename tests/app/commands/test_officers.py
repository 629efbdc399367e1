"""`kabupaten officer` and `kabupaten token`, as they are run."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from app.cli import main
from app.settings import Settings
from integrations.signing import LocalSigner
from models.kit.ports import Signatory
from tests.story import Story

Run = Callable[..., Awaitable[tuple[int, list[str], str]]]
NEW = ["--role", "head", "--name", "Sri Contoh", "--position", "Kepala Dinas", "--agency", "dishub"]


@pytest.fixture
async def run(
    told: Callable[[], AbstractAsyncContextManager[Story]],
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs a command on a fresh installation: its exit status, its lines, and what it says beside them."""
    async with told():
        monkeypatch.setenv("VAR_DIR", str(settings.var_dir))

    async def command(*words: str) -> tuple[int, list[str], str]:
        capsys.readouterr()
        status = await asyncio.to_thread(main, list(words))
        printed = capsys.readouterr()
        return status, printed.out.splitlines(), printed.err

    return command


async def test_officers_come_get_a_password_alone_on_stdout_and_go(run: Run) -> None:
    status, given, about = await run("officer", "add", "sri.dishub", *NEW)
    assert (status, len(given), len(given[0])) == (0, 1, 19)
    assert "7 hari" in about
    listed = (await run("officer", "list", "--agency", "dishub"))[1]
    assert any("sri.dishub head: Sri Contoh, Kepala Dinas (kata sandi pertama" in line for line in listed)
    assert (await run("officer", "password", "sri.dishub"))[1] != given
    await run("token", "sri.dishub")
    ended = (await run("officer", "end", "sri.dishub"))[1]
    assert ended[0] == (
        "sri.dishub tidak bertugas lagi: 0 sesi, 1 token dan 0 delegasi diakhiri, 0 tugas dilepaskan."
    )
    assert any("(berhenti " in line for line in (await run("officer", "list"))[1])


async def test_it_says_when_nobody_signs_any_more(run: Run) -> None:
    _, lines, _ = await run("officer", "end", "kadis-dpmptsp")
    assert "Tidak ada lagi yang menandatangani" in lines[1]
    _, lines, _ = await run("officer", "end", "dishub")
    assert lines[1] == "Petugas yang tersisa di instansinya: 0."


async def test_a_new_head_signs_samples_with_the_demos_passphrase(
    run: Run, settings: Settings, password: str
) -> None:
    await run("officer", "add", "sri.tanda", *NEW)
    signer = LocalSigner(settings.var_dir / "signing", settings.clock)
    signer.enrol(Signatory("sri.tanda", "Sri Contoh", "Kepala Dinas", None, "Dishub"), password)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["officer", "end", "nobody"], "NOT_FOUND: Tidak ada petugas nobody"),
        (["officer", "password", "Nobody\u00a0"], "NOT_FOUND"),
        (
            ["officer", "add", "sri", *NEW[:-1], "nowhere"],
            "NOT_FOUND: Tidak ada instansi dengan kode nowhere.",
        ),
        (["officer", "add", "dishub", *NEW], "CONFLICT: Nama pengguna dishub sudah dipakai"),
        (["officer", "list", "--agency", "nowhere"], "NOT_FOUND"),
        (["token", "nobody"], "NOT_FOUND"),
        (["token", "n" * 70], "NOT_FOUND"),
        (["token", "dishub", "--days", "0"], "INVALID"),
        (["token", "revoke", "nothing"], "NOT_FOUND"),
        (["token", "revoke"], "NOT_FOUND"),
        (["token", "revoke", "--account", "nobody"], "NOT_FOUND"),
        (["token", "list", "nobody"], "NOT_FOUND"),
    ],
)
async def test_what_cannot_be_done_is_told_in_a_line(run: Run, words: list[str], complaint: str) -> None:
    status, lines, said = await run(*words)
    assert (status, lines) == (1, [])
    assert said.startswith(complaint)
    assert said.count("\n") == 1


async def test_tokens_are_made_listed_and_revoked(run: Run) -> None:
    status, made, _ = await run("token", "dishub", "--days", "2")
    assert (status, len(made), len(made[0])) == (0, 1, 43)
    await run("token", "dpupr")
    await run("token", "+6281200000001")
    _, lines, _ = await run("token", "list")
    assert [line.split()[1].rstrip(":") for line in lines if "dishub" in line or "dpupr" in line] == [
        "dpupr",
        "dishub",
    ]
    assert made[0] not in "\n".join(lines)
    assert "+62" not in "\n".join(lines)
    (line,) = (await run("token", "list", "dishub"))[1]
    assert "terakhir dipakai -" in line
    assert (await run("token", "revoke", line.split()[0]))[0] == 0
    assert "dicabut" in (await run("token", "list", "dishub"))[1][0]
    assert (await run("token", "revoke", "--account", "dpupr"))[1] == ["1 token dicabut."]
