"""Taking documents in."""

import asyncio
from datetime import datetime, timedelta

from models.documents import tables
from models.documents.intake import examine
from models.documents.queries import DocumentRow
from models.kit.actor import Actor
from models.kit.errors import RateLimited
from models.kit.ids import new_id
from models.kit.regency import Regency

MOST_A_DAY = 2000
A_DAY = timedelta(days=1)

_one_at_a_time = asyncio.Semaphore(1)
"""A large picture takes up to half a gigabyte while it is redrawn: `MOST_DECODED`, and what it shrinks into."""


async def store_document(
    name: str, content: bytes, *, by: Actor, at: datetime, regency: Regency
) -> DocumentRow:
    """Examine a file, keep what is left after cleaning, and answer its row; raises `errors.FileRefused`.

    Raises RateLimited after `MOST_A_DAY` files of one account.
    """
    if await tables.Document.filter(owner_id=by.account, created_at__gt=at - A_DAY).count() >= MOST_A_DAY:
        raise RateLimited("file", minutes=24 * 60)
    async with _one_at_a_time:
        intake = await asyncio.to_thread(examine, name, content)
    id = new_id()
    key = f"documents/{id.hex}"
    await regency.storage.put(key, intake.content)
    await tables.Document.create(
        id=id,
        owner_id=by.account,
        name=intake.name,
        media_type=intake.media_type,
        size=intake.size,
        sha256=intake.sha256,
        storage_key=key,
        created_at=at,
    )
    return DocumentRow(id, intake.name, intake.media_type, intake.size, intake.sha256, key)
