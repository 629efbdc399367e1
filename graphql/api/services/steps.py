"""The parts of a service: its documents and its steps."""

import strawberry

from api.agencies.types import Agency
from api.context import Info
from api.enums import publish
from api.fields import field
from api.scalars import JSON, Rupiah
from models.services import definition
from models.services.definition import Asking, StepKind

publish(
    StepKind,
    "What happens in a step.",
    {
        StepKind.CHECK: "A machine confirms a fact; what it cannot settle goes to officers.",
        StepKind.VERIFY: "An agency checks the form and the documents.",
        StepKind.VISIT: "An agency looks at the place.",
        StepKind.PAY: "The applicant pays.",
        StepKind.PAY_STATE: "The applicant pays straight into the state treasury; the agency owed confirms it.",
        StepKind.DECIDE: "An agency decides.",
        StepKind.SIGN: "The head of an agency signs the document, which issues it.",
    },
)
publish(
    Asking,
    "Whom a machine check asks.",
    {
        Asking.POPULATION: "The population registry: match or mismatch, nothing more.",
        Asking.TAX: "The tax office: whether there are debts.",
        Asking.DUPLICATE: "Our own records: whether the same was applied for already.",
        Asking.REGISTER: "A register of another agency of the regency.",
    },
    name="CheckSource",
)
WHEN = "JSON Schema that the answers must satisfy for it to apply; null where it always does."
CONDITION = "When it applies, as people read it; null where it always does."


@strawberry.type(description="A document that a service asks for.")
class DocumentRequirement:
    """A document that is asked for."""

    key: str = strawberry.field(description="Its name within the service, for `AttachInput.requirement`.")
    title: str = strawberry.field(description="What people read.")
    help: str | None = strawberry.field(description="How to get it right, in a sentence.")
    required: bool = strawberry.field(
        description="Whether an application without it is refused, where its condition holds."
    )
    accepts: list[str] = strawberry.field(description="The media types that are taken.")
    kind: str | None = strawberry.field(
        description="What fits from the wallet: a `WalletItem` of the same kind. One that the regency issued is added"
        " when the application is sent, and need not be given."
    )
    months: int | None = strawberry.field(
        description="How many months ago a wallet document may have been accepted; null for any."
    )
    condition: str | None = strawberry.field(description=CONDITION)
    when: JSON | None = strawberry.field(description=WHEN)

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
            condition=str(row.condition) if row.condition else None,
            when=JSON(dict(row.when)) if row.when is not None else None,
        )


@strawberry.type(description="What the agency of a step may see of an application: the inputs of its answer.")
class Sight:
    """What a step looks at."""

    fields: list[str] = strawberry.field(description="Names of fields in `Service.form`.")
    documents: list[str] = strawberry.field(description="Keys of `Service.documents`.")


@strawberry.type(description="What a machine asks in a CHECK step.")
class Check:
    """A machine check."""

    ask: Asking = strawberry.field(description="Whom it asks.")
    register: str | None = strawberry.field(description="Which register, as `service/key`.")
    expects: bool = strawberry.field(
        description="The answer that agrees; true too where only `expectsAtMost` counts."
    )
    expects_at_most: int | None = strawberry.field(
        description="For a register: how many there may be; null where it does not matter."
    )
    purpose: str | None = strawberry.field(description="Why it asks, as the applicant and the owner read it.")


@strawberry.type(description="What a PAY step asks for.")
class BillTerms:
    """What is to be paid."""

    amount: Rupiah | None = strawberry.field(description="The amount; null where an officer sets it.")
    amount_of: str | None = strawberry.field(
        description="The key of the step whose officer sets the amount with the approval; 0 skips the payment."
    )
    text: str = strawberry.field(description="What it is for.")


@strawberry.type(description="What a PAY_STATE step asks for. It is no bill of the regency.")
class StateRevenueTerms:
    """What is to be paid to the state."""

    amount: Rupiah | None = strawberry.field(description="The amount; null where an officer sets it.")
    amount_of: str | None = strawberry.field(
        description="The key of the step whose officer sets the amount with the approval; 0 skips the payment."
    )
    text: str = strawberry.field(description="What it is for.")
    how: str = strawberry.field(description="How to pay: where the billing code comes from.")
    working_days: int = strawberry.field(
        description="How many working days the applicant has to pay and to report it."
    )


