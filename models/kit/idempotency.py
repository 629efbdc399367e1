"""Idempotency keys: a request that comes twice is done once."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from models.kit.actor import Actor
from models.kit.errors import InvalidInput, KeyReused, Problem, ProblemCode
from models.kit.ids import new_id
from models.kit.text import N_
from models.kit.transactions import rows_of

MAX_KEY = 200

_CLAIM = """
INSERT INTO request_key (id, account_id, key, operation, fingerprint, created_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, key) DO NOTHING RETURNING id
"""
_KNOWN = "SELECT operation, fingerprint FROM request_key WHERE account_id = $1 AND key = $2"


def fingerprint(content: object) -> str:
    """SHA-256 of a request's content in canonical JSON."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def checked_key(key: str) -> str:
    """The key when it has 1 to 200 characters; raises InvalidInput at `idempotencyKey` otherwise."""
    if not 1 <= len(key) <= MAX_KEY or not key.isprintable():
        message = N_("Kunci idempotensi berisi 1 sampai {most} karakter.")
        raise InvalidInput(Problem(ProblemCode.INVALID, ("idempotencyKey",), message, {"most": MAX_KEY}))
    return key


async def claim_key(account_id: UUID, key: str, operation: str, content: object, at: datetime) -> bool:
    """True the first time, False on a replay of the same content; raises KeyReused for other content.

    Runs inside the operation's transaction: a second request with the key waits until the first has committed.
    """
    mark = fingerprint(content)
    values = [new_id(), account_id, checked_key(key), operation, mark, at]
    if await rows_of(_CLAIM, values):
        return True
    known = (await rows_of(_KNOWN, [account_id, key]))[0]
    if (known["operation"], known["fingerprint"]) != (operation, mark):
        raise KeyReused("idempotencyKey")
    return False


async def is_new(key: str | None, operation: str, content: object, *, by: Actor, at: datetime) -> bool:
    """Whether this is no replay; a door that makes no keys says everything for the first time."""
    return key is None or await claim_key(by.account, key, operation, content, at)
