"""Signing and revoking."""

from typing import Annotated

import strawberry

from api.context import Info
from api.errors import Problems, mutation
from api.permits.types import Permit
from models.applications.errors import TaskNotFound
from models.applications.states import Lane
from models.kit.ids import parse_id
from models.permits.operations import PermitSigning, sign_permit
from models.permits.queries import permit_by_id
from models.permits.revoking import PermitNotFound, Revocation, revoke_permit


@strawberry.input(description="A signature.")
class SignPermitInput:
    """A signature."""

    task_id: strawberry.ID = strawberry.field(description="A task of kind SIGN of the caller's agency.")
    idempotency_key: str = strawberry.field(
        description="Made by the client, 1 to 200 characters: the same request again signs nothing anew."
    )
    secret: str | None = strawberry.field(
        default=None, description="The signer's passphrase: used once, never kept and never logged."
    )


@strawberry.input(description="An issued document that is to be taken back.")
class RevokePermitInput:
    """A revocation."""

    permit_id: strawberry.ID = strawberry.field(description="A document that the caller's agency has issued.")
    reason: str = strawberry.field(description="Why, at most 2000 characters; the holder reads it.")
    idempotency_key: str = strawberry.field(
        description="Made by the client, 1 to 200 characters: the same request again revokes nothing anew."
    )
    basis: str | None = strawberry.field(default=None, description="By which rule, at most 300 characters.")


RevokePermitResult = Annotated[
    Permit | Problems,
    strawberry.union("RevokePermitResult", description="The revoked document, or why it stands."),
]
SignPermitResult = Annotated[
    Permit | Problems,
    strawberry.union("SignPermitResult", description="The issued document, or why nothing was signed."),
]


@strawberry.type
class PermitMutations:
    """Signing and revoking."""

    @mutation(
        "Sign the prepared document in the caller's name; that issues it. For the head of the agency."
        " UNAVAILABLE when the signing service does not answer, VERSION_CHANGED when the file changed meanwhile.",
    )
    async def sign_permit(
        self,
        info: Info,
        input: Annotated[SignPermitInput, strawberry.argument(description="What to sign, and the secret.")],
    ) -> SignPermitResult:
        """Sign and issue."""
        context = info.context
        task_id = parse_id("task", input.task_id)
        if task_id is None:
            raise TaskNotFound("taskId")
        signing = PermitSigning(task_id, input.secret or "", input.idempotency_key, lane=Lane.API)
        application_id = await sign_permit(signing, by=context.actor, at=context.at, regency=context.regency)
        permit = await context.loaders.permits.load(application_id)
        file = await context.loaders.applications.load(application_id)
        if permit is None or file is None:
            raise TaskNotFound("taskId")
        await context.loaders.readings.load(file)
        return Permit.of(permit, context)

    @mutation(
        "Revoke an issued document for good: its check page says so at once. For the head of the agency that issued it,"
        " or who signs in that head's place."
    )
    async def revoke_permit(
        self,
        info: Info,
        input: Annotated[RevokePermitInput, strawberry.argument(description="What, and why.")],
    ) -> RevokePermitResult:
        """Revoke."""
        context = info.context
        id = parse_id("permit", input.permit_id)
        if id is None:
            raise PermitNotFound("permitId")
        revocation = Revocation(id, input.reason, input.idempotency_key, input.basis)
        await revoke_permit(revocation, by=context.actor, at=context.at, regency=context.regency)
        row = await permit_by_id(id, by=context.actor, today=context.today)
        file = await context.loaders.applications.load(row.application_id) if row else None
        if row is None or file is None:
            raise PermitNotFound("permitId")
        await context.loaders.readings.load(file)
        return Permit.of(row, context)
