"""What the mutations that decide take and answer."""

from datetime import date
from typing import Annotated

import strawberry

from api.applications.inputs import KEY
from api.applications.states import Decision
from api.applications.types import Objection, Task
from api.errors import Problems
from api.scalars import Rupiah


@strawberry.input(description="Something that the applicant should correct.")
class FindingInput:
    """Something to correct."""

    path: list[str] = strawberry.field(
        description='`["answers", "width"]` for an answer, `["documents", "site-photo"]` for a document.'
    )
    message: str = strawberry.field(description="What is wrong and how to mend it, in plain Indonesian.")


@strawberry.input(description="What another system has issued.")
class ReferenceInput:
    """The number given elsewhere."""

    number: str = strawberry.field(description="The number given there, at most 100 characters.")
    day: date = strawberry.field(name="date", description="The date of it.")


@strawberry.input(description="A decision that was made on paper.")
class PaperInput:
    """A paper decision."""

    number: str = strawberry.field(description="The number of the letter, at most 100 characters.")
    day: date = strawberry.field(name="date", description="The date of the letter.")
    document_id: strawberry.ID = strawberry.field(
        description="Its scan: the `id` that `POST /documents` has answered."
    )


@strawberry.input(description="An officer's answer to a task.")
class DecideTaskInput:
    """An answer to a task."""

    task_id: strawberry.ID = strawberry.field(
        description="An open task of the caller's agency; with `paper` also of another one, for the agency that issues."
    )
    decision: Decision = strawberry.field(
        description="The answer. A SIGN task is approved by `signPermit` alone."
    )
    idempotency_key: str = strawberry.field(description=KEY)
    reason: str | None = strawberry.field(
        default=None,
        description="Why; needed to REFUSE, and to APPROVE a VISIT without photos, or without an agreed time that has"
        " come.",
    )
    findings: list[FindingInput] = strawberry.field(
        default_factory=list, description="What should be corrected; needed to RETURN, and only then."
    )
    amount: Rupiah | None = strawberry.field(
        default=None,
        description="What the applicant has to pay, where a PAY or PAY_STATE step names this step in `amountOf`; 0"
        " skips it. Left out, nothing is said about money and nothing is asked for.",
    )
    reference: ReferenceInput | None = strawberry.field(
        default=None, description="What another system has issued; needed by the last step of such a service."
    )
    paper: PaperInput | None = strawberry.field(
        default=None, description="The decision on paper that this answer is taken from."
    )
    photos: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Photos of a visit, at most 10: the `id`s that `POST /documents` has answered to the officer.",
    )
    seen: int | None = strawberry.field(
        default=None,
        description="`Application.sent` when the officer looked: VERSION_CHANGED when it was sent again since.",
    )
    payment: strawberry.ID | None = strawberry.field(
        default=None,
        description="For a PAY_STATE task the `StatePayment.id` that the officer has found: VERSION_CHANGED when"
        " another was reported since.",
    )


@strawberry.input(description="The decision on an objection.")
class DecideObjectionInput:
    """A decision on an objection."""

    objection_id: strawberry.ID = strawberry.field(description="An open objection of `objections`.")
    upheld: bool = strawberry.field(
        description="Whether the applicant is right: the refused step opens again, for another officer."
    )
    reason: str = strawberry.field(description="Why, at most 2000 characters.")
    idempotency_key: str = strawberry.field(description=KEY)


DecideTaskResult = Annotated[
    Task | Problems,
    strawberry.union("DecideTaskResult", description="The answered task, or why nothing was decided."),
]
DecideObjectionResult = Annotated[
    Objection | Problems,
    strawberry.union(
        "DecideObjectionResult", description="The decided objection, or why nothing was decided."
    ),
]
