"""Somebody in front of a real browser: opens, fills in, presses; every page they come to has to fit their screen."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    FilePayload,
    Locator,
    Page,
    Request,
    Response,
)

PHONE = (320, 640)
LARGER_PHONE = (360, 740)
DESK = (1280, 900)
PATIENCE = 30.0
"""Seconds for the worker to deliver a message, to ask a registry or to prepare a document."""


@dataclass
class Site:
    """The running system with the bank beside it, and the codes that have been used to sign in to it."""

    url: str
    officer_password: str
    bank: str
    used_codes: set[str] = field(default_factory=set)


class Person:
    """One browser window; `complaints` is what a careful visitor would object to."""

    def __init__(self, context: BrowserContext, page: Page, site: Site) -> None:
        self.context = context
        self.site = site
        self.complaints: list[str] = []
        self.visited: list[str] = []
        context.on("request", self._note_request)
        self.page = self._watched(page)

    async def another_tab(self) -> None:
        """Go on in a new tab of the same browser."""
        self.page = self._watched(await self.context.new_page())

    async def open(self, path: str) -> int:
        """Go to an address; answers the status."""
        response = await self.page.goto(f"{self.site.url}{path}")
        await self._look()
        assert response is not None
        return response.status

    async def press(self, name: str, *, within: Locator | None = None) -> Response:
        """Press a button, and wait for the page to which it leads."""
        return await self._follow((within or self.page).get_by_role("button", name=name, exact=True).first)

    async def follow(self, name: str, *, within: Locator | None = None) -> Response:
        """Follow a link."""
        return await self._follow((within or self.page).get_by_role("link", name=name, exact=True).first)

    async def fill(self, answers: Mapping[str, str]) -> None:
        """Type into fields, or choose in them, by their labels."""
        for label, answer in answers.items():
            await self._answer(label, answer)

    async def attach(self, label: str, name: str, content: bytes, media_type: str = "image/jpeg") -> None:
        """Choose a file for a field."""
        file = FilePayload(name=name, mimeType=media_type, buffer=content)
        await self.field(label).set_input_files(file)

    async def upload(self, label: str, name: str, content: bytes) -> None:
        """Choose a file and send it at once."""
        await self.attach(label, name, content)
        await self.press(f"Unggah {label}")

    def field(self, label: str) -> Locator:
        """A control by its label."""
        return self.page.get_by_label(label, exact=True).first

    async def typed(self, *labels: str) -> dict[str, str]:
        """What stands in the fields."""
        return {label: await self.field(label).input_value() for label in labels}

    async def error_at(self, label: str) -> str:
        """What a screen reader says is wrong with this field."""
        described = await self.field(label).get_attribute("aria-describedby") or ""
        (error,) = [id for id in described.split() if id.endswith("-error")] or [""]
        text = await self.page.locator(f"id={error}").inner_text() if error else ""
        return text.removeprefix("Perlu diperbaiki:").strip()

    async def reads(self) -> str:
        """The words on the page, as they are shown."""
        return " ".join((await self.page.locator("body").inner_text()).split())

    async def sees(self, *words: str) -> None:
        """Each of these words is on the page."""
        missing = await self._missing(words)
        assert not missing, f"{self.page.url} does not say {missing}; it says: {await self.reads()}"

    async def sees_at_last(self, *words: str) -> None:
        """Load the page anew until each of these words is on it."""
        give_up = time.monotonic() + PATIENCE
        while await self._missing(words) and time.monotonic() < give_up:
            await asyncio.sleep(0.2)
            await self.page.reload()
        await self.sees(*words)

    async def unfold(self, summary: str) -> None:
        """Open what is folded away under these words."""
        await self.page.locator("summary", has_text=summary).first.click()

    async def download(self, name: str) -> bytes:
        """The file behind a link."""
        async with self.page.expect_download() as started:
            await self.page.get_by_role("link", name=name, exact=True).click()
        return (await (await started.value).path()).read_bytes()

    async def lose_session(self) -> None:
        """Let the session end while the page stays open."""
        await self.context.clear_cookies(name="session")

    async def close(self) -> None:
        """Close the browser."""
        await self.context.close()

    async def _follow(self, target: Locator) -> Response:
        async with self.page.expect_response(_leads_to_a_page) as led:
            await target.click()
        response = await led.value
        await response.finished()
        await self.page.wait_for_load_state()
        await self._look()
        return response

    async def _missing(self, words: Iterable[str]) -> list[str]:
        page = (await self.reads()).casefold()
        return [text for text in words if text.casefold() not in page]

    async def _answer(self, label: str, answer: str) -> None:
        group = self.page.get_by_role("group", name=label, exact=True)
        if await group.count():
            await group.get_by_label(answer, exact=True).check()
        elif await (control := self.field(label)).evaluate("it => it.tagName") == "SELECT":
            await control.select_option(label=answer)
        else:
            await control.fill(answer)

    async def _look(self) -> None:
        wide, screen = await self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        self.visited.append(urlsplit(self.page.url).path)
        if wide > screen:
            self.complaints.append(f"{self.page.url} is {wide} px wide on a screen of {screen} px")

    def _watched(self, page: Page) -> Page:
        page.on("console", self._note_console)
        page.on("pageerror", self._note_error)
        return page

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site.url}/", "data:")) and not self._is_at_the_bank(request):
            self.complaints.append(f"asked another host: {request.url}")

    def _is_at_the_bank(self, request: Request) -> bool:
        """Going there, or something of a page there."""
        bank = f"{self.site.bank}/"
        there = request.is_navigation_request() or request.frame.url.startswith(bank)
        return request.url.startswith(bank) and there

    def _note_console(self, message: ConsoleMessage) -> None:
        # A page that says 404 or 422 is meant; the browser notes it at the page's own address.
        meant = message.text.startswith("Failed to load resource") and self._is_page(message.location["url"])
        if message.type in {"error", "warning"} and not meant:
            self.complaints.append(f"{message.type} in the console: {message.text}")

    def _is_page(self, url: str) -> bool:
        return not urlsplit(url).path.startswith("/static/")

    def _note_error(self, error: Error) -> None:
        self.complaints.append(f"error in a script: {error.message}")


def _leads_to_a_page(response: Response) -> bool:
    """Whether the browser goes to this answer; a fragment that is fetched changes no page."""
    return response.request.is_navigation_request() and not 300 <= response.status < 400
