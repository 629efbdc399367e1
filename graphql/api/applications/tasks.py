"""What there is to know of a task by itself."""

from datetime import datetime
from typing import Self

import strawberry

from api.accounts.types import Officer
from api.agencies.types import Agency
from api.applications.states import Decision, Doer, Hands, Lane, Outcome, TaskState
from api.applications.values import Finding, findings_of
from api.context import Context, Info
from api.documents.types import Document, TaskDocument
from api.fields import field
from api.ids import Node
from api.scalars import Rupiah
from api.services.steps import Step
from models.applications.queries.tasks import TaskRow
from models.checks.workflow import WORDS
from models.kit.actor import ActorKind, OfficerRole
from models.kit.ids import public_id
from models.services.definition import StepKind

ROLES = {Hands.OFFICER: OfficerRole.OFFICER, Hands.HEAD: OfficerRole.HEAD}
"""Whose colleagues an officer could hand a task over to."""


@strawberry.type
class TaskFacts(Node):
    """A task without the application around it."""

    row: strawberry.Private[TaskRow]
    state: TaskState = strawberry.field(description="How it stands.")
    hands: Hands = strawberry.field(description="In whose hands it lies, or lay when it was answered.")
    opened_at: datetime | None = strawberry.field(description="When it was opened, the last time.")
    due_at: datetime | None = strawberry.field(description="By when it should be answered.")
    decision: Decision | None = strawberry.field(description="The answer.")
    reason: str | None = strawberry.field(
        description="The reason for the answer, or why a reported payment was not found; for the applicant, the agency"
        " of the task and those whose opened steps come after it."
    )
    decided_at: datetime | None = strawberry.field(description="When it was answered.")
    decided_by: str | None = strawberry.field(
        description="The officer who answered; for the applicant and the agency of the task."
    )
    lane: Lane | None = strawberry.field(
        description="The way by which the answer came; null until there is one."
    )
    amount: Rupiah | None = strawberry.field(
        description="For a PAY or PAY_STATE task what is to be paid, or was; for a step that sets it, what its"
        " officer set."
    )
    check_outcome: Outcome | None = strawberry.field(
        description="What the machine check of a CHECK task came to; null until it has run. For the applicant, the"
        " agency of the task and those whose opened steps come after it."
    )
    visit_times: list[datetime] = strawberry.field(
        description="The two times that the agency has proposed for a VISIT task; empty before."
    )
    visit_at: datetime | None = strawberry.field(description="The time of the visit that was agreed.")

    @classmethod
    def of(cls, row: TaskRow, context: Context) -> Self:
        """A task as the caller sees it."""
        told = row.decision is not None
        return cls(
            id=strawberry.ID(public_id("task", row.id)),
            row=row,
            state=row.state,
            hands=row.role,
            opened_at=context.local_or_none(row.opened_at),
            due_at=context.local_or_none(row.due_at),
            decision=row.decision,
            reason=row.reason,
            decided_at=context.local_or_none(row.decided_at),
            decided_by=row.decided_by,
            lane=row.lane if told else None,
            amount=None if row.amount is None else Rupiah(row.amount),
            check_outcome=row.outcome,
            visit_times=[context.local(time) for time in row.visit_times],
            visit_at=context.local_or_none(row.visit_at),
        )

    @field("The step of the service.")
    async def step(self, info: Info) -> Step:
        """Which step."""
        version = await info.context.loaders.versions.load(self.row.version_id)
        return Step.of(version.definition.step(self.row.step))

    @field("The agency that it is for.")
    async def agency(self, info: Info) -> Agency:
        """Whose task."""
        return Agency.of(await info.context.loaders.agencies.load(self.row.agency_id))

    @field("What it wants corrected: for the applicant once they were told.")
    async def findings(self, info: Info) -> list[Finding]:
        """What is to be corrected."""
        return await findings_of([self.row], info.context)

    @field("Whether an officer, the legal signatory or a machine answered; null until somebody has.")
    def decided_by_kind(self) -> Doer | None:
        """Who answered, for the record."""
        if self.row.decision is None:
            return None
        if self.row.lane is Lane.ROBOT or self.row.kind is StepKind.PAY:
            return Doer.ROBOT
        return Doer.SIGNATORY if self.row.kind is StepKind.SIGN else Doer.OFFICER

    @field(
        "What the officers have attached: for the agency of the task, for those whose steps come after it, and for the"
        " applicant once they are told of the answer."
    )
    async def documents(self, info: Info) -> list[TaskDocument]:
        """Photos and paper decisions."""
        context = info.context
        rows = await context.loaders.papers.load(self.row.id)
        return [
            TaskDocument(
                kind=row.kind,
                added_at=context.local(row.added_at),
                document=Document.of(row.document, context),
            )
            for row in rows
        ]

    @field("Who in the agency works on it; null when nobody does. For officers of the agency only.")
    async def claimed_by(self, info: Info) -> Officer | None:
        """Who works on it."""
        if self.row.claimed_by_id is None or not self._is_claimed(info.context):
            return None
        return Officer.of(await info.context.loaders.accounts.load(self.row.claimed_by_id))

    @field("Until when the claim holds; null when nobody works on it. For officers of the agency only.")
    def claimed_until(self, info: Info) -> datetime | None:
        """How long a claim holds."""
        return info.context.local_or_none(self.row.claimed_until) if self._is_claimed(info.context) else None

    def _is_claimed(self, context: Context) -> bool:
        until = self.row.claimed_until
        return self._is_own(context) and until is not None and until > context.at

    def _is_own(self, context: Context) -> bool:
        return context.actor.agency_id == self.row.agency_id

    @field("To whom in the agency the caller could hand it over. Empty for everybody else.")
    async def colleagues(self, info: Info) -> list[Officer]:
        """Who else could do it."""
        role = ROLES.get(self.row.role)
        if role is None or not self._is_own(info.context):
            return []
        return [Officer.of(row) for row in await info.context.loaders.colleagues.load(role)]

    @field(
        "What the applicant has said instead, where neither proposed time suits; null otherwise. For the agency of the"
        " task and the applicant."
    )
    async def visit_declined(self, info: Info) -> str | None:
        """What would suit."""
        loaders, by = info.context.loaders, info.context.actor
        concerned = by.kind is ActorKind.CITIZEN or self._is_own(info.context)
        if not concerned or self.row.kind is not StepKind.VISIT or self.row.state is not TaskState.OPEN:
            return None
        file = await loaders.applications.load(self.row.application_id)
        if file is None:
            return None
        return (await loaders.positions.load(file)).tasks[self.row.step].visit_declined

    @field(
        "What a machine check found to differ, in words or as numbers of applications; never what a registry holds. For"
        " the agency of the task."
    )
    async def check_detail(self, info: Info) -> list[str]:
        """Where to look."""
        if self.row.outcome is None or not self._is_own(info.context):
            return []
        rows = await info.context.loaders.checks.load(self.row.application_id)
        found = [name for row in rows if row.step == self.row.step for name in row.detail]
        return [info.context.translate(WORDS.get(name, name)) for name in found]
