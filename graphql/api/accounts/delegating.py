"""Signing in a head's place."""

from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import strawberry

from api.applications.inputs import KEY
from api.context import Context, Info
from api.enums import publish
from api.errors import Problems, mutation
from api.fields import field
from models.accounts.delegating import (
    ActingTitle,
    DelegationDraft,
    DelegationNotFound,
    delegate_signature,
    end_delegation,
)
from models.accounts.queries import DelegationRow, account_named, delegations_of
from models.agencies.queries import agencies_by_code
from models.kit.ids import parse_id, public_id

publish(
    ActingTitle,
    "As what somebody signs in a head's place; it is printed on the document.",
    {
        ActingTitle.DAILY: "Pelaksana harian (Plh.): while the head is away.",
        ActingTitle.ACTING: "Pelaksana tugas (Plt.): while the post is vacant.",
    },
)


@strawberry.type(description="Who signs in the place of an agency's head, and when.")
class Delegation:
    """A delegation."""

    id: strawberry.ID = strawberry.field(description="Its identifier; `endDelegation` takes it.")
    delegate: str = strawberry.field(description="The name of the officer who signs.")
    title: ActingTitle = strawberry.field(description="As what.")
    position: str = strawberry.field(description="The position that is filled.")
    basis: str = strawberry.field(description="The number of the written order.")
    first_day: date = strawberry.field(description="The first day.")
    last_day: date = strawberry.field(description="The last day.")

    @classmethod
    def of(cls, row: DelegationRow, context: Context) -> "Delegation":
        """A delegation as the agency sees it."""
        return cls(
            id=strawberry.ID(public_id("delegation", row.id)),
            delegate=row.delegate,
            title=ActingTitle(row.title),
            position=row.position,
            basis=row.basis,
            first_day=_day(row.starts_at, context),
            last_day=_day(row.ends_at - timedelta(seconds=1), context),
        )


def _day(at: datetime, context: Context) -> date:
    return context.local(at).date()


@strawberry.type(description="A delegation that is over.")
class EndedDelegation:
    """A delegation that is over."""

    id: strawberry.ID = strawberry.field(description="Its identifier.")


@strawberry.input(description="Who is to sign in the place of their agency's head.")
class DelegateSignatureInput:
    """A delegation."""

    delegate: str = strawberry.field(description="The user name of an officer of the agency.")
    title: ActingTitle = strawberry.field(description="As what.")
    basis: str = strawberry.field(description="The number of the written order, at most 200 characters.")
    first_day: date = strawberry.field(description="The first day: today at the earliest.")
    last_day: date = strawberry.field(description="The last day; 90 days at most.")
    idempotency_key: str = strawberry.field(description=KEY)
    agency: str | None = strawberry.field(
        default=None,
        description=(
            "The code of the agency whose head is away, where the officer comes from the level above. For the Sekda,"
            " and agencies with fewer than two officers; the officer works there on those days."
        ),
    )


@strawberry.input(description="A delegation that is to end.")
class EndDelegationInput:
    """An end."""

    delegation_id: strawberry.ID = strawberry.field(description="One of `delegations`.")
    idempotency_key: str = strawberry.field(description=KEY)


DelegateSignatureResult = Annotated[
    Delegation | Problems,
    strawberry.union("DelegateSignatureResult", description="The delegation, or why there is none."),
]
EndDelegationResult = Annotated[
    EndedDelegation | Problems,
    strawberry.union("EndDelegationResult", description="What has ended, or why nothing was done."),
]


@strawberry.type
class DelegationQueries:
    """Delegations."""

    @field("Who signs in the place of the head of the caller's agency, now or later. Empty but for officers.")
    async def delegations(self, info: Info) -> list[Delegation]:
        """Who signs."""
        context = info.context
        if context.actor.agency_id is None:
            return []
        rows = await delegations_of(context.actor.agency_id, at=context.at)
        return [Delegation.of(row, context) for row in rows]


async def _agency_of(input: DelegateSignatureInput) -> UUID:
    """Whose head is stood in for; the delegation has been made."""
    if input.agency:
        return (await agencies_by_code([input.agency]))[input.agency].id
    delegate = await account_named(input.delegate.strip().lower())
    if delegate is None or delegate.agency_id is None:
        raise DelegationNotFound("delegationId")
    return delegate.agency_id


@strawberry.type
class DelegationMutations:
    """Delegating."""

    @mutation(
        "Let an officer sign in the head's place for some days. For the head of the agency, and the Sekda. CONFLICT"
        " when somebody else does on one of these days."
    )
    async def delegate_signature(
        self,
        info: Info,
        input: Annotated[DelegateSignatureInput, strawberry.argument(description="Who, as what, and when.")],
    ) -> DelegateSignatureResult:
        """Delegate."""
        context = info.context
        draft = DelegationDraft(
            input.delegate,
            input.title,
            input.basis,
            input.first_day,
            input.last_day,
            input.idempotency_key,
            input.agency,
        )
        id = await delegate_signature(draft, by=context.actor, at=context.at, regency=context.regency)
        rows = await delegations_of(await _agency_of(input), at=context.at)
        row = next((row for row in rows if row.id == id), None)
        if row is None:
            raise DelegationNotFound("delegationId")
        return Delegation.of(row, context)

    @mutation("End a delegation now, as when the head is back. For the head of the agency, and the Sekda.")
    async def end_delegation(
        self,
        info: Info,
        input: Annotated[EndDelegationInput, strawberry.argument(description="Which one.")],
    ) -> EndDelegationResult:
        """End a delegation."""
        context = info.context
        id = parse_id("delegation", input.delegation_id)
        if id is None:
            raise DelegationNotFound("delegationId")
        await end_delegation(id, by=context.actor, at=context.at, key=input.idempotency_key)
        return EndedDelegation(id=input.delegation_id)
