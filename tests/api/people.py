"""An izin-reklame by GraphQL, as far as a test wants it to go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.kit.ids import random_code
from tests.api.conftest import Api
from tests.story import REKLAME

CITIZEN = "+6281200000001"
NEIGHBOUR = "+6281200000002"
BRANCHES = {"tax": "bapenda", "construction": "dpupr", "public-order": "satpolpp"}


@dataclass
class Case:
    """One application and the tokens of all who deal with it."""

    api: Api
    tokens: dict[str, str] = field(default_factory=dict)
    id: str = ""
    number: str = ""
    pin: str = ""

    async def token(self, account: str) -> str:
        """The token of an account, made once."""
        if account not in self.tokens:
            self.tokens[account] = await self.api.token(account)
        return self.tokens[account]

    async def input(self, **changes: Any) -> dict[str, Any]:
        """An application that has all it needs."""
        token = await self.token(CITIZEN)
        papers = [
            {"requirement": key, "documentId": await self.api.upload(token)}
            for key in ("site-photo", "design")
        ]
        whole = {"service": "izin-reklame", "answers": dict(REKLAME), "documents": papers}
        return {**whole, "idempotencyKey": random_code(), **changes}

    async def submit(self, **changes: Any) -> dict[str, Any]:
        """What applying answers."""
        return await self.act("submit", CITIZEN, await self.input(**changes))

    async def sent(self, **changes: Any) -> "Case":
        """The case, with its application sent."""
        answer = await self.submit(**changes)
        self.pin, self.id = answer["pin"], answer["application"]["id"]
        self.number = answer["application"]["number"]
        return self

    async def act(self, operation: str, account: str, input: Mapping[str, Any]) -> dict[str, Any]:
        """What a mutation answers."""
        data = await self.api.run(operation, {"input": input}, await self.token(account))
        answer: dict[str, Any] = next(iter(data.values()))
        return answer

    async def read(self, account: str = CITIZEN) -> dict[str, Any]:
        """The application as an account sees it."""
        data = await self.api.run("application", {"id": self.id}, await self.token(account))
        answer: dict[str, Any] = data["application"]
        return answer

    async def task(self, step: str) -> str:
        """The identifier of a step's task."""
        tasks = (await self.read())["tasks"]
        id: str = next(task["id"] for task in tasks if task["step"]["key"] == step)
        return id

    async def decide(self, step: str, officer: str, decision: str = "APPROVE", **more: Any) -> dict[str, Any]:
        """What an officer's answer answers."""
        answer = {"taskId": await self.task(step), "decision": decision, "idempotencyKey": random_code()}
        return await self.act("decide", officer, {**answer, **more})

    async def verified(self) -> "Case":
        """The case, with all three agencies content."""
        for step, officer in BRANCHES.items():
            await self.decide(step, officer)
        return self

    async def sign(self, secret: str, officer: str = "kadis-dpmptsp", **more: Any) -> dict[str, Any]:
        """What the signature answers."""
        signing = {"taskId": await self.task("signature"), "secret": secret, "idempotencyKey": "sign"}
        return await self.act("sign", officer, {**signing, **more})
