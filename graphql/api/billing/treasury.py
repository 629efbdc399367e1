"""Payments into the state treasury in the contract."""

from datetime import date, datetime

import strawberry

from api.agencies.types import Agency
from api.context import Context, Info
from api.documents.types import Document
from api.fields import field
from api.scalars import Rupiah
from models.billing.state_payments import StatePaymentRow
from models.kit.ids import public_id


@strawberry.type(
    description="A payment straight into the state treasury, as its payer has reported it for a PAY_STATE step. For the"
    " applicant and the agency owed."
)
class StatePayment:
    """A payment to the state."""

    row: strawberry.Private[StatePaymentRow]
    id: strawberry.ID = strawberry.field(description="For `DecideTaskInput.payment`.")
    step: str = strawberry.field(description="The key of the PAY_STATE step.")
    ntpn: str = strawberry.field(
        description="What the treasury knows it by: sixteen capitals and digits (NTPN)."
    )
    amount: Rupiah = strawberry.field(description="What was owed when it was reported.")
    paid_on: date = strawberry.field(description="The day on which it was paid, as its payer says.")
    reported_at: datetime = strawberry.field(description="When it was reported.")
    not_found_at: datetime | None = strawberry.field(
        description="When the agency said that it does not find it; null otherwise."
    )
    receipt: Document = strawberry.field(description="The receipt of the state treasury.")

    @classmethod
    def of(cls, row: StatePaymentRow, context: Context) -> "StatePayment":
        """A payment as the caller sees it."""
        return cls(
            row=row,
            id=strawberry.ID(public_id("payment", row.id)),
            step=row.step,
            ntpn=row.ntpn,
            amount=Rupiah(row.amount),
            paid_on=row.paid_on,
            reported_at=context.local(row.reported_at),
            not_found_at=context.local_or_none(row.not_found_at),
            receipt=Document.of(row.receipt, context),
        )

    @field("To whom it is owed.")
    async def agency(self, info: Info) -> Agency:
        """The creditor."""
        return Agency.of(await info.context.loaders.agencies.load(self.row.agency_id))
