"""Once-only in figures: how much of what applications took people did not have to give again."""

from dataclasses import dataclass
from datetime import datetime

from models.kit.transactions import rows_of

_SHARES = """
SELECT v.slug AS service, count(*) FILTER (WHERE s.number = 1) AS applications,
  coalesce(sum(s.fields_asked), 0) AS fields_asked, coalesce(sum(s.fields_known), 0) AS fields_known,
  coalesce(sum(s.documents_asked), 0) AS documents_asked, coalesce(sum(s.documents_known), 0) AS documents_known
FROM submission s JOIN application a ON a.id = s.application_id JOIN service v ON v.id = a.service_id
WHERE $1::timestamptz IS NULL OR a.submitted_at >= $1
GROUP BY GROUPING SETS ((v.slug), ()) ORDER BY GROUPING(v.slug), v.slug
"""


@dataclass(frozen=True, slots=True)
class OnceOnlyRow:
    """One service, or all of them where `service` is None: what its applications took, and what was known already."""

    service: str | None
    applications: int
    fields_asked: int
    fields_known: int
    documents_asked: int
    documents_known: int

    @property
    def fields_share(self) -> float | None:
        """The share of answers that were known; None where nothing was asked."""
        return _share(self.fields_known, self.fields_asked)

    @property
    def documents_share(self) -> float | None:
        """The share of documents that came out of the wallet; None where none was asked."""
        return _share(self.documents_known, self.documents_asked)


async def once_only(*, since: datetime | None) -> list[OnceOnlyRow]:
    """By service, and all together at the end, in one statement; of corrections only the documents count."""
    return [OnceOnlyRow(**row) for row in await rows_of(_SHARES, [since])]


def _share(known: int, asked: int) -> float | None:
    return known / asked if asked else None
