"""What a person has been told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.kit.actor import Actor
from models.kit.vault import Vault
from models.messages import tables


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in the app."""

    id: UUID
    application_id: UUID | None
    text: str
    created_at: datetime


async def messages_of(by: Actor, *, vault: Vault, most: int = 20) -> list[MessageRow]:
    """The newest messages of the one who asks."""
    rows = await tables.Message.filter(account_id=by.account).order_by("-created_at").limit(most)
    return [
        MessageRow(row.id, row.application_id, vault.open(row.text_sealed, "message"), row.created_at)
        for row in rows
    ]
