"""Publishing services."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from models.kit.idempotency import fingerprint
from models.kit.transactions import unit_of_work
from models.services import tables
from models.services.definition import read_definition


async def publish(source: Mapping[str, Any], *, at: datetime) -> int:
    """Publish a definition as a new version and answer its number; the same content again changes nothing."""
    definition = read_definition(source)
    digest = fingerprint(source)
    async with unit_of_work():
        service, _ = await tables.Service.get_or_create(
            slug=definition.slug,
            defaults={"code": definition.code, "title": definition.title.id, "version": 0},
        )
        service = await tables.Service.select_for_update().get(id=service.id)
        newest = await tables.ServiceVersion.get_or_none(service_id=service.id, number=service.version)
        if newest is not None and newest.digest == digest:
            return newest.number
        number = service.version + 1
        await tables.ServiceVersion.create(
            service_id=service.id, number=number, definition=dict(source), digest=digest, published_at=at
        )
        await tables.Service.filter(id=service.id).update(version=number, title=definition.title.id)
        return number
