"""Putting documents into a person's wallet, and taking them out of what is offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from models.documents import tables
from models.documents.intake import clean_name
from models.kit.actor import Actor
from models.kit.errors import NotFound
from models.kit.ids import new_id
from models.kit.text import N_
from models.kit.transactions import rows_of

_REVOKED = """
UPDATE wallet_entry w SET withdrawn_at = $3 FROM document d
WHERE d.id = w.document_id AND d.owner_id = $1 AND d.storage_key = $2 AND w.withdrawn_at IS NULL
"""


class EntryNotFound(NotFound):
    """Nothing of the kind in the caller's wallet."""

    message = N_("Dokumen ini tidak ada di dompet Anda.")


@dataclass(frozen=True, slots=True)
class Owner:
    """In whose account a wallet is, and whom its documents are about."""

    account_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Accepted:
    """A document that was found good: as what, called how, and until when (None: without end)."""

    document_id: UUID
    kind: str
    title: str
    expires_on: date | None
    issued: bool = False


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """The signed PDF of an issued document, as it lies in the storage already."""

    number: str
    sha256: str
    size: int
    storage_key: str


async def keep_in_wallet(accepted: Sequence[Accepted], *, owner: Owner, at: datetime) -> None:
    """Add documents to a wallet, in the transaction at hand; one that is there stays as old as it is."""
    await tables.WalletEntry.bulk_create(
        (
            tables.WalletEntry(
                owner_id=owner.account_id,
                person_id=owner.person_id,
                document_id=one.document_id,
                kind=one.kind,
                title=one.title[:200],
                issued=one.issued,
                accepted_at=at,
                expires_on=one.expires_on,
            )
            for one in accepted
        ),
        ignore_conflicts=True,
    )


async def take_over(file: IssuedFile, *, owner: Owner, at: datetime) -> UUID:
    """Make an issued document one of its holder's own, in the transaction at hand; the file stays where it is."""
    id = new_id()
    await tables.Document.create(
        id=id,
        owner_id=owner.account_id,
        name=clean_name(f"{file.number.replace('/', '-')}.pdf", "pdf"),
        media_type="application/pdf",
        size=file.size,
        sha256=file.sha256,
        storage_key=file.storage_key,
        created_at=at,
    )
    return id


async def withdraw_entry(id: UUID, *, by: Actor, at: datetime) -> None:
    """Offer a document no more because its owner says so; what it was used for stays. Raises EntryNotFound."""
    mine = tables.WalletEntry.filter(id=id, owner_id=by.account)
    if not await mine.exists():
        raise EntryNotFound("itemId")
    await mine.filter(withdrawn_at=None).update(withdrawn_at=at)


async def withdraw_issued(storage_key: str, *, owner_id: UUID, at: datetime) -> None:
    """Offer an issued document no more because it was revoked, in the transaction at hand."""
    await rows_of(_REVOKED, [owner_id, storage_key, at])
