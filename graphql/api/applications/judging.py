"""Deciding on objections."""

from typing import Annotated

import strawberry

from api.applications.answers import DecideObjectionInput, DecideObjectionResult
from api.applications.types import Objection
from api.context import Info
from api.errors import mutation
from api.fields import field
from api.paging import After, Connection, First, connection, size
from models.applications.errors import ObjectionNotFound
from models.applications.operations.objecting import ObjectionAnswer, decide_objection
from models.applications.queries.filed_objections import objection_by_id
from models.applications.queries.objections import open_objections
from models.kit.ids import parse_id


@strawberry.type
class ObjectionQueries:
    """Objections that wait."""

    @field(
        "The objections that the caller has to decide as a head, most urgent first. Empty for everybody else."
    )
    async def objections(self, info: Info, first: First = 20, after: After = None) -> Connection[Objection]:
        """What waits for a head."""
        context = info.context
        page = await open_objections(context.actor, at=context.at, first=size(first), after=after)
        return connection(page, lambda row: Objection.opened(row, context))


@strawberry.type
class ObjectionMutations:
    """Deciding on objections."""

    @mutation(
        "Decide an objection. For the head of the issuing agency, or the Sekda where that head has refused; never for"
        " whoever refused."
    )
    async def decide_objection(
        self,
        info: Info,
        input: Annotated[DecideObjectionInput, strawberry.argument(description="Who is right, and why.")],
    ) -> DecideObjectionResult:
        """Decide on an objection."""
        context = info.context
        id = parse_id("objection", input.objection_id)
        if id is None:
            raise ObjectionNotFound("objectionId")
        answer = ObjectionAnswer(id, input.upheld, input.reason, input.idempotency_key)
        await decide_objection(answer, by=context.actor, at=context.at, regency=context.regency)
        row = await objection_by_id(id, by=context.actor)
        if row is None:
            raise ObjectionNotFound("objectionId")
        return Objection.of(row, context)
