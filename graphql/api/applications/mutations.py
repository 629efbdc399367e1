"""Applying, correcting, deciding: parse, call one operation, answer."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.applications.inputs import (
    AttachInput,
    CorrectApplicationInput,
    CorrectApplicationResult,
    DecideTaskInput,
    DecideTaskResult,
    SubmitApplicationInput,
    SubmitApplicationResult,
    SubmittedApplication,
)
from api.applications.types import Application, Task
from api.context import Context, Info
from api.errors import mutation
from models.applications.errors import ApplicationNotFound, TaskNotFound
from models.applications.operations.answering import Finding, TaskAnswer
from models.applications.operations.correcting import Correction, correct_application
from models.applications.operations.deciding import decide_task
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.applications.queries.tasks import task
from models.applications.states import Lane
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.ids import parse_id
from models.kit.text import N_

NO_DOCUMENT = UUID(int=0)
"""Stands for an identifier that is none, so that its fault is told together with all others."""


@strawberry.type
class ApplicationMutations:
    """Applying, correcting, deciding."""

    @mutation(
        "Send an application: every agency concerned has it at the same moment. For citizens.",
    )
    async def submit_application(
        self,
        info: Info,
        input: Annotated[SubmitApplicationInput, strawberry.argument(description="What is sent.")],
    ) -> SubmitApplicationResult:
        """Apply."""
        context = info.context
        draft = ApplicationDraft(
            input.service, _answers(input.answers), _documents(input.documents), input.idempotency_key
        )
        sent = await submit_application(draft, by=context.actor, at=context.at, regency=context.regency)
        return SubmittedApplication(application=await _application(sent.id, context), pin=sent.pin)

    @mutation(
        "Correct a returned application; what others have approved stands. For its applicant.",
    )
    async def correct_application(
        self,
        info: Info,
        input: Annotated[CorrectApplicationInput, strawberry.argument(description="What changes.")],
    ) -> CorrectApplicationResult:
        """Correct."""
        context = info.context
        id = parse_id("application", input.application_id)
        if id is None:
            raise ApplicationNotFound("applicationId")
        answers, documents = _answers(input.answers), _documents(input.documents)
        correction = Correction(id, answers, documents, input.idempotency_key)
        await correct_application(correction, by=context.actor, at=context.at, regency=context.regency)
        return await _application(id, context)

    @mutation(
        "Answer a task: approve, return with findings, or refuse with a reason. For its agency.",
    )
    async def decide_task(
        self,
        info: Info,
        input: Annotated[DecideTaskInput, strawberry.argument(description="The answer.")],
    ) -> DecideTaskResult:
        """Decide."""
        context = info.context
        id = parse_id("task", input.task_id)
        if id is None:
            raise TaskNotFound("taskId")
        findings = [Finding(tuple(finding.path), finding.message) for finding in input.findings]
        answer = TaskAnswer(id, input.decision, input.reason, findings, input.idempotency_key, lane=Lane.API)
        await decide_task(answer, by=context.actor, at=context.at, regency=context.regency)
        row = await task(id, by=context.actor)
        if row is None:
            raise TaskNotFound("taskId")
        return Task.of(row, context)


def _answers(answers: object) -> Mapping[str, Any]:
    if not isinstance(answers, dict):
        message = N_("Isian harus berupa objek dengan nama-nama bagian formulir.")
        raise InvalidInput(Problem(ProblemCode.INVALID, ("answers",), message))
    return answers


def _documents(documents: Sequence[AttachInput]) -> list[tuple[str, UUID]]:
    return [
        (given.requirement, parse_id("document", given.document_id) or NO_DOCUMENT) for given in documents
    ]


async def _application(id: UUID, context: Context) -> Application:
    row = await context.loaders.applications.load(id)
    if row is None:
        raise ApplicationNotFound("applicationId")
    return Application.of(row, context)
