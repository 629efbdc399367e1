"""What the mutations on a task's way to its answer take and answer: claims, other agencies, visits."""

from datetime import datetime
from typing import Annotated

import strawberry

from api.agencies.types import Agency
from api.applications.inputs import KEY
from api.applications.types import Task
from api.errors import Problems

OPEN_TASK = "An open task of the caller's agency."


@strawberry.input(description="A wish to work on a task.")
class ClaimTaskInput:
    """A claim."""

    task_id: strawberry.ID = strawberry.field(description=OPEN_TASK)
    idempotency_key: str = strawberry.field(description=KEY + " A claim is renewed with a new key.")


@strawberry.input(description="A task that is given back to the colleagues.")
class ReleaseTaskInput:
    """A release."""

    task_id: strawberry.ID = strawberry.field(description="A task of the caller's agency.")
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.input(description="A task that a colleague goes on with.")
class HandOverTaskInput:
    """A handing over."""

    task_id: strawberry.ID = strawberry.field(description=OPEN_TASK)
    to: str = strawberry.field(description="The `username` of one of the task's `colleagues`.")
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.input(description="A task that is another agency's business.")
class RerouteTaskInput:
    """A re-routing."""

    task_id: strawberry.ID = strawberry.field(description=OPEN_TASK)
    agency: str = strawberry.field(
        description="The `code` of the right agency, or of the secretariat that is to find one."
    )
    reason: str = strawberry.field(
        description="Why, at most 2000 characters; that agency and the applicant read it."
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.input(description="Two times at which officers could come.")
class ProposeVisitInput:
    """A proposal."""

    task_id: strawberry.ID = strawberry.field(description="An open VISIT task of the caller's agency.")
    times: list[datetime] = strawberry.field(
        description="Two times to come within 90 days, at least an hour apart, on working days or Saturdays, from 07.00"
        " to 18.00 by the regency's clock."
    )
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.input(description="The applicant's answer to a proposal: a time, or a message.")
class AnswerVisitInput:
    """An answer to a proposal."""

    task_id: strawberry.ID = strawberry.field(description="A VISIT task of one's own application.")
    idempotency_key: str = strawberry.field(description=KEY)
    time: datetime | None = strawberry.field(default=None, description="One of the task's `visitTimes`.")
    message: str = strawberry.field(
        default="", description="What would suit instead, at most 300 characters; not read beside a time."
    )


@strawberry.type(description="A task that is offered to another agency, which has not accepted it yet.")
class ReroutedTask:
    """A task that may go."""

    task_id: strawberry.ID = strawberry.field(
        description="Its identifier; it stays with its agency until the other accepts."
    )
    agency: Agency = strawberry.field(
        description="The agency that it is offered to, or the secretariat that is to find one."
    )


ClaimTaskResult = Annotated[
    Task | Problems,
    strawberry.union("ClaimTaskResult", description="The task, or why it was not given."),
]
ReleaseTaskResult = Annotated[
    Task | Problems,
    strawberry.union("ReleaseTaskResult", description="The task, or why nothing was done."),
]
HandOverTaskResult = Annotated[
    Task | Problems,
    strawberry.union("HandOverTaskResult", description="The task, or why it was not handed over."),
]
RerouteTaskResult = Annotated[
    ReroutedTask | Problems,
    strawberry.union("RerouteTaskResult", description="To whom the task is offered, or why not."),
]
ProposeVisitResult = Annotated[
    Task | Problems,
    strawberry.union("ProposeVisitResult", description="The task, or why nothing was proposed."),
]
AnswerVisitResult = Annotated[
    Task | Problems,
    strawberry.union("AnswerVisitResult", description="The task, or why nothing was answered."),
]
