"""Looking documents up."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from models.documents import tables
from models.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document without its content."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str


COLUMNS = ("id", "name", "media_type", "size", "sha256", "storage_key")


async def own_documents(ids: Collection[UUID], *, by: Actor) -> dict[UUID, DocumentRow]:
    """The documents with these ids that the caller has given, in one statement."""
    rows = await tables.Document.filter(id__in=list(ids), owner_id=by.account).values(*COLUMNS)
    return {row["id"]: DocumentRow(**row) for row in rows}
