"""What the mutations for applicants take and answer."""

from typing import Annotated

import strawberry

from api.applications.types import Application
from api.errors import Problems
from api.scalars import JSON

KEY = (
    "Made by the client, 1 to 200 characters, for example a UUID. The same key and content again does nothing anew and"
    " answers the same; other content is KEY_REUSED."
)


@strawberry.input(description="A document, and what it is given for.")
class AttachInput:
    """A document for a requirement."""

    requirement: str = strawberry.field(description="The key of the `DocumentRequirement`.")
    document_id: strawberry.ID = strawberry.field(
        description="The `id` that `POST /documents` has answered, or that of a document in `myWallet`. Giving one of"
        " the wallet is agreeing, on behalf of the citizen, that it is used for this requirement: show them the purpose"
        " and ask first. The reuse is recorded; a document that does not fit, is too old or was withdrawn is refused."
    )


@strawberry.input(description="An application to be sent.")
class SubmitApplicationInput:
    """An application."""

    service: str = strawberry.field(description="The `slug` of the service.")
    answers: JSON = strawberry.field(
        description="An object with the answers, as `Service.form` asks for them."
    )
    idempotency_key: str = strawberry.field(description=KEY + " It holds as long as the application.")
    documents: list[AttachInput] = strawberry.field(
        default_factory=list, description="The documents. One requirement may be given several."
    )


@strawberry.input(description="A correction of what the findings point at.")
class CorrectApplicationInput:
    """A correction."""

    application_id: strawberry.ID = strawberry.field(description="An application that was returned.")
    answers: JSON = strawberry.field(
        description="An object with the answers that change; null takes an answer away. What is left out stays;"
        " an agency may return again what it found wanting and was left as it was."
    )
    idempotency_key: str = strawberry.field(description=KEY)
    documents: list[AttachInput] = strawberry.field(
        default_factory=list,
        description="Documents that replace those given for the same requirement, new ones or some of `myWallet`, as"
        " when applying. One that a finding has sent back is refused.",
    )


@strawberry.input(description="A wish to take an application back.")
class WithdrawApplicationInput:
    """A withdrawal."""

    application_id: strawberry.ID = strawberry.field(description="An application that has not ended.")
    idempotency_key: str = strawberry.field(description=KEY)
    reason: str = strawberry.field(default="", description="Why, if they want to say.")


@strawberry.input(description="An objection to a refusal.")
class ObjectToRefusalInput:
    """An objection."""

    application_id: strawberry.ID = strawberry.field(
        description="A refused application, until its `objectionUntil`."
    )
    text: str = strawberry.field(description="Why the refusal is not accepted, at most 2000 characters.")
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="An application that was taken in.")
class SubmittedApplication:
    """An application that was taken in."""

    application: Application = strawberry.field(description="The application.")
    pin: str = strawberry.field(
        description="Six digits to track it with, together with its number; the same again on a replay."
    )


SubmitApplicationResult = Annotated[
    SubmittedApplication | Problems,
    strawberry.union("SubmitApplicationResult", description="What was taken in, or why nothing was."),
]
CorrectApplicationResult = Annotated[
    Application | Problems,
    strawberry.union(
        "CorrectApplicationResult", description="The corrected application, or why nothing was changed."
    ),
]
WithdrawApplicationResult = Annotated[
    Application | Problems,
    strawberry.union(
        "WithdrawApplicationResult", description="The withdrawn application, or why nothing was done."
    ),
]
ObjectToRefusalResult = Annotated[
    Application | Problems,
    strawberry.union(
        "ObjectToRefusalResult", description="The application with its objection, or why nothing was filed."
    ),
]
