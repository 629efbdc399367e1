"""Asking the API as a client does: query text over HTTP, against the real application on a real database."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.main import create_app
from app.settings import Settings
from models.accounts.tokens import new_api_token
from models.kit.regency import Regency
from tests.story import photo

OPERATIONS = Path(__file__).parents[2] / "graphql" / "operations"


@dataclass
class Api:
    """One client; `token` names who asks."""

    http: httpx2.AsyncClient
    regency: Regency

    async def token(self, account: str) -> str:
        """A bearer token of an account, by user name or phone number."""
        return await new_api_token(account, at=self.regency.now(), regency=self.regency)

    async def post(self, body: object, token: str | None = None, **headers: str) -> httpx2.Response:
        """One POST."""
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return await self.http.post("/graphql", json=body, headers=headers)

    async def ask(
        self, query: str, variables: Mapping[str, Any] | None = None, token: str | None = None
    ) -> dict[str, Any]:
        """The whole answer."""
        response = await self.post({"query": query, "variables": dict(variables or {})}, token)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def data(
        self, query: str, variables: Mapping[str, Any] | None = None, token: str | None = None
    ) -> dict[str, Any]:
        """The data of an answer without errors."""
        answer = await self.ask(query, variables, token)
        assert set(answer) == {"data"}, answer
        data: dict[str, Any] = answer["data"]
        return data

    async def run(
        self, name: str, variables: Mapping[str, Any] | None = None, token: str | None = None
    ) -> dict[str, Any]:
        """What one of the published operations answers."""
        return await self.data((OPERATIONS / f"{name}.graphql").read_text(), variables, token)

    async def file(self, address: str, token: str) -> httpx2.Response:
        """A file, asked for at its address by whoever the token names."""
        return await self.http.get(address, headers={"Authorization": f"Bearer {token}"})

    async def upload(self, token: str, name: str = "lokasi.jpg", colour: str = "green") -> str:
        """The identifier of a photo that was given."""
        response = await self.http.post(
            "/documents",
            files={"file": (name, photo(colour), "image/jpeg")},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert response.status_code == 201, response.text
        id: str = response.json()["id"]
        return id


@pytest.fixture
async def api(settings: Settings, regency: Regency, database: str) -> AsyncIterator[Api]:
    """The application on a fresh, seeded database."""
    app = create_app(settings, database_url=database, redis_url=None)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as http:
        yield Api(http, regency)
