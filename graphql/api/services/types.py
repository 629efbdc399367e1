"""Services in the contract."""

from collections.abc import Mapping

import strawberry

from api.agencies.types import Agency
from api.context import Info
from api.fields import field
from api.ids import Node
from api.scalars import JSON
from api.services.outcomes import DeemedApproval, Elsewhere, Register
from api.services.standard import Fee, ServiceStandard
from api.services.steps import DocumentRequirement, Step
from models.applications.queries.known import Known
from models.kit.actor import ActorKind
from models.kit.ids import public_id
from models.services.queries import ServiceRow


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

    @field("What the applicant gets in the end, here or from another system.")
    def product(self) -> str:
        """What comes out."""
        return str(self.row.definition.product)

    @field("What another system issues; null where the regency issues the document itself.")
    def elsewhere(self) -> Elsewhere | None:
        """What comes out elsewhere."""
        elsewhere = self.row.definition.elsewhere
        return Elsewhere.of(elsewhere) if elsewhere else None

    @field("What the law says when nobody answers in time; null where silence is no consent.")
    def deemed_approval(self) -> DeemedApproval | None:
        """When silence is consent."""
        deemed = self.row.definition.deemed_approval
        if deemed is None:
            return None
        days = deemed.working_days or self.row.definition.promised_working_days
        return DeemedApproval(working_days=days, basis=str(deemed.basis), sign=deemed.sign)

    @field("How many working days the applicant has to correct what was found.")
    def correction_working_days(self) -> int:
        """How long a correction may take."""
        return self.row.definition.correction_working_days

    @field("What other agencies may ask about what was decided here.")
    def registers(self) -> list[Register]:
        """What others may ask."""
        return [Register.of(self.row.slug, row) for row in self.row.definition.registers]

    @field(
        "What the regency knows of the caller's answers to this form, to be offered for confirmation: village and"
        " address of the account, and the newest answers to fields of the same name. Null for everybody but citizens."
    )
    async def prefill(self, info: Info) -> JSON | None:
        """What need not be typed again."""
        known = await self._known(info)
        return None if known is None else JSON({name: one.answer for name, one in known.items()})

    @field(
        "Where an officer recorded what `prefill` offers, by field: another system and the application there. What"
        " the caller has told is not named. Null for everybody but citizens."
    )
    async def prefill_sources(self, info: Info) -> JSON | None:
        """Where it comes from."""
        known = await self._known(info)
        if known is None:
            return None
        return JSON({name: one.source for name, one in known.items() if one.source})

    async def _known(self, info: Info) -> Mapping[str, Known] | None:
        if info.context.actor.kind is not ActorKind.CITIZEN or info.context.account is None:
            return None
        return await info.context.loaders.prefill.load(self.row)
