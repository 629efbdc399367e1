"""Finding anything again by its identifier, under the same rules as anywhere else."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated
from uuid import UUID

import strawberry

from api.accounts.types import Account
from api.agencies.types import Agency
from api.applications.types import Application, Objection, Task
from api.context import Context, Info
from api.documents.types import Document
from api.fields import field
from api.ids import Node
from api.permits.types import Permit
from api.services.types import Service
from models.agencies.queries import agencies_by_id
from models.applications.queries.filed_objections import objection_by_id
from models.applications.queries.tasks import task
from models.disclosure.queries import readable_document
from models.documents.queries import DocumentRow
from models.kit.ids import kind_of, parse_id
from models.permits.queries import permit_by_id
from models.services.queries import service_by_id


async def _account(id: UUID, context: Context) -> Node | None:
    own = context.account
    return Account.of(own) if own and own.id == id else None


async def _agency(id: UUID, context: Context) -> Node | None:
    row = (await agencies_by_id([id])).get(id)
    return Agency.of(row) if row else None


async def _application(id: UUID, context: Context) -> Node | None:
    row = await context.loaders.applications.load(id)
    return Application.of(row, context) if row else None


async def _document(id: UUID, context: Context) -> Node | None:
    if context.account is None:
        return None
    found = await readable_document(id, by=context.actor)
    if found is None:
        return None
    application_id, row = found
    noted = await _noted(application_id, row, context) if application_id else row
    return Document.of(noted, context) if noted else None


async def _noted(application_id: UUID, row: DocumentRow, context: Context) -> DocumentRow | None:
    """The document, once the look at its file is noted."""
    file = await context.loaders.applications.load(application_id)
    if file is None:
        return None
    await context.loaders.readings.load(file)
    return row


async def _objection(id: UUID, context: Context) -> Node | None:
    row = await objection_by_id(id, by=context.actor)
    return Objection.of(row, context) if row else None


async def _permit(id: UUID, context: Context) -> Node | None:
    row = await permit_by_id(id, by=context.actor, today=context.today)
    file = await context.loaders.applications.load(row.application_id) if row else None
    if row is None or file is None:
        return None
    await context.loaders.readings.load(file)
    return Permit.of(row, context)


async def _service(id: UUID, context: Context) -> Node | None:
    row = await service_by_id(id)
    return Service.of(row) if row else None


async def _task(id: UUID, context: Context) -> Node | None:
    row = await task(id, by=context.actor)
    return Task.of(row, context) if row else None


FIND: Mapping[str, Callable[[UUID, Context], Awaitable[Node | None]]] = {
    "account": _account,
    "agency": _agency,
    "application": _application,
    "document": _document,
    "objection": _objection,
    "permit": _permit,
    "service": _service,
    "task": _task,
}


@strawberry.type
class NodeQueries:
    """Anything by its identifier."""

    @field("Anything by its identifier; null when there is none or the caller may not know of it.")
    async def node(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The identifier.")]
    ) -> Node | None:
        """Anything by its identifier."""
        kind = kind_of(id)
        uuid = parse_id(kind, id)
        find = FIND.get(kind)
        return await find(uuid, info.context) if find and uuid else None
