"""The one frozen thing that `app/` builds at start and hands to whoever needs more than its arguments."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.kit.clock import Clock
from models.kit.links import Links
from models.kit.ports import (
    Channel,
    PaymentChannel,
    PopulationRegistry,
    Renderer,
    Signer,
    Storage,
    TaxRegistry,
)
from models.kit.vault import Vault


@dataclass(frozen=True, slots=True)
class Regency:
    """The regency that this process serves, with its keys and its ways to the outside."""

    name: str
    seat: str
    zone: ZoneInfo
    sample: bool
    vault: Vault
    links: Links
    storage: Storage
    renderer: Renderer
    signer: Signer
    sms: Channel
    population: PopulationRegistry
    tax: TaxRegistry
    payments: PaymentChannel
    clock: Clock

    def now(self) -> datetime:
        """What time it is: asked once for a request, a job or a command, and passed on as `at`."""
        return self.clock()
