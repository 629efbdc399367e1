"""What officers do with tasks: answer, claim, hand over, arrange a visit."""

from typing import Annotated
from uuid import UUID

import strawberry

from api.applications.answers import DecideTaskInput, DecideTaskResult, PaperInput, ReferenceInput
from api.applications.finding import NO_DOCUMENT, shown_task, task_id_of
from api.applications.handling import (
    AnswerVisitInput,
    AnswerVisitResult,
    ClaimTaskInput,
    ClaimTaskResult,
    HandOverTaskInput,
    HandOverTaskResult,
    ProposeVisitInput,
    ProposeVisitResult,
    ReleaseTaskInput,
    ReleaseTaskResult,
)
from api.context import Info
from api.errors import mutation
from models.accounts.queries import account_named
from models.applications.operations.answering import Finding, Reference, TaskAnswer
from models.applications.operations.claiming import (
    claim_task,
    hand_over_task,
    release_task,
)
from models.applications.operations.deciding import decide_task
from models.applications.operations.visiting import VisitProposal, VisitReply, answer_visit, propose_visit
from models.applications.states import Lane
from models.kit.ids import parse_id

NOBODY = UUID(int=0)


@strawberry.type
class TaskMutations:
    """Everything about tasks."""

    @mutation(
        "Answer a task: approve, return with findings, or refuse with a reason. For its agency. CONFLICT while a"
        " colleague has claimed it."
    )
    async def decide_task(
        self,
        info: Info,
        input: Annotated[DecideTaskInput, strawberry.argument(description="The answer.")],
    ) -> DecideTaskResult:
        """Decide."""
        context = info.context
        answer = _answer(input)
        await decide_task(answer, by=context.actor, at=context.at, regency=context.regency)
        return await shown_task(answer.task_id, context)

    @mutation(
        "Take a task for half an hour, or renew that, so that no colleague works on it unknowingly. For its agency."
        " CONFLICT while a colleague has it."
    )
    async def claim_task(
        self,
        info: Info,
        input: Annotated[ClaimTaskInput, strawberry.argument(description="What to work on.")],
    ) -> ClaimTaskResult:
        """Claim."""
        id, context = task_id_of(input.task_id), info.context
        await claim_task(id, by=context.actor, at=context.at, key=input.idempotency_key)
        return await shown_task(id, context)

    @mutation("Give a claimed task back to the colleagues. What a colleague has claimed stays theirs.")
    async def release_task(
        self,
        info: Info,
        input: Annotated[ReleaseTaskInput, strawberry.argument(description="What to give back.")],
    ) -> ReleaseTaskResult:
        """Release."""
        id, context = task_id_of(input.task_id), info.context
        await release_task(id, by=context.actor, at=context.at, key=input.idempotency_key)
        return await shown_task(id, context)

    @mutation(
        "Give a task to a colleague of the same agency, who has it for half an hour from now. CONFLICT while another"
        " colleague has it. The head of the agency may give any open task of its officers to one of them, also one that"
        " an absent officer has, or take it on by naming their own user name."
    )
    async def hand_over_task(
        self,
        info: Info,
        input: Annotated[HandOverTaskInput, strawberry.argument(description="What, and to whom.")],
    ) -> HandOverTaskResult:
        """Hand over."""
        id, context = task_id_of(input.task_id), info.context
        colleague = await account_named(input.to)
        to = colleague.id if colleague else NOBODY
        await hand_over_task(
            id, to, by=context.actor, at=context.at, regency=context.regency, key=input.idempotency_key
        )
        return await shown_task(id, context)

    @mutation(
        "Offer the applicant two times for a visit; they are told. A new proposal takes the place of the one before."
    )
    async def propose_visit(
        self,
        info: Info,
        input: Annotated[ProposeVisitInput, strawberry.argument(description="When officers could come.")],
    ) -> ProposeVisitResult:
        """Propose."""
        id, context = task_id_of(input.task_id), info.context
        proposal = VisitProposal(id, input.times, input.idempotency_key)
        await propose_visit(proposal, by=context.actor, at=context.at, regency=context.regency)
        return await shown_task(id, context)

    @mutation("Agree on one of the proposed times, or say what would suit. For the applicant.")
    async def answer_visit(
        self,
        info: Info,
        input: Annotated[AnswerVisitInput, strawberry.argument(description="A time, or a message.")],
    ) -> AnswerVisitResult:
        """Answer a proposal."""
        id, context = task_id_of(input.task_id), info.context
        reply = VisitReply(id, input.time, input.message, input.idempotency_key)
        await answer_visit(reply, by=context.actor, at=context.at, regency=context.regency)
        return await shown_task(id, context)


def _answer(input: DecideTaskInput) -> TaskAnswer:
    return TaskAnswer(
        task_id_of(input.task_id),
        input.decision,
        input.reason,
        [Finding(tuple(finding.path), finding.message) for finding in input.findings],
        input.idempotency_key,
        seen=input.seen,
        lane=Lane.API,
        amount=input.amount,
        reference=_reference(input.reference),
        paper=_reference(input.paper),
        photos=[parse_id("document", id) or NO_DOCUMENT for id in input.photos],
        payment=parse_id("payment", input.payment) or NO_DOCUMENT if input.payment else None,
    )


def _reference(given: ReferenceInput | PaperInput | None) -> Reference | None:
    if given is None:
        return None
    scan = None
    if isinstance(given, PaperInput):
        scan = parse_id("document", given.document_id) or NO_DOCUMENT
    return Reference(given.number, given.day, scan)
