"""Registers in the contract: what may be asked, what was asked, what was answered."""

from datetime import datetime

import strawberry

from api.agencies.types import Agency
from api.context import Context, Info
from api.fields import field
from api.services.outcomes import Discloses
from models.kit.actor import ActorKind
from models.registers.queries import QuestionRow, RegisterRow

NAME = "The register, as `service/key`."
ANSWER = "Yes or no."
DETAIL = "A sentence of detail, where the owner of the register tells it."


@strawberry.type(
    description="A register that the caller's agency may ask about the applicant of an open task."
)
class AskableRegister:
    """A register that may be asked."""

    owner_code: strawberry.Private[str]
    name: str = strawberry.field(description=NAME + " `askRegister` takes it.")
    question: str = strawberry.field(description="The question.")
    service: str = strawberry.field(description="The service that it belongs to.")
    discloses: Discloses = strawberry.field(description="How much is answered.")

    @classmethod
    def of(cls, row: RegisterRow) -> "AskableRegister":
        """A register as those see it who may ask."""
        return cls(
            owner_code=row.owner,
            name=row.register,
            question=str(row.question),
            service=row.service,
            discloses=row.discloses,
        )

    @field("The agency that answers.")
    async def owner(self, info: Info) -> Agency:
        """Who answers."""
        return Agency.of(await info.context.loaders.agencies_by_code.load(self.owner_code))


@strawberry.type(
    description="The answer of a register, as much as its owner allows. The question is logged with it."
)
class RegisterAnswer:
    """An answer."""

    register: str = strawberry.field(description=NAME)
    answer: bool = strawberry.field(description=ANSWER)
    detail: str | None = strawberry.field(description=DETAIL)


@strawberry.type(
    description="A question that an agency has asked a register about the applicant; the applicant sees all."
)
class RegisterQuestion:
    """A question that was asked."""

    at: datetime = strawberry.field(description="When.")
    register: str = strawberry.field(description=NAME)
    question: str = strawberry.field(description="The question.")
    owner: str = strawberry.field(description="The agency that answered.")
    agency: str = strawberry.field(description="The agency that asked.")
    asker: str | None = strawberry.field(
        description="The officer who asked; null where a machine did, in a CHECK step."
    )
    purpose: str = strawberry.field(description="What for.")
    answer: bool = strawberry.field(description=ANSWER)
    detail: str | None = strawberry.field(description=DETAIL)

    @classmethod
    def of(cls, row: QuestionRow, context: Context) -> "RegisterQuestion":
        """A question as the applicant and the asking agency see it."""
        return cls(
            at=context.local(row.at),
            register=row.register,
            question=str(row.question),
            owner=row.owner,
            agency=row.agency,
            asker=row.asker if row.asker_kind is ActorKind.OFFICER else None,
            purpose=row.purpose,
            answer=row.answer,
            detail=row.detail,
        )
