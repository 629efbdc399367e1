"""The key of an application: history seals what is about the person under it, and retention can destroy it."""

import secrets
from datetime import datetime
from uuid import UUID

from models.kit.transactions import rows_of
from models.kit.vault import Seal, Vault
from models.privacy.tables import ApplicationKey

_MAKE = """INSERT INTO application_key (application_id, key_sealed, made_at) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO NOTHING"""


async def seal_of(application_id: UUID, *, at: datetime, vault: Vault) -> Seal | None:
    """What seals the person's part of an application's history, made when there is none; None once it was destroyed."""
    if not await ApplicationKey.exists(application_id=application_id):
        key = vault.seal(secrets.token_bytes(32).hex(), _context(application_id))
        await rows_of(_MAKE, [application_id, key, at])
    return await known_seal(application_id, vault=vault)


async def known_seal(application_id: UUID, *, vault: Vault) -> Seal | None:
    """The same for reading; None where nothing was sealed yet, or the key was destroyed."""
    found = await ApplicationKey.get_or_none(application_id=application_id)
    if found is None or found.key_sealed is None:
        return None
    return Seal(bytes.fromhex(vault.open(found.key_sealed, _context(application_id))))


async def destroy_key(application_id: UUID, *, at: datetime) -> None:
    """Make unreadable for good what was sealed of an application, and keep nothing more of its person."""
    rest = ApplicationKey.filter(application_id=application_id, destroyed_at=None)
    if not await rest.update(key_sealed=None, destroyed_at=at):
        await ApplicationKey.get_or_create(
            application_id=application_id, defaults={"key_sealed": None, "made_at": at, "destroyed_at": at}
        )


def _context(application_id: UUID) -> str:
    """A key opens in the row of its own application alone."""
    return f"application-key {application_id.hex}"
