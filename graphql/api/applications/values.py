"""The small parts of applications and tasks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import strawberry

from api.agencies.types import Agency
from api.applications.history import Event
from api.applications.states import ApplicationState, TaskState
from api.context import Context
from models.applications import positions
from models.applications.queries.applications import ApplicationRow
from models.applications.queries.tasks import TaskRow
from models.applications.wording import label


@strawberry.type(description="How many of the agencies that look side by side have answered.")
class Progress:
    """`2 of 3 have answered`."""

    answered: int = strawberry.field(description="How many have answered.")
    total: int = strawberry.field(description="How many were asked.")

    @classmethod
    def of(cls, tasks: Iterable[TaskRow]) -> "Progress":
        """The progress that tasks add up to."""
        progress = positions.progress((task.kind, task.state) for task in tasks)
        return cls(answered=progress.answered, total=progress.total)


@strawberry.type(description="Something that an agency wants corrected.")
class Finding:
    """Something to correct."""

    path: list[str] = strawberry.field(
        description='Where: `["answers", "width"]` for an answer, `["documents", "site-photo"]` for a document.'
    )
    message: str = strawberry.field(description="What is wrong with it and how to mend it.")
    agency: Agency = strawberry.field(description="Who found it.")


@strawberry.type(description="Where an application stands, for whoever has its number and PIN.")
class Tracking:
    """An application, without anything about the person."""

    number: str = strawberry.field(description="The number of the application.")
    service: str = strawberry.field(description="What was applied for.")
    state: ApplicationState = strawberry.field(description="How it stands in law.")
    label: str = strawberry.field(description="How it stands, as people read it.")
    progress: Progress = strawberry.field(description="How many agencies have answered.")
    due_at: datetime | None = strawberry.field(
        description="By when it is promised; null when nothing is promised, as while the applicant corrects."
    )
    citizen_due_at: datetime | None = strawberry.field(
        description="By when the applicant has to correct or to pay; null when nothing is asked of them."
    )
    usually_by: date | None = strawberry.field(
        description="By when nine of ten such applications are finished; known from twenty finished ones on."
    )
    events: list[Event] = strawberry.field(
        description="What happened, oldest first, without names of persons."
    )
    permit_code: str | None = strawberry.field(description="The code to check the issued document with.")


def label_of(row: ApplicationRow, tasks: Iterable[TaskRow], context: Context) -> str:
    """What people read, from the state and the open tasks."""
    open_kinds = {task.kind for task in tasks if task.state is TaskState.OPEN}
    said = label(row.state, open_kinds)
    return context.say(said.message, said.facts)


async def findings_of(tasks: Sequence[TaskRow], context: Context) -> list[Finding]:
    """The findings in tasks, in the order of the steps."""
    with_findings = [task for task in tasks if task.findings]
    rows = await context.loaders.agencies.load_many([task.agency_id for task in with_findings])
    return [
        Finding(path=list(finding["path"]), message=finding["message"], agency=Agency.of(row))
        for task, row in zip(with_findings, rows, strict=True)
        for finding in task.findings
    ]
