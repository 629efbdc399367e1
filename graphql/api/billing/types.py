"""Bills in the contract."""

from datetime import datetime

import strawberry

from api.agencies.types import Agency
from api.context import Context, Info
from api.enums import publish
from api.fields import field
from api.scalars import Rupiah
from models.billing.queries import BillRow
from models.billing.workflow import BillState
from models.kit.actor import ActorKind

publish(
    BillState,
    "How a bill stands.",
    {
        BillState.OPEN: "To be paid.",
        BillState.PAID: "Paid; the payment channel has told so, with its signature.",
        BillState.CANCELLED: "Owed no more: another one took its place, or the application has ended.",
    },
)


@strawberry.type(description="A fee or tax to be paid for one step of an application.")
class Bill:
    """A bill."""

    row: strawberry.Private[BillRow]
    number: str = strawberry.field(description="Its number, as the payment channel has it.")
    step: str = strawberry.field(description="The key of the PAY step.")
    amount: Rupiah = strawberry.field(description="What is owed.")
    text: str = strawberry.field(description="What it is for.")
    state: BillState = strawberry.field(description="How it stands.")
    issued_at: datetime = strawberry.field(description="When it was made.")
    due_at: datetime = strawberry.field(description="By when it is to be paid.")
    paid_at: datetime | None = strawberry.field(description="When it was paid.")
    code: str | None = strawberry.field(
        description="What to tell the bank, as a virtual account: for the applicant, once the channel has answered."
    )
    url: str | None = strawberry.field(
        description="A page to pay on: for the applicant, once the channel has answered."
    )

    @classmethod
    def of(cls, row: BillRow, context: Context) -> "Bill":
        """A bill as the caller sees it."""
        payer = context.actor.kind is ActorKind.CITIZEN
        return cls(
            row=row,
            number=row.number,
            step=row.step,
            amount=Rupiah(row.amount),
            text=row.text,
            state=row.state,
            issued_at=context.local(row.issued_at),
            due_at=context.local(row.due_at),
            paid_at=context.local_or_none(row.paid_at),
            code=row.code if payer else None,
            url=row.url if payer else None,
        )

    @field("To whom it is owed.")
    async def agency(self, info: Info) -> Agency:
        """The creditor."""
        return Agency.of(await info.context.loaders.agencies.load(self.row.agency_id))
