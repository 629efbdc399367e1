"""Applying, correcting, withdrawing, objecting: parse, call one operation, answer."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.applications.finding import NO_DOCUMENT, application_id_of, shown_application
from api.applications.inputs import (
    AttachInput,
    CorrectApplicationInput,
    CorrectApplicationResult,
    ObjectToRefusalInput,
    ObjectToRefusalResult,
    SubmitApplicationInput,
    SubmitApplicationResult,
    SubmittedApplication,
    WithdrawApplicationInput,
    WithdrawApplicationResult,
)
from api.context import Info
from api.errors import mutation
from models.applications.operations.correcting import Correction, correct_application
from models.applications.operations.objecting import ObjectionDraft, object_to_refusal
from models.applications.operations.submitting import ApplicationDraft, submit_application
from models.applications.operations.withdrawing import Withdrawal, withdraw_application
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.ids import parse_id
from models.kit.text import N_


@strawberry.type
class ApplicationMutations:
    """What applicants do."""

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
        return SubmittedApplication(application=await shown_application(sent.id, context), pin=sent.pin)

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
        id = application_id_of(input.application_id)
        answers, documents = _answers(input.answers), _documents(input.documents)
        correction = Correction(id, answers, documents, input.idempotency_key)
        await correct_application(correction, by=context.actor, at=context.at, regency=context.regency)
        return await shown_application(id, context)

    @mutation("Take an application back: every agency is free of it. For its applicant, until it has ended.")
    async def withdraw_application(
        self,
        info: Info,
        input: Annotated[WithdrawApplicationInput, strawberry.argument(description="What, and why.")],
    ) -> WithdrawApplicationResult:
        """Withdraw."""
        id, context = application_id_of(input.application_id), info.context
        withdrawal = Withdrawal(id, input.reason, input.idempotency_key)
        await withdraw_application(withdrawal, by=context.actor, at=context.at, regency=context.regency)
        return await shown_application(id, context)

    @mutation(
        "Object to a refusal (keberatan), within 21 working days: somebody else decides. For the applicant. CONFLICT"
        " when it is too late, or was not refused."
    )
    async def object_to_refusal(
        self,
        info: Info,
        input: Annotated[ObjectToRefusalInput, strawberry.argument(description="What is not accepted.")],
    ) -> ObjectToRefusalResult:
        """Object."""
        id, context = application_id_of(input.application_id), info.context
        draft = ObjectionDraft(id, input.text, input.idempotency_key)
        await object_to_refusal(draft, by=context.actor, at=context.at, regency=context.regency)
        return await shown_application(id, context)


def _answers(answers: object) -> Mapping[str, Any]:
    if not isinstance(answers, dict):
        message = N_("Isian harus berupa objek dengan nama-nama bagian formulir.")
        raise InvalidInput(Problem(ProblemCode.INVALID, ("answers",), message))
    return answers


def _documents(documents: Sequence[AttachInput]) -> list[tuple[str, UUID]]:
    return [
        (given.requirement, parse_id("document", given.document_id) or NO_DOCUMENT) for given in documents
    ]
