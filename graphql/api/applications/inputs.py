"""What the mutations on applications take and answer."""

from typing import Annotated

import strawberry

from api.applications.states import Decision
from api.applications.types import Application, Task
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
        description="An object with the answers that change; null takes an answer away. What is left out stays."
    )
    idempotency_key: str = strawberry.field(description=KEY)
    documents: list[AttachInput] = strawberry.field(
        default_factory=list, description="Documents that replace those given for the same requirement."
    )


@strawberry.input(description="Something that the applicant should correct.")
class FindingInput:
    """Something to correct."""

    path: list[str] = strawberry.field(
        description='`["answers", "width"]` for an answer, `["documents", "site-photo"]` for a document.'
    )
    message: str = strawberry.field(description="What is wrong and how to mend it, in plain Indonesian.")


@strawberry.input(description="An officer's answer to a task.")
class DecideTaskInput:
    """An answer to a task."""

    task_id: strawberry.ID = strawberry.field(description="An open task of the caller's agency.")
    decision: Decision = strawberry.field(
        description="The answer. A SIGN task is approved by `signPermit` alone."
    )
    idempotency_key: str = strawberry.field(description=KEY)
    reason: str | None = strawberry.field(default=None, description="Why; needed to REFUSE.")
    findings: list[FindingInput] = strawberry.field(
        default_factory=list, description="What should be corrected; needed to RETURN, and only then."
    )


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
DecideTaskResult = Annotated[
    Task | Problems,
    strawberry.union("DecideTaskResult", description="The answered task, or why nothing was decided."),
]
