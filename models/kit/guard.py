"""How often a secret may be guessed at, so that guessers are stopped and the owner never is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.kit.caller import Caller
from models.kit.errors import RateLimited
from models.kit.throttle import Count, Limit, clear, counts, give_back, take
from models.kit.vault import Vault


@dataclass(frozen=True, slots=True)
class Guard:
    """The limits of one kind of secret.

    `own` is for each browser that was right before, which nobody else can fill. Strangers are counted at one subject
    from one network (`here`), from one network at all subjects (`network`), and at one subject from everywhere.
    """

    kind: str
    own: Sequence[Limit]
    here: Sequence[Limit]
    network: Sequence[Limit]
    anywhere: Sequence[Limit]

    async def take(
        self, subject: str, caller: Caller, *, at: datetime, vault: Vault, proof: str | None = None
    ) -> "Taken":
        """Count a try at the subject's secret before it is judged; raises RateLimited, and then counts nothing.

        The browser's own count comes first, whether by its mark or by another proof that the caller is the owner.
        """
        own = proof or caller.mark_of(self.kind, subject, at=at, vault=vault)
        if own is not None:
            tried = counts(f"{self.kind}-own", self.own, subject, own)
            try:
                await take(tried, at)
            except RateLimited:
                pass  # what others did in this browser leaves the way of strangers open
            else:
                return Taken(True, tried, ())
        here = counts(f"{self.kind}-here", self.here, subject, caller.origin or "")
        network = counts(f"{self.kind}-network", self.network, caller.origin) if caller.origin else []
        shared = [*network, *counts(f"{self.kind}-anywhere", self.anywhere, subject)]
        await take([*here, *shared], at)
        return Taken(False, here, shared)


@dataclass(frozen=True, slots=True)
class Taken:
    """A try that has been counted: whether in the browser's own count, and where."""

    own: bool
    mine: Sequence[Count]
    shared: Sequence[Count]

    async def right(self) -> None:
        """The secret was right: the caller's own count begins anew, the shared ones get this try back."""
        await clear(self.mine)
        await give_back(self.shared)
