"""Somebody in front of a browser without script: opens pages, sends forms, keeps cookies."""

import re
from collections.abc import Mapping
from html import unescape
from types import TracebackType

import httpx2
from starlette.applications import Starlette

from models.kit.regency import Regency
from models.messages import tables as messages

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
ERROR = re.compile(r'<p class="error" id="([^"]+)-error">.*?</span> (.*?)</p>', re.DOTALL)


class Visitor:
    """One browser at a network address; `page` is what it shows."""

    def __init__(self, app: Starlette, address: str = "127.0.0.1") -> None:
        self.app = app
        self.page = httpx2.Response(200)
        transport = httpx2.ASGITransport(app, client=(address, 50000))
        self.client = httpx2.AsyncClient(transport=transport, base_url="http://test")

    async def __aenter__(self) -> "Visitor":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.client.aclose()

    @property
    def regency(self) -> Regency:
        """The regency whose site it is."""
        regency: Regency = self.app.state.regency
        return regency

    @property
    def problems(self) -> dict[str, str]:
        """What the page says at its fields."""
        return {field: unescape(text) for field, text in ERROR.findall(self.page.text)}

    async def open(self, path: str, headers: Mapping[str, str] | None = None) -> httpx2.Response:
        """Go to a page."""
        self.page = await self.client.get(path, headers=headers)
        return self.page

    async def send(
        self,
        path: str,
        fields: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Send a form of the page that is open, with its token; redirects are not followed."""
        data = {"csrf": self.token(), **(fields or {})}
        self.page = await self.client.post(path, data=data, files=files, headers=headers)
        return self.page

    def token(self) -> str:
        """The hidden token of the page that is open."""
        found = CSRF.search(self.page.text)
        assert found is not None, "the page has no form"
        return found[1]

    async def follow(self) -> httpx2.Response:
        """Go where the last answer leads."""
        return await self.open(self.page.headers["location"])

    async def sign_in(self, phone: str = "081200000001", onwards: str = "/layanan") -> httpx2.Response:
        """Sign in as a citizen, with the code from the message."""
        self.forget_session()
        await self.open("/masuk")
        await self.send("/masuk", {"phone": phone, "lanjut": onwards})
        await self.follow()
        return await self.send("/masuk/kode", {"code": await self.newest_code(), "lanjut": onwards})

    async def sign_in_officer(self, username: str, password: str) -> httpx2.Response:
        """Sign in as an officer."""
        self.forget_session()
        await self.open("/petugas/masuk")
        return await self.send("/petugas/masuk", {"username": username, "password": password})

    def forget_session(self) -> None:
        """Be nobody again."""
        if "session" in self.client.cookies:
            self.client.cookies.delete("session")

    async def newest_code(self) -> str:
        """The code in the message that was promised last, short or long."""
        message = await messages.Message.all().order_by("-created_at", "-id").first()
        assert message is not None
        code = re.search(
            r"\b\d{6}\b|\b\d{4} \d{4} \d{4}\b", self.regency.vault.open(message.text_sealed, "message")
        )
        assert code is not None
        return code[0]
