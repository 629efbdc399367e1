"""A service with everything in it, by GraphQL: machines that check, a visit, something to pay, many agencies."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from models.billing.operations import open_bill, take_payment
from models.billing.workflow import Taken
from models.checks.operations import run_check
from models.kit.ids import parse_id, random_code
from models.kit.ports import PaymentNoticeRead
from tests.api.people import CITIZEN, Case
from tests.clock import TODAY, day_of
from tests.sampling import samples

NTPN = "0A1B 2C3D-4e5f 6789"
"""As people copy it from a receipt."""


def refused(answer: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """The codes and places of the problems in an answer."""
    assert answer["__typename"] == "Problems", answer
    return [(problem["code"], problem["path"]) for problem in answer["problems"]]


def ahead(days: int, hour: int = 3) -> str:
    """A moment some days from now, as a client writes it."""
    day = TODAY + timedelta(days=days)
    return f"{day.isoformat()}T{hour:02d}:00:00Z"


@dataclass
class Process(Case):
    """An application of the service `slug`, and the machines around it."""

    slug: str = "pkkpr-non-berusaha"

    async def input(self, **changes: Any) -> dict[str, Any]:
        """An application as the sample of the service has it."""
        sample = next(iter(samples(self.slug)))
        token = await self.token(CITIZEN)
        papers = [
            {"requirement": key, "documentId": await self.api.upload(token)} for key in sample.documents
        ]
        whole = {"service": self.slug, "answers": dict(sample.answers), "documents": papers}
        return {**whole, "idempotencyKey": random_code(), **changes}

    async def do(self, operation: str, account: str, step: str, **more: Any) -> dict[str, Any]:
        """What a mutation about the task of a step answers."""
        wanted = {"taskId": await self.task(step), "idempotencyKey": random_code(), **more}
        return await self.act(operation, account, wanted)

    async def own(self, account: str, step: str) -> dict[str, Any]:
        """The task of a step as an account sees it in the application."""
        tasks = (await self.read(account))["tasks"]
        found: dict[str, Any] = next(task for task in tasks if task["step"]["key"] == step)
        return found

    async def check(self, step: str) -> None:
        """What the worker does for a machine check."""
        await run_check(await self._uuid(step), at=self.api.regency.now(), regency=self.api.regency)

    async def bill(self, step: str) -> dict[str, Any]:
        """The bill that the worker makes for a PAY step."""
        await open_bill(await self._uuid(step), at=self.api.regency.now(), regency=self.api.regency)
        bills: list[dict[str, Any]] = (await self.read())["bills"]
        return bills[-1]

    async def pay(self, bill: dict[str, Any]) -> Taken:
        """The bank tells that a bill is paid."""
        at = self.api.regency.now()
        notice = PaymentNoticeRead(random_code(), bill["number"], bill["amount"], "LATIHAN-1", at, {})
        return await take_payment(notice, at=at, regency=self.api.regency)

    async def report(self, step: str, **changes: Any) -> dict[str, Any]:
        """What reporting a payment to the state answers."""
        today = day_of(self.api.regency.now()).isoformat()
        receipt = await self.api.upload(await self.token(CITIZEN), "bukti-bayar.jpg")
        report = {"ntpn": NTPN, "paidOn": today, "documentId": receipt, **changes}
        return await self.do("report-payment", CITIZEN, step, **report)

    async def _uuid(self, step: str) -> UUID:
        id = parse_id("task", await self.task(step))
        assert id is not None
        return id

    async def complete(self, officer: str = "loket-dpmptsp") -> "Process":
        """The process after its machines and its front office."""
        for step in ("population", "duplicate"):
            await self.check(step)
        await self.decide("completeness", officer)
        return self
