"""Identifiers: UUIDv7 inside, `task_…` outside, and numbers that people can read aloud."""

import re
import secrets
from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Neither 0/O, 1/I/L nor U: nothing that is misheard or misread."""

_CODE_LENGTH = 14


def new_id() -> UUID:
    """A new UUIDv7 (RFC 9562): its order is the order of making."""
    return uuid7()


def public_id(kind: str, id: UUID) -> str:
    """The identifier that clients see, e.g. `task_0193…`."""
    return f"{kind}_{id.hex}"


def kind_of(text: str) -> str:
    """The kind that a public identifier claims to be of."""
    return text.partition("_")[0]


def parse_id(kind: str, text: str) -> UUID | None:
    """The UUID in a public identifier of this kind, or None for anything else."""
    prefix, _, digits = text.partition("_")
    if prefix != kind or len(digits) != 32:
        return None
    try:
        return UUID(hex=digits)
    except ValueError:
        return None


def could_name(text: str, longest: int) -> bool:
    """Whether something could be called so in a column of this length; what cannot be is looked up nowhere."""
    return 0 < len(text) <= longest and text.isprintable()


def random_code(length: int = _CODE_LENGTH) -> str:
    """A code of `length` symbols, about 4.9 bits each, that cannot be guessed from another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def application_number(prefix: str, at: datetime) -> str:
    """A number such as `RKL-2611-7F3K9`: service, year and month, five random symbols."""
    return f"{prefix}-{at:%y%m}-{random_code(5)}"


def normalised_number(text: str) -> str:
    """What a person typed as a number, in the form in which it is stored."""
    return re.sub(r"[\s–-]+", "-", text.strip().upper())[:40]
