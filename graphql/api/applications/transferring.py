"""Tasks on their way to another agency: offered, directed by the secretariat, accepted or declined."""

from typing import Annotated
from uuid import UUID

import strawberry

from api.agencies.types import Agency
from api.applications.finding import shown_task, task_id_of
from api.applications.handling import ReroutedTask, RerouteTaskInput, RerouteTaskResult
from api.applications.transfers import (
    AcceptTransferInput,
    AcceptTransferResult,
    DeclinedTransfer,
    DeclineTransferInput,
    DeclineTransferResult,
    DirectTransferInput,
    DirectTransferResult,
    TransferOffer,
    WithdrawTransferInput,
    WithdrawTransferResult,
)
from api.context import Info
from api.errors import mutation
from api.fields import field
from api.paging import After, Connection, First, connection, size
from models.agencies.queries import agencies_by_code
from models.applications.operations.taking_over import accept_transfer, decline_transfer, withdraw_transfer
from models.applications.operations.transferring import TransferWish, direct_transfer, offer_transfer
from models.applications.queries.transfers import offers_to
from models.kit.ids import public_id


@strawberry.type
class TransferQueries:
    """What is offered."""

    @field(
        "The tasks that are offered to the caller's agency, most urgent first; for the secretariat also those for which"
        " it is asked to find one. Empty for everybody else."
    )
    async def transfer_offers(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[TransferOffer]:
        """What others would give away."""
        context = info.context
        page = await offers_to(context.actor, first=size(first), after=after, now=context.at)
        return connection(page, lambda row: TransferOffer.of(row, context))


@strawberry.type
class TransferMutations:
    """A task's way to another agency."""

    @mutation(
        "Offer a CHECK, VERIFY or VISIT task to the agency whose business it is: one that the service's definition"
        " names, or the secretariat, which finds one. Until that one accepts, it stays with the caller's agency and its"
        " clock runs. Of a DECIDE or SIGN task the secretariat is asked."
    )
    async def reroute_task(
        self,
        info: Info,
        input: Annotated[RerouteTaskInput, strawberry.argument(description="What, to whom, and why.")],
    ) -> RerouteTaskResult:
        """Offer."""
        id, context = task_id_of(input.task_id), info.context
        wish = TransferWish(id, input.agency, input.reason, input.idempotency_key)
        await offer_transfer(wish, by=context.actor, at=context.at, regency=context.regency)
        return await _offered(id, input.agency)

    @mutation(
        "Ask the agency whose business it is to take a task over. For officers of the secretariat. A DECIDE and a SIGN"
        " task move together, to an agency of the same competence."
    )
    async def direct_transfer(
        self,
        info: Info,
        input: Annotated[DirectTransferInput, strawberry.argument(description="What, to whom, and why.")],
    ) -> DirectTransferResult:
        """Direct."""
        id, context = task_id_of(input.task_id), info.context
        wish = TransferWish(id, input.agency, input.reason, input.idempotency_key)
        await direct_transfer(wish, by=context.actor, at=context.at, regency=context.regency)
        return await _offered(id, input.agency)

    @mutation("Take over a task that is offered to the caller's agency. Its clock runs on.")
    async def accept_transfer(
        self,
        info: Info,
        input: Annotated[AcceptTransferInput, strawberry.argument(description="What is taken over.")],
    ) -> AcceptTransferResult:
        """Accept."""
        id, context = task_id_of(input.task_id), info.context
        await accept_transfer(
            id, by=context.actor, at=context.at, regency=context.regency, key=input.idempotency_key
        )
        return await shown_task(id, context)

    @mutation("Leave a task that is offered to the caller's agency where it is; its agency is told why.")
    async def decline_transfer(
        self,
        info: Info,
        input: Annotated[DeclineTransferInput, strawberry.argument(description="What, and why.")],
    ) -> DeclineTransferResult:
        """Decline."""
        id, context = task_id_of(input.task_id), info.context
        await decline_transfer(
            id,
            input.reason,
            by=context.actor,
            at=context.at,
            regency=context.regency,
            key=input.idempotency_key,
        )
        return DeclinedTransfer(task_id=strawberry.ID(public_id("task", id)))

    @mutation("Take an offer back that nobody has accepted.")
    async def withdraw_transfer(
        self,
        info: Info,
        input: Annotated[WithdrawTransferInput, strawberry.argument(description="What stays.")],
    ) -> WithdrawTransferResult:
        """Withdraw."""
        id, context = task_id_of(input.task_id), info.context
        await withdraw_transfer(
            id, by=context.actor, at=context.at, regency=context.regency, key=input.idempotency_key
        )
        return DeclinedTransfer(task_id=strawberry.ID(public_id("task", id)))


async def _offered(id: UUID, code: str) -> ReroutedTask:
    agency = (await agencies_by_code([code]))[code]
    return ReroutedTask(task_id=strawberry.ID(public_id("task", id)), agency=Agency.of(agency))
