"""What a service leads to: elsewhere, by the law, and for other agencies."""

import strawberry

from api.enums import publish
from models.services import definition
from models.services.definition import Discloses, RegisterSource

__all__ = ["DeemedApproval", "Discloses", "Elsewhere", "Register", "RegisterSource"]

publish(
    Discloses,
    "How much the owner of a register answers.",
    {
        Discloses.YES_NO: "Yes or no.",
        Discloses.COUNT: "Yes or no, with how many there are.",
        Discloses.DETAIL: "Yes or no, with a sentence of detail.",
    },
)
publish(
    RegisterSource,
    "Where the answer of a register comes from.",
    {
        RegisterSource.VALID_PERMIT: "A valid document that this service has issued.",
        RegisterSource.UNPAID_BILL: "A bill of this service that is not paid.",
    },
)


@strawberry.type(
    description="What another system issues (NIB, PBG, crowd permits): prepared and tracked here, never issued."
)
class Elsewhere:
    """What another system issues."""

    system: str = strawberry.field(description="The other system.")
    title: str = strawberry.field(description="What it issues.")
    issuer: str = strawberry.field(description="Who issues it.")
    url: str = strawberry.field(description="Where it is.")
    number: str = strawberry.field(description="What the number given there is called.")
    number_pattern: str | None = strawberry.field(
        description="The regular expression that the number fits; null where any number is recorded."
    )
    number_hint: str | None = strawberry.field(description="The same in words.")

    @classmethod
    def of(cls, row: definition.Elsewhere) -> "Elsewhere":
        """What another system issues, as clients see it."""
        title, issuer, number = str(row.title), str(row.issuer), str(row.number)
        return cls(
            system=row.system,
            title=title,
            issuer=issuer,
            url=row.url,
            number=number,
            number_pattern=row.number_pattern,
            number_hint=str(row.number_hint) if row.number_hint else None,
        )


@strawberry.type(description="What the law says when nobody answers in time (fiktif positif).")
class DeemedApproval:
    """When silence is consent."""

    working_days: int = strawberry.field(description="After how many working days it is deemed granted.")
    basis: str = strawberry.field(description="The legal text.")
    sign: bool = strawberry.field(
        description="Whether the head may sign at once; else the deciding step first records the written decision."
    )


@strawberry.type(
    description="A question that other agencies may ask about what this service's issuer has decided."
)
class Register:
    """A question to a register."""

    name: str = strawberry.field(description="`service/key`.")
    question: str = strawberry.field(description="The question, answered by yes or no.")
    source: RegisterSource = strawberry.field(description="Where the answer comes from.")
    discloses: Discloses = strawberry.field(description="How much is answered.")
    asked_by: list[str] = strawberry.field(description="The codes or the kinds of the agencies that may ask.")

    @classmethod
    def of(cls, slug: str, row: definition.Register) -> "Register":
        """A question to a register, as clients see it."""
        return cls(
            name=f"{slug}/{row.key}",
            question=str(row.question),
            source=row.source,
            discloses=row.discloses,
            asked_by=list(row.asked_by),
        )
