"""Who is at the door before anybody knows who: the network they come from, and what their browser has proved before."""

import hmac
import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.kit.vault import Vault

MARK_LIVES = timedelta(days=180)
_SUBSCRIBER = 56
"""Bits of an IPv6 address that name a subscriber; the rest is theirs to choose (RIPE-690 advises a /56 for a home)."""


@dataclass(frozen=True, slots=True)
class Caller:
    """`origin` is the network under a keyed hash, or None where it is not known; `marks` as `new_mark` gave them."""

    origin: str | None = None
    marks: Sequence[str] = ()

    def mark_of(self, kind: str, subject: str, *, at: datetime, vault: Vault) -> str | None:
        """The mark that this browser got when it was right about the subject, or None."""
        return next((mark for mark in self.marks if is_mark(mark, kind, subject, at=at, vault=vault)), None)


def origin_of(host: str | None, vault: Vault) -> str | None:
    """The network of an address under a keyed hash; None for this machine and for what is no address."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return None
    bits = _SUBSCRIBER if address.version == 6 else 32
    return vault.blind("origin", str(ipaddress.ip_network((address, bits), strict=False)))


def new_mark(kind: str, subject: str, *, at: datetime, vault: Vault) -> str:
    """A mark for a browser that was right about the subject; it tells nobody about what, and lasts for 180 days."""
    born = f"{at.astimezone(UTC):%Y%m%d}.{secrets.token_hex(8)}"
    return f"{born}.{_signature(born, kind, subject, vault)}"


def is_mark(mark: str, kind: str, subject: str, *, at: datetime, vault: Vault) -> bool:
    """Whether this is a mark of ours about the subject, and not too old."""
    born, _dot, signature = mark.rpartition(".")
    if not hmac.compare_digest(_signature(born, kind, subject, vault).encode(), signature.encode()):
        return False
    return at - datetime.strptime(f"{born[:8]}Z", "%Y%m%d%z") < MARK_LIVES


def _signature(born: str, kind: str, subject: str, vault: Vault) -> str:
    return vault.blind("mark", f"{kind}\0{subject}\0{born}")[:32]
