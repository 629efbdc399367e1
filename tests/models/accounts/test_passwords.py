"""Officers' passwords: who guesses waits, and the officer does not."""

import asyncio
import time
from datetime import timedelta

import pytest

from models.accounts.hashing import is_password
from models.accounts.passwords import device_code, sign_in_officer
from models.kit.caller import Caller
from models.kit.errors import RateLimited
from tests.story import Story


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that takes a twentieth of a second and fits everything."""

    def verify(*_: object) -> bool:
        time.sleep(0.05)
        return True

    monkeypatch.setattr("argon2.PasswordHasher.verify", verify)


@pytest.mark.usefixtures("slow")
async def test_a_browser_that_was_right_before_waits_for_no_stranger() -> None:
    done: list[str] = []

    async def hashed(name: str, *, own: bool) -> None:
        await is_password("hash", "password", own=own, origin=name)
        done.append(name)

    crowd = [hashed(f"network {number}", own=False) for number in range(20)]
    await asyncio.gather(*crowd, hashed("head", own=True))
    assert done.index("head") <= 2


@pytest.mark.usefixtures("slow")
async def test_a_network_waits_for_one_hash_of_a_crowd_in_another() -> None:
    done: list[str] = []

    async def hashed(origin: str) -> None:
        await is_password("hash", "password", own=False, origin=origin)
        done.append(origin)

    await asyncio.gather(*(hashed("crowd") for _ in range(20)), hashed("head"))
    assert done.index("head") <= 2


@pytest.mark.usefixtures("slow")
async def test_a_device_code_lasts_ten_minutes_at_least_and_for_its_account_alone(story: Story) -> None:
    async def signs_in(username: str, device: str) -> bool:
        try:
            await sign_in_officer(
                username, "x", device=device, caller=Caller("one"), at=story.now, regency=story.regency
            )
        except RateLimited:
            return False
        return True

    vault = story.regency.vault
    with pytest.MonkeyPatch.context() as wrong:
        wrong.setattr("models.accounts.passwords.is_password", _never)
        for _ in range(5):
            with pytest.raises(Exception, match="INVALID"):
                await signs_in("dishub", "")
    code = device_code(await story.officer("dishub"), at=story.now, vault=vault)
    assert not await signs_in("dishub", "")
    assert not await signs_in(
        "dishub", device_code(await story.officer("bapenda"), at=story.now, vault=vault)
    )
    story.now += timedelta(minutes=10)
    assert await signs_in("dishub", f"{code[:4]} {code[4:]}")


async def _never(*_: object, **__: object) -> bool:
    return False
