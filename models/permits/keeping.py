"""An issued document in its holder's wallet: other services do not ask for it again."""

from datetime import datetime
from uuid import UUID

from models.documents.keeping import (
    Accepted,
    IssuedFile,
    Owner,
    keep_in_wallet,
    take_over,
    withdraw_issued,
)
from models.permits import tables
from models.services.definition import Output


async def keep_for_holder(permit: tables.Permit, output: Output, *, owner: Owner, at: datetime) -> None:
    """Give the holder the signed file as a document of their own, in the transaction that issues it."""
    file = IssuedFile(permit.number, permit.sha256, permit.size, permit.storage_key)
    document_id = await take_over(file, owner=owner, at=at)
    if output.kind is not None:
        entry = Accepted(document_id, output.kind, str(output.title), permit.valid_until, issued=True)
        await keep_in_wallet([entry], owner=owner, at=at)


async def take_from_wallet(permit: tables.Permit, *, owner_id: UUID, at: datetime) -> None:
    """Offer a revoked document no more, in the transaction that revokes it."""
    await withdraw_issued(permit.storage_key, owner_id=owner_id, at=at)
