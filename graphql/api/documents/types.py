"""Documents in the contract."""

from datetime import datetime

import strawberry

from api.applications.states import PaperKind
from api.context import Context
from api.ids import Node
from models.documents.queries import DocumentRow
from models.kit.ids import public_id


@strawberry.type(
    description="A file that somebody has given. To give one: `POST /documents` with the bearer token."
)
class Document(Node):
    """A file."""

    name: str = strawberry.field(description="Its name, made safe to save under.")
    media_type: str = strawberry.field(description="What it is, found from its content.")
    size: int = strawberry.field(description="Bytes.")
    sha256: str = strawberry.field(description="SHA-256 of the content as it is kept, in hexadecimal.")
    url: str = strawberry.field(
        description="Where to fetch it, with the bearer token of somebody who may see it; an officer's look is noted."
    )

    @classmethod
    def of(cls, row: DocumentRow, context: Context) -> "Document":
        """A document as clients see it, with a link to it."""
        return cls(
            id=strawberry.ID(public_id("document", row.id)),
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            sha256=row.sha256,
            url=context.regency.links.to("document", row.id),
        )


@strawberry.type(description="A document in an application.")
class AttachedDocument:
    """A document and what it was given for."""

    requirement: str = strawberry.field(
        description="The key of the `DocumentRequirement` that it was given for."
    )
    document: Document = strawberry.field(description="The document itself.")


@strawberry.type(description="What an officer has attached to an answer.")
class TaskDocument:
    """A document of an officer's own."""

    kind: PaperKind = strawberry.field(description="A photo, or a decision on paper.")
    added_at: datetime = strawberry.field(description="When it was attached.")
    document: Document = strawberry.field(description="The document itself.")
