"""One document by its identifier, for whoever may see it at this moment."""

from uuid import UUID

from models.applications.queries.contents import attached_document
from models.applications.queries.papers import attached_paper
from models.billing.state_payments import attached_receipt
from models.documents.queries import DocumentRow, own_documents
from models.kit.actor import Actor


async def readable_document(id: UUID, *, by: Actor) -> tuple[UUID | None, DocumentRow] | None:
    """A document that the caller has given, or may see in an application: then with that application's id."""
    if attached := await attached_document(id, by=by):
        return attached
    if paper := await attached_paper(id, by=by):
        return paper.application_id, paper.document
    if payment := await attached_receipt(id, by=by):
        return payment.application_id, payment.receipt
    own = (await own_documents([id], by=by)).get(id)
    return (None, own) if own else None
