"""Reading applications and tasks."""

from collections.abc import Sequence
from typing import Annotated

import strawberry
from graphql import GraphQLError

from api.applications.states import ApplicationState, TaskState
from api.applications.tracking import track
from api.applications.types import Application, Task
from api.applications.values import Tracking
from api.context import Info
from api.fields import field
from api.paging import After, Connection, First, connection, size
from models.applications.queries.applications import applications_of
from models.applications.queries.tasks import queue, task
from models.kit.ids import parse_id


@strawberry.type
class ApplicationQueries:
    """Applications and tasks."""

    @field(
        "An application: for its applicant and for agencies with a task on it. Null for everybody else,"
        " and when there is none."
    )
    async def application(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Its identifier.")]
    ) -> Application | None:
        """One application."""
        uuid = parse_id("application", id)
        row = await info.context.loaders.applications.load(uuid) if uuid else None
        return Application.of(row, info.context) if row else None

    @field("The caller's own applications, newest first. Empty without a token.")
    async def my_applications(
        self,
        info: Info,
        first: First = 20,
        after: After = None,
        states: Annotated[
            list[ApplicationState] | None,
            strawberry.argument(description="Only those in one of these states."),
        ] = None,
    ) -> Connection[Application]:
        """One's own applications."""
        context = info.context
        page = await applications_of(context.actor, states=states, first=size(first), after=after)
        return connection(page, lambda row: Application.of(row, context))

    @field("The tasks that the caller may answer in the agency, most urgent first. Empty for everybody else.")
    async def tasks(
        self,
        info: Info,
        first: First = 20,
        after: After = None,
        states: Annotated[
            Sequence[TaskState] | None,
            strawberry.argument(description="Only those in one of these states; null for all."),
        ] = (TaskState.OPEN,),
        overdue: Annotated[
            bool | None,
            strawberry.argument(description="Only those that are late, or only those that are not."),
        ] = None,
    ) -> Connection[Task]:
        """The agency's queue."""
        context = info.context
        wanted = list(TaskState) if states is None else states
        page = await queue(
            context.actor, states=wanted, overdue=overdue, first=size(first), after=after, now=context.at
        )
        return connection(page, lambda row: Task.of(row, context))

    @field("A task: for its agency and for the applicant. Null for everybody else, and when there is none.")
    async def task(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Its identifier.")]
    ) -> Task | None:
        """One task."""
        uuid = parse_id("task", id)
        row = await task(uuid, by=info.context.actor) if uuid else None
        return Task.of(row, info.context) if row else None

    @field(
        "Where an application stands, by number and PIN. Public, over POST only. Null when they do not"
        " belong together; RATE_LIMITED after five wrong tries."
    )
    async def track(
        self,
        info: Info,
        number: Annotated[str, strawberry.argument(description="The number, as it was given.")],
        pin: Annotated[str, strawberry.argument(description="The six digits that came with it.")],
    ) -> Tracking | None:
        """Follow without signing in."""
        if info.context.method != "POST":
            code = {"code": "NOT_ALLOWED"}
            raise GraphQLError(
                "track: a PIN does not belong in an address; send this by POST.", extensions=code
            )
        return await track(number, pin, info.context)
