"""What there is to know of an application apart from its tasks."""

from datetime import date, datetime
from typing import Self

import strawberry

from api.accounts.types import Person
from api.applications.records import Record, record_of
from api.applications.states import ApplicationState
from api.billing.treasury import StatePayment
from api.billing.types import Bill
from api.context import Context, Info
from api.documents.types import AttachedDocument, Document
from api.fields import field
from api.ids import Node
from api.permits.types import Permit
from api.registers.types import RegisterQuestion
from api.scalars import JSON
from api.services.types import Service
from models.applications.access import knows_who, sees_identity
from models.applications.queries.applications import ApplicationRow
from models.applications.states import EventKind
from models.kit.ids import public_id
from models.kit.text import N_


@strawberry.type
class FileFacts(Node):
    """An application without its tasks."""

    row: strawberry.Private[ApplicationRow]
    number: str = strawberry.field(description="Short and readable aloud, for example `RKL-2611-7F3K9`.")
    state: ApplicationState = strawberry.field(description="How it stands in law.")
    submitted_at: datetime | None = strawberry.field(description="When it was sent; null for a draft.")
    sent: int = strawberry.field(
        description="How often the applicant has sent it: first, and at each correction; for `DecideTaskInput.seen`."
    )
    due_at: datetime | None = strawberry.field(
        description="By when it is promised; null when nothing is promised, as while the applicant corrects."
    )
    citizen_due_at: datetime | None = strawberry.field(
        description="By when the applicant has to correct or to pay; null when nothing is asked of them."
    )

    @classmethod
    def of(cls, row: ApplicationRow, context: Context) -> Self:
        """An application as the caller sees it; whoever comes back to it through a task reads it no second time."""
        context.loaders.applications.prime(row.id, row)
        return cls(
            id=strawberry.ID(public_id("application", row.id)),
            row=row,
            number=row.number,
            state=row.state,
            submitted_at=context.local(row.submitted_at),
            sent=row.sent,
            due_at=context.local_or_none(row.due_at),
            citizen_due_at=context.local_or_none(row.citizen_due_at),
        )

    @field("By when nine of ten such applications are finished; known from twenty finished ones on.")
    async def usually_by(self, info: Info) -> date | None:
        """No promise: that is `due_at`."""
        return await info.context.loaders.usual_days.load(self.row.id)

    @field("The service, in the version under which this was sent.")
    async def service(self, info: Info) -> Service:
        """What is applied for."""
        return Service.of(await info.context.loaders.versions.load(self.row.version_id))

    @field("Who applies; to an agency `Pemohon`, without a name, before one of its steps has opened.")
    async def applicant(self, info: Info) -> Person:
        """Who applies."""
        loaders = info.context.loaders
        if not knows_who(self.row.own_steps, info.context.actor):
            return Person(name=info.context.translate(N_("Pemohon")), nik=None, phone=None)
        version = await loaders.versions.load(self.row.version_id)
        whole = sees_identity(version.definition, self.row.own_steps, info.context.actor)
        person = await loaders.people.load(self.row.person_id)
        account = await loaders.accounts.load(self.row.applicant_id)
        return Person.of(person, account, info.context, whole=whole)

    @field(
        "The answers as they stand, by the names in `Service.form`: for an agency those that its steps look at."
    )
    async def answers(self, info: Info) -> JSON:
        """What was answered."""
        return JSON(dict(await info.context.loaders.answers.load(self.row.id)))

    @field("The documents as they stand: for an agency those that its steps look at.")
    async def documents(self, info: Info) -> list[AttachedDocument]:
        """What was brought."""
        return [
            AttachedDocument(requirement=row.requirement, document=Document.of(row.document, info.context))
            for row in await info.context.loaders.documents.load(self.row.id)
        ]

    @field("The issued document; null until then, and where another system issues.")
    async def permit(self, info: Info) -> Permit | None:
        """What came out."""
        row = await info.context.loaders.permits.load(self.row.id)
        return Permit.of(row, info.context) if row else None

    @field("What another system has issued for a COMPLETED application; else null.")
    async def reference(self, info: Info) -> Record | None:
        """What came out elsewhere."""
        if self.row.state is not ApplicationState.COMPLETED:
            return None
        return record_of(await info.context.loaders.events.load(self.row.id))

    @field("The legal text by which it was deemed granted, because nobody had answered in time; else null.")
    async def deemed_basis(self, info: Info) -> str | None:
        """What the law says."""
        events = await info.context.loaders.events.load(self.row.id)
        version = await info.context.loaders.versions.load(self.row.version_id)
        deemed = version.definition.deemed_approval
        happened = any(row.kind is EventKind.DEEMED_APPROVED for row in events)
        return str(deemed.basis) if deemed and happened else None

    @field(
        "Until when the applicant may object to the refusal; null when there is none, or they have objected before."
    )
    async def objection_until(self, info: Info) -> datetime | None:
        """How long the way is open."""
        if self.row.state is not ApplicationState.REFUSED:
            return None
        position = await info.context.loaders.positions.load(self.row)
        return info.context.local_or_none(position.objection_until)

    @field("What is or was to be paid, oldest first.")
    async def bills(self, info: Info) -> list[Bill]:
        """What is owed."""
        rows = await info.context.loaders.bills.load(self.row.id)
        return [Bill.of(row, info.context) for row in rows]

    @field(
        "What the applicant has reported as paid into the state treasury, oldest first: for them and for the agency"
        " owed."
    )
    async def state_payments(self, info: Info) -> list[StatePayment]:
        """What was paid to the state."""
        rows = await info.context.loaders.state_payments.load(self.row.id)
        return [StatePayment.of(row, info.context) for row in rows]

    @field(
        "What agencies have asked registers about the applicant: all of it for the applicant, else the own questions."
    )
    async def register_questions(self, info: Info) -> list[RegisterQuestion]:
        """Who asked what."""
        rows = await info.context.loaders.questions.load(self.row.id)
        return [RegisterQuestion.of(row, info.context) for row in rows]
