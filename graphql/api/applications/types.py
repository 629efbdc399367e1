"""Applications and their tasks in the contract."""

from datetime import date, datetime

import strawberry

from api.accounts.types import Person
from api.agencies.types import Agency
from api.applications.history import Event, page_of, told
from api.applications.states import ApplicationState, Decision, TaskState
from api.applications.values import Finding, Progress, findings_of, label_of
from api.context import Context, Info
from api.documents.types import AttachedDocument, Document
from api.fields import field
from api.ids import Node
from api.paging import After, Connection, First, connection, size
from api.permits.types import Permit
from api.scalars import JSON
from api.services.types import Service, Step
from models.applications.access import sees_identity
from models.applications.queries.applications import ApplicationRow
from models.applications.queries.tasks import TaskRow
from models.kit.ids import public_id


@strawberry.type(
    description="An application (permohonan): for its applicant, and for agencies that have a task on it. An officer's"
    " look at what is about the person is noted in the access log."
)
class Application(Node):
    """An application, as the caller may see it."""

    row: strawberry.Private[ApplicationRow]
    number: str = strawberry.field(description="Short and readable aloud, for example `RKL-2611-7F3K9`.")
    state: ApplicationState = strawberry.field(description="How it stands in law.")
    submitted_at: datetime | None = strawberry.field(description="When it was sent; null for a draft.")
    due_at: datetime | None = strawberry.field(
        description="By when it is promised; null when nothing is promised, as while the applicant corrects."
    )

    @field("By when nine of ten such applications are finished; known from twenty finished ones on.")
    async def usually_by(self, info: Info) -> date | None:
        """No promise: that is `due_at`."""
        return await info.context.loaders.usual_days.load(self.row.id)

    @classmethod
    def of(cls, row: ApplicationRow, context: Context) -> "Application":
        """An application as the caller sees it; whoever comes back to it through a task reads it no second time."""
        context.loaders.applications.prime(row.id, row)
        return cls(
            id=strawberry.ID(public_id("application", row.id)),
            row=row,
            number=row.number,
            state=row.state,
            submitted_at=context.local(row.submitted_at),
            due_at=context.local_or_none(row.due_at),
        )

    @field("The service, in the version under which this was sent.")
    async def service(self, info: Info) -> Service:
        """What is applied for."""
        return Service.of(await info.context.loaders.versions.load(self.row.version_id))

    @field("How it stands, as people read it: from the state and the open tasks.")
    async def label(self, info: Info) -> str:
        """What people read."""
        return label_of(self.row, await info.context.loaders.tasks.load(self.row.id), info.context)

    @field("Who applies.")
    async def applicant(self, info: Info) -> Person:
        """Who applies."""
        loaders = info.context.loaders
        await loaders.readings.load(self.row)
        version = await loaders.versions.load(self.row.version_id)
        whole = sees_identity(version.definition, self.row.own_steps, info.context.actor)
        person = await loaders.people.load(self.row.person_id)
        account = await loaders.accounts.load(self.row.applicant_id)
        return Person.of(person, account, info.context, whole=whole)

    @field("The answers as they stand, by the names in `Service.form`.")
    async def answers(self, info: Info) -> JSON:
        """What was answered."""
        await info.context.loaders.readings.load(self.row)
        return JSON(dict(await info.context.loaders.answers.load(self.row.id)))

    @field("The documents as they stand.")
    async def documents(self, info: Info) -> list[AttachedDocument]:
        """What was brought."""
        await info.context.loaders.readings.load(self.row)
        return [
            AttachedDocument(requirement=row.requirement, document=Document.of(row.document, info.context))
            for row in await info.context.loaders.documents.load(self.row.id)
        ]

    @field("Its tasks, in the order of the service's steps.")
    async def tasks(self, info: Info) -> list["Task"]:
        """Who does what."""
        return [Task.of(row, info.context) for row in await info.context.loaders.tasks.load(self.row.id)]

    @field("What is to be corrected: for the applicant once they were told, for agencies at once.")
    async def findings(self, info: Info) -> list[Finding]:
        """What is to be corrected."""
        return await findings_of(await info.context.loaders.tasks.load(self.row.id), info.context)

    @field("How many of the agencies that look side by side have answered.")
    async def progress(self, info: Info) -> Progress:
        """`2 of 3 have answered`."""
        return Progress.of(await info.context.loaders.tasks.load(self.row.id))

    @field("What happened, oldest first.")
    async def events(self, info: Info, first: First = 20, after: After = None) -> Connection[Event]:
        """What happened."""
        loaders = info.context.loaders
        most = size(first)
        await loaders.readings.load(self.row)
        page = page_of(await loaders.events.load(self.row.id), most, after)
        tasks = await loaders.tasks.load(self.row.id)
        version = await loaders.versions.load(self.row.version_id)
        said = await told(
            page.rows, tasks=tasks, definition=version.definition, context=info.context, names=True
        )
        events = dict(zip((row.sequence for row in page.rows), said, strict=True))
        return connection(page, lambda row: events[row.sequence])

    @field("The issued document; null until then.")
    async def permit(self, info: Info) -> Permit | None:
        """What came out."""
        await info.context.loaders.readings.load(self.row)
        row = await info.context.loaders.permits.load(self.row.id)
        return Permit.of(row, info.context) if row else None


@strawberry.type(description="A step of one application, in the hands of one agency.")
class Task(Node):
    """A task."""

    row: strawberry.Private[TaskRow]
    state: TaskState = strawberry.field(description="How it stands.")
    opened_at: datetime | None = strawberry.field(description="When it was opened, the last time.")
    due_at: datetime | None = strawberry.field(description="By when it should be answered.")
    decision: Decision | None = strawberry.field(description="The answer.")
    reason: str | None = strawberry.field(description="The reason for the answer.")
    decided_at: datetime | None = strawberry.field(description="When it was answered.")
    decided_by: str | None = strawberry.field(description="The officer who answered.")

    @classmethod
    def of(cls, row: TaskRow, context: Context) -> "Task":
        """A task as the caller sees it."""
        return cls(
            id=strawberry.ID(public_id("task", row.id)),
            row=row,
            state=row.state,
            opened_at=context.local_or_none(row.opened_at),
            due_at=context.local_or_none(row.due_at),
            decision=row.decision,
            reason=row.reason,
            decided_at=context.local_or_none(row.decided_at),
            decided_by=row.decided_by,
        )

    @field("The application that it belongs to.")
    async def application(self, info: Info) -> Application:
        """What it belongs to."""
        row = await info.context.loaders.applications.load(self.row.application_id)
        if row is None:
            raise LookupError("a task is shown only to those who see its application")
        return Application.of(row, info.context)

    @field("The step of the service.")
    async def step(self, info: Info) -> Step:
        """Which step."""
        version = await info.context.loaders.versions.load(self.row.version_id)
        return Step.of(version.definition.step(self.row.step))

    @field("The agency that it is for.")
    async def agency(self, info: Info) -> Agency:
        """Whose task."""
        return Agency.of(await info.context.loaders.agencies.load(self.row.agency_id))

    @field("What it wants corrected: for the applicant once they were told.")
    async def findings(self, info: Info) -> list[Finding]:
        """What is to be corrected."""
        return await findings_of([self.row], info.context)
