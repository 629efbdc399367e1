"""Where each document was used, and for what: the person sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.kit.actor import Actor
from models.kit.transactions import rows_of

_USES = """
SELECT DISTINCT ON (x.document_id, a.id) x.document_id, a.number, v.definition #>> '{title,id}' AS service,
  s.sent_at AS at, r.purpose
FROM attachment x JOIN submission s ON s.id = x.submission_id JOIN application a ON a.id = s.application_id
JOIN service_version v ON v.id = a.version_id
LEFT JOIN document_reuse r ON r.application_id = a.id AND r.document_id = x.document_id
  AND r.requirement = x.requirement
WHERE x.document_id = ANY($2::uuid[]) AND a.applicant_id = $1 ORDER BY x.document_id, a.id, s.number, r.purpose
"""


@dataclass(frozen=True, slots=True)
class UseRow:
    """An application that a document was used in; `purpose` is None where it was given for this application itself."""

    number: str
    service: str
    at: datetime
    purpose: str | None


async def uses_of(document_ids: Collection[UUID], *, by: Actor) -> dict[UUID, list[UseRow]]:
    """Where the caller's documents were used, newest first, in one statement for all of them."""
    found: dict[UUID, list[UseRow]] = {id: [] for id in document_ids}
    for row in await rows_of(_USES, [by.account_id, list(document_ids)]):
        found[row.pop("document_id")].append(UseRow(**row))
    return {id: sorted(uses, key=lambda use: use.at, reverse=True) for id, uses in found.items()}
