"""Who acts."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """A citizen, an officer, or the machine itself: three different things on every record."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    SYSTEM = "system"


class OfficerRole(StrEnum):
    """What an officer does in the agency: handles files, or heads it and signs."""

    OFFICER = "officer"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Actor:
    """The account on whose behalf something happens."""

    kind: ActorKind
    name: str
    account_id: UUID | None = None
    agency_id: UUID | None = None
    role: OfficerRole | None = None

    @property
    def account(self) -> UUID:
        """The account's id; raises TypeError for the machine, which has none."""
        if self.account_id is None:
            raise TypeError(f"{self.kind} has no account")
        return self.account_id


SYSTEM = Actor(ActorKind.SYSTEM, "Sistem")
