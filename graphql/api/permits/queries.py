"""Checking a permit: open to everybody."""

from typing import Annotated

import strawberry

from api.context import Info
from api.fields import field
from api.permits.types import PermitCheck
from models.permits.queries import permit_check


@strawberry.type
class PermitQueries:
    """Checking."""

    @field("Check an issued document by the code in its QR; null when there is none. Public.")
    async def permit(
        self,
        info: Info,
        code: Annotated[str, strawberry.argument(description="The code, as printed under the QR.")],
    ) -> PermitCheck | None:
        """What a stranger may know."""
        row = await permit_check(code, today=info.context.today)
        return PermitCheck.of(row, info.context) if row else None
