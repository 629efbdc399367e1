"""What the mutations on a task's way to another agency take and answer, and what is offered."""

from datetime import datetime
from typing import Annotated, Self

import strawberry

from api.agencies.types import Agency
from api.applications.handling import OPEN_TASK, ReroutedTask
from api.applications.inputs import KEY
from api.applications.types import Task
from api.context import Context, Info
from api.enums import publish
from api.errors import Problems
from api.fields import field
from api.services.steps import Step
from models.applications.queries.transfers import OfferRow
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
