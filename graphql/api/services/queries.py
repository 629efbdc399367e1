"""Reading the catalogue: open to everybody."""

from typing import Annotated

import strawberry

from api.fields import field
from api.paging import After, Connection, First, connection, size
from api.services.types import Service
from models.kit.paging import Page
from models.services import queries


@strawberry.type
class ServiceQueries:
    """The catalogue."""

    @field("The published services by title. Public.")
    async def services(
        self,
        first: First = 20,
        after: After = None,
        search: Annotated[
            str | None, strawberry.argument(description="Words to look for in title and summary.")
        ] = None,
    ) -> Connection[Service]:
        """The catalogue, a page at a time."""
        if search and "\0" in search:
            return connection(Page([], [], has_next=False, has_previous=False), Service.of)
        return connection(await queries.services(search=search, first=size(first), after=after), Service.of)

    @field("The newest version of a service, or null when there is none. Public.")
    async def service(
        self, slug: Annotated[str, strawberry.argument(description="Its name in addresses.")]
    ) -> Service | None:
        """One service."""
        row = await queries.service(slug)
        return Service.of(row) if row else None
