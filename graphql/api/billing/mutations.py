"""Reporting what was paid to the state, and saying that it is not found."""

from datetime import date
from typing import Annotated

import strawberry

from api.applications.finding import NO_DOCUMENT, shown_task, task_id_of
from api.applications.inputs import KEY
from api.applications.types import Task
from api.context import Info
from api.errors import Problems, mutation
from models.billing.reporting import PaymentDenial, PaymentReport, deny_payment, report_payment
from models.kit.ids import parse_id


@strawberry.input(description="What the applicant has paid into the state treasury.")
class ReportPaymentInput:
    """A payment to the state."""

    task_id: strawberry.ID = strawberry.field(description="An open PAY_STATE task of one's own application.")
    ntpn: str = strawberry.field(
        description="The NTPN of the receipt: sixteen letters and digits; spaces, dashes and small letters are taken."
    )
    paid_on: date = strawberry.field(description="The day of the payment.")
    document_id: strawberry.ID = strawberry.field(
        description="A photo or PDF of the receipt: the `id` that `POST /documents` has answered."
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.input(description="That a reported payment is not found.")
class DenyPaymentInput:
    """A payment that is not found."""

    task_id: strawberry.ID = strawberry.field(description="An open PAY_STATE task of the caller's agency.")
    reason: str = strawberry.field(
        description="What does not agree, at most 2000 characters; the applicant reads it."
    )
    idempotency_key: str = strawberry.field(description=KEY)
    payment: strawberry.ID | None = strawberry.field(
        default=None,
        description="The `StatePayment.id` that the officer looked at: VERSION_CHANGED when another was reported"
        " since.",
    )


ReportPaymentResult = Annotated[
    Task | Problems,
    strawberry.union("ReportPaymentResult", description="The task, or why nothing was taken."),
]
DenyPaymentResult = Annotated[
    Task | Problems,
    strawberry.union("DenyPaymentResult", description="The task, or why nothing was said."),
]


@strawberry.type
class PaymentMutations:
    """What is paid to the state."""

    @mutation(
        "Report what was paid into the state treasury: the agency owed looks for it, and its clock runs. For the"
        " applicant, while the task is in their hands. An NTPN is taken once."
    )
    async def report_payment(
        self,
        info: Info,
        input: Annotated[ReportPaymentInput, strawberry.argument(description="What was paid.")],
    ) -> ReportPaymentResult:
        """Report."""
        id, context = task_id_of(input.task_id), info.context
        receipt = parse_id("document", input.document_id) or NO_DOCUMENT
        report = PaymentReport(id, input.ntpn, input.paid_on, receipt, input.idempotency_key)
        await report_payment(report, by=context.actor, at=context.at, regency=context.regency)
        return await shown_task(id, context)

    @mutation(
        "Say that a reported payment is not found: the applicant reads why and reports again, the rest of the file goes"
        " on. For the agency owed; found payments are confirmed by `decideTask`."
    )
    async def deny_payment(
        self,
        info: Info,
        input: Annotated[DenyPaymentInput, strawberry.argument(description="What is not found, and why.")],
    ) -> DenyPaymentResult:
        """Deny."""
        id, context = task_id_of(input.task_id), info.context
        payment = parse_id("payment", input.payment) or NO_DOCUMENT if input.payment else None
        denial = PaymentDenial(id, input.reason, input.idempotency_key, payment)
        await deny_payment(denial, by=context.actor, at=context.at, regency=context.regency)
        return await shown_task(id, context)
