"""Tasks on their way to another agency: offered, directed by the secretariat, accepted or declined."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

import strawberry

from api.agencies.types import Agency
from api.applications.finding import shown_task, task_id_of
from api.applications.handling import OPEN_TASK, ReroutedTask, RerouteTaskInput, RerouteTaskResult
from api.applications.inputs import KEY
from api.applications.types import Task
from api.context import Context, Info
from api.enums import publish
from api.errors import Problems, mutation
from api.fields import field
from api.paging import After, Connection, First, connection, size
from api.services.steps import Step
from models.agencies.queries import agencies_by_code
from models.applications.operations.transferring import (
    TransferWish,
    accept_transfer,
    decline_transfer,
    direct_transfer,
    offer_transfer,
    withdraw_transfer,
)
from models.applications.queries.transfers import OfferRow, offers_to
from models.applications.states import OfferKind
from models.kit.ids import public_id

publish(
    OfferKind,
    "By whom a task that is to move was put before an agency.",
    {
        OfferKind.ASKED: "Its agency asks the secretariat to find the right one: for `directTransfer`.",
        OfferKind.OFFERED: "Its agency offers it to one that the service's definition names.",
        OfferKind.DIRECTED: "The secretariat asks the agency to take it over.",
    },
)
OFFERED_TASK = "A task that is offered to the caller's agency."


@strawberry.input(description="A task that another agency should take over, as the secretariat sees it.")
class DirectTransferInput:
    """A direction."""

    task_id: strawberry.ID = strawberry.field(description="An open task of any agency.")
    agency: str = strawberry.field(description="The `code` of the right agency.")
    reason: str = strawberry.field(description="Why, at most 2000 characters; the applicant reads it too.")
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.input(description="A task that the caller's agency takes over.")
class AcceptTransferInput:
    """An acceptance."""

    task_id: strawberry.ID = strawberry.field(description=OFFERED_TASK)
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.input(description="A task that stays where it is.")
class DeclineTransferInput:
    """A refusal to take over."""

    task_id: strawberry.ID = strawberry.field(description=OFFERED_TASK)
    reason: str = strawberry.field(
        description="Why, at most 2000 characters; its agency and the applicant read it."
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.input(description="An offer that is taken back.")
class WithdrawTransferInput:
    """A withdrawal of an offer."""

    task_id: strawberry.ID = strawberry.field(
        description=OPEN_TASK + " Of one that the secretariat has directed: for the secretariat."
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(
    description="A task that is offered to the caller's agency, with all that one may know of it before accepting:"
    " nothing about the person, and nothing of the file."
)
class TransferOffer:
    """An offer."""

    row: strawberry.Private[OfferRow]
    task_id: strawberry.ID = strawberry.field(description="The identifier of the task.")
    number: str = strawberry.field(description="The number of the application.")
    kind: OfferKind = strawberry.field(description="By whom it is put before the agency.")
    reason: str = strawberry.field(description="Why.")
    offered_at: datetime = strawberry.field(description="When it was offered.")
    due_at: datetime = strawberry.field(
        description="By when the task should be answered; accepting does not move it."
    )

    @classmethod
    def of(cls, row: OfferRow, context: Context) -> Self:
        """An offer as its receiver sees it."""
        if row.offer_kind is None or row.offered_at is None:
            raise LookupError("this task is not offered to anybody")
        return cls(
            row=row,
            task_id=strawberry.ID(public_id("task", row.id)),
            number=row.number,
            kind=row.offer_kind,
            reason=row.reason or "",
            offered_at=context.local(row.offered_at),
            due_at=context.local(row.due_at),
        )

    @field("The step of the service.")
    async def step(self, info: Info) -> Step:
        """Which step."""
        version = await info.context.loaders.versions.load(self.row.version_id)
        return Step.of(version.definition.step(self.row.step))

    @field("What the service is called.")
    async def service(self, info: Info) -> str:
        """Which service."""
        return str((await info.context.loaders.versions.load(self.row.version_id)).definition.title)

    @field("The agency that has the task until another accepts it.")
    async def agency(self, info: Info) -> Agency:
        """Whose task."""
        return Agency.of(await info.context.loaders.agencies.load(self.row.agency_id))


@strawberry.type(description="A task that the caller's agency does not take over.")
class DeclinedTransfer:
    """An offer that is over."""

    task_id: strawberry.ID = strawberry.field(description="Its identifier; it stays with its agency.")


DirectTransferResult = Annotated[
    ReroutedTask | Problems,
    strawberry.union("DirectTransferResult", description="To whom the task is offered, or why not."),
]
AcceptTransferResult = Annotated[
    Task | Problems,
    strawberry.union("AcceptTransferResult", description="The task, now the agency's own, or why it is not."),
]
DeclineTransferResult = Annotated[
    DeclinedTransfer | Problems,
    strawberry.union("DeclineTransferResult", description="The task that stays, or why nothing was done."),
]
WithdrawTransferResult = Annotated[
    DeclinedTransfer | Problems,
    strawberry.union("WithdrawTransferResult", description="The task that stays, or why nothing was done."),
]


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
