"""Agencies in the contract."""

import strawberry

from api.ids import Node
from models.agencies.queries import AgencyRow
from models.kit.ids import public_id


@strawberry.type(description="An agency (instansi): a dinas, a village, an RT … that has a part in services.")
class Agency(Node):
    """An agency."""

    code: str = strawberry.field(description="Short and lasting, for example `dpmptsp`.")
    name: str = strawberry.field(description="Its name, as people know it.")

    @classmethod
    def of(cls, row: AgencyRow) -> "Agency":
        """An agency as clients see it."""
        return cls(id=strawberry.ID(public_id("agency", row.id)), code=row.code, name=row.name)
