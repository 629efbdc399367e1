"""The wallet of a person: what was accepted once and fits again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from models.calendar.workflow import months_after
from models.documents.queries import DocumentRow
from models.kit.actor import Actor
from models.kit.transactions import rows_of
from models.services.definition import Requirement

MOST = 500
"""Entries that are looked at, the newest first; nobody comes near it."""

_ENTRIES = """
SELECT w.id AS entry_id, w.kind, w.title, w.issued, w.accepted_at, w.expires_on, w.withdrawn_at,
  d.id, d.name, d.media_type, d.size, d.sha256, d.storage_key
FROM account c JOIN person me ON me.id = c.person_id
JOIN wallet_entry w ON w.owner_id = c.id JOIN person p ON p.id = w.person_id AND p.nik_hash = me.nik_hash
JOIN document d ON d.id = w.document_id
WHERE c.id = $1 AND ($2::text[] IS NULL OR w.kind = ANY($2) OR w.document_id = ANY($3::uuid[]))
  AND ($5::uuid IS NULL OR EXISTS (SELECT 1 FROM person a WHERE a.id = $5 AND a.nik_hash = me.nik_hash))
ORDER BY w.accepted_at DESC, w.id LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class WalletRow:
    """A document in the wallet, and as what it was accepted; `issued` when the regency itself issued it."""

    id: UUID
    kind: str
    title: str
    issued: bool
    accepted_at: datetime
    expires_on: date | None
    withdrawn_at: datetime | None
    document: DocumentRow

    def is_valid(self, today: date) -> bool:
        """Neither taken back nor past its last day."""
        return self.withdrawn_at is None and (self.expires_on is None or self.expires_on >= today)

    def fits(self, requirement: Requirement, today: date, zone: ZoneInfo) -> bool:
        """Whether it is what the requirement asks for, valid, and not older than the requirement's `months`."""
        if self.kind != requirement.kind or not self.is_valid(today):
            return False
        months = requirement.months
        return months is None or months_after(self.accepted_at.astimezone(zone).date(), months) >= today


@dataclass(frozen=True, slots=True)
class Wallet:
    """Everything in it, newest first: what is offered, and what is over or was taken back."""

    valid: Sequence[WalletRow]
    past: Sequence[WalletRow]


async def wallet_of(by: Actor, *, today: date) -> Wallet:
    """The caller's own wallet, in one statement."""
    rows = await _entries(None, (), by)
    valid = [row for row in rows if row.is_valid(today)]
    return Wallet(valid, [row for row in rows if not row.is_valid(today)])


async def entries_for(
    requirements: Iterable[Requirement], documents: Sequence[UUID], *, by: Actor, about: UUID | None = None
) -> list[WalletRow]:
    """What the caller's wallet holds for these requirements, and all that it says of these documents: one statement.

    Nothing where a file is `about` another person than the caller.
    """
    kinds = sorted({requirement.kind for requirement in requirements if requirement.kind})
    return await _entries(kinds, documents, by, about) if kinds or documents else []


def fitting(
    requirement: Requirement, entries: Iterable[WalletRow], *, today: date, zone: ZoneInfo
) -> list[WalletRow]:
    """What is offered for a requirement: the documents accepted together last, those of the regency first of all."""
    fit = [
        row
        for row in entries
        if row.fits(requirement, today, zone) and row.document.media_type in requirement.accepts
    ]
    best = max(fit, key=lambda row: (row.issued, row.accepted_at), default=None)
    if best is None:
        return []
    return [row for row in fit if (row.issued, row.accepted_at) == (best.issued, best.accepted_at)]


async def _entries(
    kinds: Sequence[str] | None, documents: Sequence[UUID], by: Actor, about: UUID | None = None
) -> list[WalletRow]:
    wanted = None if kinds is None else list(kinds)
    rows = await rows_of(_ENTRIES, [by.account_id, wanted, list(documents), MOST, about])
    return [_row(**row) for row in rows]


def _row(
    *,
    entry_id: UUID,
    kind: str,
    title: str,
    issued: bool,
    accepted_at: datetime,
    expires_on: date | None,
    withdrawn_at: datetime | None,
    **document: object,
) -> WalletRow:
    file = DocumentRow(**document)  # type: ignore[arg-type]  # the columns of the statement above
    return WalletRow(entry_id, kind, title, issued, accepted_at, expires_on, withdrawn_at, file)
