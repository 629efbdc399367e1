"""Services in the contract."""

import strawberry

from api.agencies.types import Agency
from api.context import Info
from api.enums import publish
from api.fields import field
from api.ids import Node
from api.scalars import JSON
from api.services.standard import Fee, ServiceStandard
from models.kit.actor import ActorKind
from models.kit.ids import public_id
from models.services import definition
from models.services.definition import StepKind
from models.services.queries import ServiceRow

publish(
    StepKind,
    "What happens in a step.",
    {
        StepKind.CHECK: "Somebody confirms a fact.",
        StepKind.VERIFY: "An agency checks the form and the documents.",
        StepKind.VISIT: "An agency looks at the place.",
        StepKind.PAY: "The applicant pays.",
        StepKind.DECIDE: "An agency decides.",
        StepKind.SIGN: "The head of an agency signs the document, which issues it.",
    },
)


@strawberry.type(description="A document that a service asks for.")
class DocumentRequirement:
    """A document that is asked for."""

    key: str = strawberry.field(description="Its name within the service, for `AttachInput.requirement`.")
    title: str = strawberry.field(description="What people read.")
    help: str | None = strawberry.field(description="How to get it right, in a sentence.")
    required: bool = strawberry.field(description="Whether an application without it is refused.")
    accepts: list[str] = strawberry.field(description="The media types that are taken.")
    kind: str | None = strawberry.field(
        description="What fits from the wallet: a `WalletItem` of the same kind. One that the regency issued is added"
        " when the application is sent, and need not be given."
    )
    months: int | None = strawberry.field(
        description="How many months ago a wallet document may have been accepted; null for any."
    )

    @classmethod
    def of(cls, row: definition.Requirement) -> "DocumentRequirement":
        """A requirement as clients see it."""
        return cls(
            key=row.key,
            title=str(row.title),
            help=str(row.help) if row.help else None,
            required=row.required,
            accepts=list(row.accepts),
            kind=row.kind,
            months=row.months,
        )


@strawberry.type(description="A step of a service. Steps that need nothing of one another run side by side.")
class Step:
    """A step of a service."""

    agency_code: strawberry.Private[str | None]
    key: str = strawberry.field(description="Its name within the service.")
    title: str = strawberry.field(description="What people read.")
    kind: StepKind = strawberry.field(description="What happens in it.")
    needs: list[str] = strawberry.field(description="The keys of the steps that come before it.")
    working_hours: int | None = strawberry.field(description="How many working hours the agency has.")

    @classmethod
    def of(cls, row: definition.Step) -> "Step":
        """A step as clients see it."""
        return cls(
            agency_code=row.agency,
            key=row.key,
            title=str(row.title),
            kind=row.kind,
            needs=list(row.needs),
            working_hours=row.working_hours,
        )

    @field("Who does it; null when it is found by the applicant's village. The task then names it.")
    async def agency(self, info: Info) -> Agency | None:
        """Who does it."""
        if self.agency_code is None:
            return None
        return Agency.of(await info.context.loaders.agencies_by_code.load(self.agency_code))


@strawberry.type(description="A service (layanan) of the regency, in one version.")
class Service(Node):
    """A service in one version."""

    row: strawberry.Private[ServiceRow]
    slug: str = strawberry.field(description="Its name in addresses, for example `izin-reklame`.")
    version: int = strawberry.field(
        description="The number of the version. An application stays with the one under which it was sent."
    )

    @classmethod
    def of(cls, row: ServiceRow) -> "Service":
        """A service as clients see it."""
        id = strawberry.ID(public_id("service", row.id))
        return cls(id=id, row=row, slug=row.slug, version=row.version)

    @field("Its name, as people know it.")
    def title(self) -> str:
        """What people call it."""
        return str(self.row.definition.title)

    @field("What it is for, in a sentence or two.")
    def summary(self) -> str:
        """What it is for."""
        return str(self.row.definition.summary)

    @field("The agency that answers for it and issues the document.")
    async def issuer(self, info: Info) -> Agency:
        """Who issues."""
        return Agency.of(await info.context.loaders.agencies_by_code.load(self.row.definition.issuer))

    @field(
        "JSON Schema 2020-12 of the answers. `title` and `description` are what people read; `x-en` holds"
        " the English of both."
    )
    def form(self) -> JSON:
        """What is asked."""
        return JSON(dict(self.row.definition.form))

    @field("The documents that it asks for.")
    def documents(self) -> list[DocumentRequirement]:
        """What is to be brought."""
        return [DocumentRequirement.of(row) for row in self.row.definition.documents]

    @field("Its steps; which come first is said by `needs`.")
    def steps(self) -> list[Step]:
        """What happens."""
        return [Step.of(row) for row in self.row.definition.steps]

    @field("The published service standard (Standar Pelayanan).")
    def standard(self) -> ServiceStandard:
        """What is promised."""
        return ServiceStandard.of(self.row.definition.standard)

    @field("How many working days it takes at most, not counting the applicant's own time.")
    def promised_working_days(self) -> int | None:
        """The promise."""
        return self.row.definition.promised_working_days

    @field("What it costs.")
    def fee(self) -> Fee:
        """What it costs."""
        fee = self.row.definition.fee
        return Fee(amount=fee.amount, text=str(fee.text))

    @field(
        "What the regency knows of the caller's answers to this form, to be offered for confirmation: village and"
        " address of the account, and the newest answers to fields of the same name. Null for everybody but citizens."
    )
    async def prefill(self, info: Info) -> JSON | None:
        """What need not be typed again."""
        if info.context.actor.kind is not ActorKind.CITIZEN or info.context.account is None:
            return None
        return JSON(dict(await info.context.loaders.prefill.load(self.row)))
