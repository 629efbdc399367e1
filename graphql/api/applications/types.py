"""Applications, their tasks and objections in the contract: what leads from one to another."""

import strawberry

from api.applications.files import FileFacts
from api.applications.history import Event, page_of, told
from api.applications.objections import ObjectionFacts
from api.applications.tasks import TaskFacts
from api.applications.values import Finding, Progress, findings_of, label_of
from api.context import Info
from api.fields import field
from api.paging import After, Connection, First, connection, size


@strawberry.type(
    description="An application (permohonan): for its applicant, and for agencies that have a task on it. An officer's"
    " look at what is about the person is noted in the access log."
)
class Application(FileFacts):
    """An application, as the caller may see it."""

    @field("How it stands, as people read it: from the state and the open tasks.")
    async def label(self, info: Info) -> str:
        """What people read."""
        return label_of(self.row, await info.context.loaders.tasks.load(self.row.id), info.context)

    @field("Its tasks, in the order of the service's steps.")
    async def tasks(self, info: Info) -> list["Task"]:
        """Who does what."""
        return [Task.of(row, info.context) for row in await info.context.loaders.tasks.load(self.row.id)]

    @field(
        "What is to be corrected: for the applicant once they were told, for agencies what their steps look at."
    )
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
        history = await loaders.events.load(self.row.id)
        page = page_of(history, most, after)
        tasks = await loaders.tasks.load(self.row.id)
        version = await loaders.versions.load(self.row.version_id)
        said = await told(
            page.rows,
            history=history,
            tasks=tasks,
            definition=version.definition,
            context=info.context,
            names=True,
        )
        events = dict(zip((row.sequence for row in page.rows), said, strict=True))
        return connection(page, lambda row: events[row.sequence])

    @field("The newest objection to a refusal; null when there was none.")
    async def objection(self, info: Info) -> "Objection | None":
        """What the applicant did not accept."""
        rows = await info.context.loaders.objections.load(self.row.id)
        return Objection.of(rows[-1], info.context) if rows else None


@strawberry.type(description="A step of one application, in the hands of one agency.")
class Task(TaskFacts):
    """A task."""

    @field("The application that it belongs to.")
    async def application(self, info: Info) -> Application:
        """What it belongs to."""
        row = await info.context.loaders.applications.load(self.row.application_id)
        if row is None:
            raise LookupError("a task is shown only to those who see its application")
        return Application.of(row, info.context)


@strawberry.type(
    description="An applicant's objection (keberatan, Law 30/2014 article 77) to a refusal. Whoever refused never"
    " decides it."
)
class Objection(ObjectionFacts):
    """An objection."""

    @field(
        "The application; null when the caller may not read it any more, as after deciding in another's place."
    )
    async def application(self, info: Info) -> Application | None:
        """What was refused."""
        row = await info.context.loaders.applications.load(self.row.application_id)
        return Application.of(row, info.context) if row else None
