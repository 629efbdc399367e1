"""What stands behind a port when nothing was connected: nobody answers, and the regency goes on by hand."""

from collections.abc import Mapping
from typing import NoReturn

from models.kit.ports import (
    ForgedNotice,
    PaymentOrder,
    PaymentUnavailable,
    PopulationQuestion,
    RegistryUnavailable,
)


class NoRegistry:
    """Implements `PopulationRegistry` and `TaxRegistry`: every question goes to an officer."""

    async def verify(self, question: PopulationQuestion) -> NoReturn:
        """Raise RegistryUnavailable."""
        raise RegistryUnavailable("no population registry is connected")

    async def clearance(self, *, nik: str | None = None, npwpd: str | None = None) -> NoReturn:
        """Raise RegistryUnavailable."""
        raise RegistryUnavailable("no tax registry is connected")


class NoPayments:
    """Implements `PaymentChannel`: no bill becomes payable and every notice is forged."""

    name = "tidak-ada"

    async def open(self, order: PaymentOrder) -> NoReturn:
        """Raise PaymentUnavailable."""
        raise PaymentUnavailable("no payment channel is connected")

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoReturn:
        """Raise ForgedNotice: there is nobody whom it could come from."""
        raise ForgedNotice("no payment channel is connected")
