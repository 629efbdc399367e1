"""The wallet in the contract."""

from datetime import date, datetime

import strawberry

from api.context import Context, Info
from api.documents.types import Document
from api.fields import field
from models.applications.queries.uses import UseRow
from models.documents.wallet import WalletRow
from models.kit.ids import public_id


@strawberry.type(description="An application in which a document was used.")
class DocumentUse:
    """A use."""

    number: str = strawberry.field(description="The number of the application.")
    service: str = strawberry.field(description="What was applied for.")
    at: datetime = strawberry.field(description="When it was sent.")
    purpose: str | None = strawberry.field(
        description="For what it was reused, as it was agreed to, or that it was added by itself; null where it was"
        " given for this application itself."
    )

    @classmethod
    def of(cls, row: UseRow, context: Context) -> "DocumentUse":
        """A use as the owner of the document sees it."""
        return cls(number=row.number, service=row.service, at=context.local(row.at), purpose=row.purpose)


@strawberry.type(
    description="A document of the signed-in citizen that was accepted once, or that the regency issued: it need not be"
    " given again."
)
class WalletItem:
    """A document in the wallet."""

    row: strawberry.Private[WalletRow]
    id: strawberry.ID = strawberry.field(description="For `withdrawWalletItem`.")
    kind: str = strawberry.field(
        description="What it is; it fits where `DocumentRequirement.kind` is the same."
    )
    title: str = strawberry.field(description="As what it was accepted.")
    document: Document = strawberry.field(description="The file; its `id` may be given in `AttachInput`.")
    accepted_at: datetime = strawberry.field(description="Since when it is there.")
    expires_on: date | None = strawberry.field(
        description="The last day on which it is offered; null for no end."
    )
    issued: bool = strawberry.field(
        description="Whether the regency issued it: then it is added by itself wherever its kind is required."
    )

    @classmethod
    def of(cls, row: WalletRow, context: Context) -> "WalletItem":
        """An entry as its owner sees it."""
        return cls(
            row=row,
            id=strawberry.ID(public_id("wallet", row.id)),
            kind=row.kind,
            title=row.title,
            document=Document.of(row.document, context),
            accepted_at=context.local(row.accepted_at),
            expires_on=row.expires_on,
            issued=row.issued,
        )

    @field("Where it was used, newest first.")
    async def uses(self, info: Info) -> list[DocumentUse]:
        """Where it was used."""
        uses = await info.context.loaders.uses.load(self.row.document.id)
        return [DocumentUse.of(use, info.context) for use in uses]
