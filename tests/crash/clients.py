"""People who do not give up: the same request with the same key, until it has been acknowledged."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from tests.story import photo

OPERATIONS = Path(__file__).parents[2] / "graphql" / "operations"
LATER = frozenset({"UNAVAILABLE", "UNEXPECTED"})
"""Codes that promise nothing: the request may have been carried out or not."""
PATIENCE = 90.0
"""Seconds after which somebody who was never answered gives up, and the test fails."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0


@dataclass
class Clients:
    """All who ask, with their tokens; `setbacks` counts what they were told instead of an answer."""

    http: httpx2.AsyncClient
    tokens: Mapping[str, str]
    setbacks: Counter[str] = field(default_factory=Counter)

    async def act(self, operation: str, account: str, input: Mapping[str, Any]) -> dict[str, Any]:
        """What a mutation answers in the end; Problems are a failure of the test."""
        query = (OPERATIONS / f"{operation}.graphql").read_text()
        body = {"query": query, "variables": {"input": dict(input)}}
        answer = await self._insist("/graphql", account, json=body)
        result: dict[str, Any] = next(iter(answer["data"].values()))
        assert result["__typename"] != "Problems", (operation, input["idempotencyKey"], result)
        return result

    async def tasks_of(self, application: str, account: str) -> dict[str, str]:
        """The task of each step."""
        query = "query ($id: ID!) { application(id: $id) { tasks { id step { key } } } }"
        body = {"query": query, "variables": {"id": application}}
        answer = await self._insist("/graphql", account, json=body)
        return {task["step"]["key"]: task["id"] for task in answer["data"]["application"]["tasks"]}

    async def upload(self, account: str) -> str:
        """The identifier of a photo that has been taken in."""
        answer = await self._insist(
            "/documents", account, params={"name": "lokasi.jpg"}, content=photo(),
            headers={"Content-Type": "image/jpeg"},
        )  # fmt: skip
        id: str = answer["id"]
        return id

    async def _insist(
        self, path: str, account: str, *, headers: Mapping[str, str] | None = None, **what: Any
    ) -> dict[str, Any]:
        give_up, pause = time.monotonic() + PATIENCE, FIRST_PAUSE
        signed = {**(headers or {}), "Authorization": f"Bearer {self.tokens[account]}"}
        while True:
            try:
                response = await self.http.post(path, headers=signed, **what)
            except httpx2.TransportError as error:
                setback = type(error).__name__
            else:
                setback = _setback(response)
                if not setback:
                    answer: dict[str, Any] = response.json()
                    return answer
            self.setbacks[setback] += 1
            assert time.monotonic() < give_up, f"{path} was never answered; the last word was {setback}"
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def _setback(response: httpx2.Response) -> str:
    """Why this is no answer yet; empty when it is one. What retrying cannot mend fails the test."""
    if response.status_code >= 500:
        return str(response.status_code)
    assert response.status_code in {200, 201}, response.text
    answer = response.json()
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    for result in (answer.get("data") or {}).values():
        codes |= {problem["code"] for problem in (result or {}).get("problems", ())}
    if codes & LATER:
        return "/".join(sorted(codes))
    assert not answer.get("errors"), answer
    return ""
