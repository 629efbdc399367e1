"""Objections in the contract."""

from datetime import datetime
from typing import Self

import strawberry

from api.agencies.types import Agency
from api.context import Context, Info
from api.fields import field
from api.ids import Node
from models.applications.queries.filed_objections import FiledObjection
from models.applications.queries.objections import ObjectionRow
from models.kit.actor import ActorKind
from models.kit.ids import public_id


@strawberry.type
class ObjectionFacts(Node):
    """An objection without the application around it."""

    row: strawberry.Private[FiledObjection]
    filed_at: datetime = strawberry.field(description="When it was filed.")
    due_at: datetime = strawberry.field(description="By when it has to be decided.")
    upheld: bool | None = strawberry.field(
        description="Whether the applicant was right; the refused step then opens again. Null until it is decided."
    )
    reason: str | None = strawberry.field(
        description="The reason for that; null as well when nobody decided in time and the law granted it."
    )
    decided_at: datetime | None = strawberry.field(description="When it was decided.")

    @classmethod
    def of(cls, row: FiledObjection, context: Context) -> Self:
        """An objection as the caller sees it."""
        return cls(
            id=strawberry.ID(public_id("objection", row.id)),
            row=row,
            filed_at=context.local(row.filed_at),
            due_at=context.local(row.due_at),
            upheld=row.upheld,
            reason=row.reason,
            decided_at=context.local_or_none(row.decided_at),
        )

    @classmethod
    def opened(cls, row: ObjectionRow, context: Context) -> Self:
        """One that waits for the caller's own decision."""
        agency = context.actor.agency_id
        if agency is None:
            raise LookupError("only the head of an agency has objections to decide")
        waiting = FiledObjection(
            id=row.id,
            application_id=row.application_id,
            agency_id=agency,
            text=row.text,
            filed_at=row.filed_at,
            due_at=row.due_at,
            upheld=None,
            reason=None,
            decided_at=None,
        )
        return cls.of(waiting, context)

    @field("Why the refusal is not accepted. For the applicant and the agency that decides; else null.")
    async def text(self, info: Info) -> str | None:
        """The applicant's own words."""
        by = info.context.actor
        if by.kind is not ActorKind.CITIZEN and by.agency_id != self.row.agency_id:
            return None
        return self.row.text

    @field("The agency whose head decides it.")
    async def agency(self, info: Info) -> Agency:
        """Who decides."""
        return Agency.of(await info.context.loaders.agencies.load(self.row.agency_id))
