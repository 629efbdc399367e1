"""What two hundred citizens and their officers do, and what they were told."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.crash.clients import Clients
from tests.real_clock import real_today
from tests.story import reklame

CITIZENS = ("+6281200000001", "+6281200000002", "+6281200000003")
BRANCHES = {"tax": "bapenda", "construction": "dpupr", "public-order": "satpolpp"}
DECIDER, HEAD = "dpmptsp", "kadis-dpmptsp"
ACCOUNTS = (*CITIZENS, *BRANCHES.values(), DECIDER, HEAD)
AT_ONCE = 8
"""Journeys under way at the same moment."""


@dataclass
class Journey:
    """One application; what follows `index` has been acknowledged."""

    index: int
    id: str = ""
    number: str = ""
    decided: dict[str, str] = field(default_factory=dict)
    permit: dict[str, Any] | None = None

    @property
    def citizen(self) -> str:
        """Whose it is."""
        return CITIZENS[self.index % len(CITIZENS)]

    @property
    def key(self) -> str:
        """The idempotency key of the application."""
        return f"journey-{self.index}"

    @property
    def is_refused(self) -> bool:
        """Every tenth is."""
        return self.index % 10 == 3

    @property
    def is_signed(self) -> bool:
        """Every fourth is; the others wait for the head."""
        return self.index % 4 == 0


@dataclass
class Crowd:
    """All journeys, a few at a time."""

    clients: Clients
    secret: str
    _pen: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def walk(self, journeys: Iterable[Journey]) -> None:
        """Walk every journey to its end."""
        waiting = iter(journeys)
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._walk_some(waiting))

    async def _walk_some(self, waiting: Iterable[Journey]) -> None:
        for journey in waiting:
            await self._submit(journey)
            tasks = await self.clients.tasks_of(journey.id, journey.citizen)
            await self._decide(journey, tasks)
            if journey.is_signed:
                await self._sign(journey, tasks["signature"])

    async def _submit(self, journey: Journey) -> None:
        """Apply; and press the button twice, as people do."""
        photo = await self.clients.upload(journey.citizen)
        whole = {
            "service": "izin-reklame",
            "answers": {**reklame(real_today()), "text": f"Warung nomor {journey.index}"},
            "documents": [{"requirement": key, "documentId": photo} for key in ("site-photo", "design")],
            "idempotencyKey": journey.key,
        }
        sent, again = await asyncio.gather(
            *(self.clients.act("submit", journey.citizen, whole) for _ in range(2))
        )
        assert (sent["application"]["number"], sent["pin"]) == (again["application"]["number"], again["pin"])
        journey.id, journey.number = sent["application"]["id"], sent["application"]["number"]

    async def _decide(self, journey: Journey, tasks: dict[str, str]) -> None:
        """The agencies answer side by side, then comes the decision."""
        async with asyncio.TaskGroup() as group:
            for step, officer in BRANCHES.items():
                group.create_task(self._answer(journey, step, tasks[step], officer))
        refusal = {"decision": "REFUSE", "reason": "Titik terlarang."} if journey.is_refused else {}
        await self._answer(journey, "decision", tasks["decision"], DECIDER, **refusal)

    async def _answer(self, journey: Journey, step: str, task: str, officer: str, **refusal: str) -> None:
        answer = {"taskId": task, "decision": "APPROVE", "idempotencyKey": f"{journey.key}-{step}"} | refusal
        decided = await self.clients.act("decide", officer, answer)
        journey.decided[step] = decided["decision"]

    async def _sign(self, journey: Journey, task: str) -> None:
        """The head has one pen, and takes one paper after the other."""
        signing = {"taskId": task, "secret": self.secret, "idempotencyKey": f"{journey.key}-signature"}
        async with self._pen:
            journey.permit = await self.clients.act("sign", HEAD, signing)
        journey.decided["signature"] = "APPROVE"
