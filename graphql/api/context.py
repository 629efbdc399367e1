"""What every resolver may lean on: who asks, when, of which regency, and what has been read so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import strawberry

from api.loaders import Loaders, loaders
from models.accounts.queries import AccountRow
from models.kit.actor import Actor, ActorKind
from models.kit.caller import Caller
from models.kit.regency import Regency

NOBODY = Actor(ActorKind.CITIZEN, "")
"""A caller without a token: may see what no applicant and no agency owns, which is nothing."""


@dataclass
class Context:
    """One request."""

    regency: Regency
    translate: Callable[[str], str]
    at: datetime
    method: str
    account: AccountRow | None
    caller: Caller
    noted: set[UUID] = field(default_factory=set)
    """Applications whose reading by this officer is in the access log already."""
    loaders: Loaders = field(init=False)

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Read everything afresh from here on, as after a change."""
        zone = self.regency.zone
        self.loaders = loaders(by=self.actor, at=self.at, zone=zone, noted=self.noted)

    @property
    def actor(self) -> Actor:
        """On whose behalf this request is."""
        return self.account.actor if self.account else NOBODY

    @property
    def today(self) -> date:
        """The day on the regency's calendar."""
        return self.at.astimezone(self.regency.zone).date()

    def local(self, at: datetime) -> datetime:
        """The moment with the offset of the regency's clock."""
        return at.astimezone(self.regency.zone)

    def local_or_none(self, at: datetime | None) -> datetime | None:
        """The moment with the offset of the regency's clock, or None."""
        return self.local(at) if at else None

    def say(self, message: str, facts: Mapping[str, object]) -> str:
        """A msgid with its facts filled in."""
        return self.translate(message).format(**facts)


Info = strawberry.Info[Context, None]
