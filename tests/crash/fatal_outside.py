"""A bank and a registry that are the last ones somebody talks to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Never

from models.kit.ports import (
    PaymentChannel,
    PaymentInstruction,
    PaymentNoticeRead,
    PaymentOrder,
    PopulationAnswer,
    PopulationQuestion,
    PopulationRegistry,
)


@dataclass
class FatalBank:
    """Dies with the bill on its lips, or with the bank's answer in its ear."""

    inner: PaymentChannel
    die: Callable[[], Never]
    unasked: bool

    @property
    def name(self) -> str:
        """The real one's."""
        return self.inner.name

    async def open(self, order: PaymentOrder) -> PaymentInstruction:
        """Ask, or not, and die."""
        if not self.unasked:
            await self.inner.open(order)
        self.die()

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> PaymentNoticeRead:
        """What the real one reads."""
        return self.inner.read_notice(headers, body)


@dataclass
class FatalPopulation:
    """Dies with the registry's answer in its ear."""

    inner: PopulationRegistry
    die: Callable[[], Never]

    async def verify(self, question: PopulationQuestion) -> PopulationAnswer:
        """Ask, and die."""
        await self.inner.verify(question)
        self.die()