@strawberry.type(description="The agency of one choice.")
class AgencyOfChoice:
    """Who does a step by one choice."""

    code: strawberry.Private[str]
    choice: str = strawberry.field(description="The answer, as `form` lists it.")

    @field("The agency whose step it is then.")
    async def agency(self, info: Info) -> Agency:
        """Whose step it is then."""
        return Agency.of(await info.context.loaders.agencies_by_code.load(self.code))


@strawberry.type(description="By which answer the agency of a step is found. An application's task names it.")
class AgencyOf:
    """How the agency is found."""

    field: str = strawberry.field(description="The name of the field in `Service.form`.")
    kind: str | None = strawberry.field(
        description="`rt`, `village` or `district`: that of the place in the field, a village's Kemendagri code. Where"
        " it is not ready, its district serves. Null where the field is a choice."
    )
    agencies: list[AgencyOfChoice] = strawberry.field(
        description="For a choice, the agency of each; empty for a place."
    )


@strawberry.type(description="A step of a service. Steps that need nothing of one another run side by side.")
class Step:
    """A step of a service."""

    row: strawberry.Private[definition.Step]
    key: str = strawberry.field(description="Its name within the service.")
    title: str = strawberry.field(description="What people read.")
    kind: StepKind = strawberry.field(description="What happens in it.")
    needs: list[str] = strawberry.field(description="The keys of the steps that come before it.")
    working_hours: int | None = strawberry.field(
        description="How many working hours the agency has; in a PAY step, the applicant. In a PAY_STATE step they run"
        " once a payment is reported."
    )
    sees_identity: bool = strawberry.field(
        description="Whether its agency sees NIK, phone and identity documents."
    )
    other_officer_than: list[str] = strawberry.field(
        description="Whoever answered one of these steps may not answer this one too (separation of duties)."
    )
    condition: str | None = strawberry.field(description=CONDITION)
    when: JSON | None = strawberry.field(description=WHEN)

    @classmethod
    def of(cls, row: definition.Step) -> "Step":
        """A step as clients see it."""
        return cls(
            row=row,
            key=row.key,
            title=str(row.title),
            kind=row.kind,
            needs=list(row.needs),
            working_hours=row.working_hours,
            sees_identity=row.sees_identity,
            other_officer_than=list(row.other_officer_than),
            condition=str(row.condition) if row.condition else None,
            when=JSON(dict(row.when)) if row.when is not None else None,
        )

    @field(
        "Who does it; null when it is found by the applicant's village or by an answer, see `agencyOf`. The task then"
        " names it."
    )
    async def agency(self, info: Info) -> Agency | None:
        """Who does it."""
        if self.row.agency is None:
            return None
        return Agency.of(await info.context.loaders.agencies_by_code.load(self.row.agency))

    @field(
        "By which answer its agency is found; null where it is named, or found by the applicant's village."
    )
    def agency_of(self) -> AgencyOf | None:
        """How it is found."""
        rule = self.row.agency_of
        if rule is None:
            return None
        agencies = [AgencyOfChoice(code=code, choice=choice) for choice, code in rule.agencies.items()]
        return AgencyOf(field=rule.field, kind=rule.kind, agencies=agencies)

    @field("What its agency may see of the form and the documents; null where it sees all but the identity.")
    def sees(self) -> Sight | None:
        """What it looks at."""
        sees = self.row.sees
        return Sight(fields=sorted(sees.fields), documents=sorted(sees.documents)) if sees else None

    @field("What a machine asks; null but for CHECK.")
    def check(self) -> Check | None:
        """What is asked."""
        check = self.row.check
        if check is None:
            return None
        purpose = str(check.purpose) if check.purpose else None
        return Check(
            ask=check.ask,
            register=check.register,
            expects=check.expects is not False,
            expects_at_most=check.expects_at_most,
            purpose=purpose,
        )

    @field("What is to be paid; null but for PAY.")
    def bill(self) -> BillTerms | None:
        """What is paid."""
        bill = self.row.bill
        if bill is None:
            return None
        amount = None if bill.amount is None else Rupiah(bill.amount)
        return BillTerms(amount=amount, amount_of=bill.amount_of, text=str(bill.text))

    @field("What is to be paid into the state treasury; null but for PAY_STATE.")
    def state_revenue(self) -> StateRevenueTerms | None:
        """What the state is owed."""
        revenue = self.row.state_revenue
        if revenue is None:
            return None
        return StateRevenueTerms(
            amount=None if revenue.amount is None else Rupiah(revenue.amount),
            amount_of=revenue.amount_of,
            text=str(revenue.text),
            how=str(revenue.how),
            working_days=revenue.working_days,
        )
