"""One running system and one chromium for all tests of this folder; each person has a window of their own."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.async_api import Browser, Playwright, async_playwright

from tests.browser.person import PHONE, Person, Site
from tests.crash.installation import Installation

PROGRAM = "chromium"
QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
Somebody = TypeVar("Somebody", bound=Person)


class Street:
    """Where people come from; those who came are gone when the test is over."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self.chromium = chromium
        self.site = site
        self.people: list[Person] = []

    async def new(
        self, who: type[Somebody], *, script: bool = True, screen: tuple[int, int] = PHONE
    ) -> Somebody:
        """Somebody whose browser has never been here."""
        width, height = screen
        context = await self.chromium.new_context(
            java_script_enabled=script,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport={"width": width, "height": height},
        )
        context.set_default_timeout(15_000)
        person = who(context, await context.new_page(), self.site)
        self.people.append(person)
        return person

    async def empty(self) -> list[str]:
        """Send everybody home; answers what they complained about."""
        for person in self.people:
            await person.close()
        return [complaint for person in self.people for complaint in person.complaints]


@pytest.fixture(scope="session")
def site(root: Path, run_folder: Path) -> Iterator[Site]:
    """The whole system, as `make run` brings it up."""
    installation = Installation(root, run_folder / "browsed")
    with installation.running():
        yield Site(installation.url, installation.officer_password, installation.bank)


@pytest.fixture(scope="session")
def signing_folder(run_folder: Path, site: Site) -> Path:
    """Where that system keeps its certificates."""
    return run_folder / "browsed" / "signing"


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The system's own chromium."""
    if shutil.which(PROGRAM) is None:
        pytest.skip("there is no chromium on PATH: apt-get install chromium")
    async with async_playwright() as playwright, await launched(playwright) as browser:
        yield browser


async def launched(playwright: Playwright) -> Browser:
    """A browser that talks to nobody on its own; root gets no sandbox."""
    as_root = ("--no-sandbox",) if os.getuid() == 0 else ()
    return await playwright.chromium.launch(executable_path=shutil.which(PROGRAM), args=[*QUIET, *as_root])


@pytest.fixture
async def street(chromium: Browser, site: Site) -> AsyncIterator[Street]:
    """People as a test needs them; whatever they object to fails the test."""
    street = Street(chromium, site)
    yield street
    assert await street.empty() == []
