"""Asking registers, and asking a machine check again."""

from typing import Annotated

import strawberry

from api.applications.finding import application_id_of, shown_task, task_id_of
from api.applications.inputs import KEY
from api.applications.types import Task
from api.context import Info
from api.errors import Problems, mutation
from api.fields import field
from api.registers.types import AskableRegister, RegisterAnswer
from models.checks.operations import ask_again
from models.registers.operations import Question, ask_register
from models.registers.queries import registers_for


@strawberry.input(description="A question to a register.")
class AskRegisterInput:
    """A question."""

    register: str = strawberry.field(description="The `name` of one of `registers`.")
    application_id: strawberry.ID = strawberry.field(
        description="An application on which the caller's agency has an open task; the question is about its applicant."
    )
    purpose: str = strawberry.field(description="What for, at most 300 characters; the applicant reads it.")
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.input(description="A machine check that should be tried once more.")
class AskCheckAgainInput:
    """A check once more."""

    task_id: strawberry.ID = strawberry.field(
        description="An open CHECK task of the caller's agency, after MISMATCH or NO_ANSWER."
    )
    idempotency_key: str = strawberry.field(description=KEY)


AskRegisterResult = Annotated[
    RegisterAnswer | Problems,
    strawberry.union("AskRegisterResult", description="The answer, or why there is none."),
]
AskCheckAgainResult = Annotated[
    Task | Problems,
    strawberry.union("AskCheckAgainResult", description="The task, or why nothing is asked."),
]


@strawberry.type
class RegisterQueries:
    """Registers."""

    @field("The registers that the caller's agency may ask, by service. Empty for everybody but officers.")
    async def registers(self, info: Info) -> list[AskableRegister]:
        """What may be asked."""
        agency_id = info.context.actor.agency_id
        if agency_id is None:
            return []
        agency = await info.context.loaders.agencies.load(agency_id)
        return [AskableRegister.of(row) for row in await registers_for(agency)]


@strawberry.type
class RegisterMutations:
    """Asking."""

    @mutation(
        "Ask what another agency has decided about an applicant: answered as its owner allows, and logged. For agencies"
        " with an open task; NOT_ALLOWED for those that the owner does not answer."
    )
    async def ask_register(
        self,
        info: Info,
        input: Annotated[AskRegisterInput, strawberry.argument(description="What, about whom, what for.")],
    ) -> AskRegisterResult:
        """Ask a register."""
        id, context = application_id_of(input.application_id), info.context
        question = Question(input.register, id, input.purpose, input.idempotency_key)
        answer = await ask_register(question, by=context.actor, at=context.at, regency=context.regency)
        return RegisterAnswer(register=input.register, answer=answer.answer, detail=answer.detail)

    @mutation(
        "Let the machine of a CHECK task ask once more; the outcome comes within moments, and shows as `checkOutcome`."
    )
    async def ask_check_again(
        self,
        info: Info,
        input: Annotated[AskCheckAgainInput, strawberry.argument(description="Which check.")],
    ) -> AskCheckAgainResult:
        """Ask again."""
        id, context = task_id_of(input.task_id), info.context
        await ask_again(
            id, by=context.actor, at=context.at, regency=context.regency, key=input.idempotency_key
        )
        return await shown_task(id, context)
