"""An issued document in its holder's wallet: other services do not ask for it again."""

from datetime import datetime

from models.documents.keeping import (
    Accepted,
    IssuedFile,
    Owner,
    keep_in_wallet,
    take_over,
)
from models.permits import tables
from models.services.definition import Output


async def keep_for_holder(
    permit: tables.Permit, output: Output, kind: str | None, *, owner: Owner, at: datetime
) -> None:
    """Give the holder the signed file as a document of their own, in the transaction that issues it.

    With a `kind` it serves other services.
    """
    file = IssuedFile(permit.number, permit.sha256, permit.size, permit.storage_key)
    document_id = await take_over(file, owner=owner, at=at)
    if kind is not None:
        entry = Accepted(document_id, kind, str(output.title), permit.valid_until, issued=True)
        await keep_in_wallet([entry], owner=owner, at=at)
