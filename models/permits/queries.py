"""Looking permits up, by those concerned and by strangers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models.applications.access import VISIBLE, asking
from models.kit.actor import Actor
from models.kit.transactions import rows_of
from models.permits.workflow import PermitState, state_of

_COLUMNS = """m.id, m.application_id, m.number, m.code, m.service, m.holder, m.issuer, m.signed_by, m.certified,
m.issued_at, m.valid_until, m.revoked_at, m.sha256, m.size, m.storage_key"""
_OF = f"""SELECT {_COLUMNS} FROM permit m JOIN application a ON a.id = m.application_id
WHERE m.application_id = ANY($4) AND {VISIBLE}"""  # noqa: S608 - constants
_BY_ID = f"""SELECT {_COLUMNS} FROM permit m JOIN application a ON a.id = m.application_id
WHERE m.id = $4 AND {VISIBLE}"""  # noqa: S608 - constants
_BY_CODE = f"SELECT {_COLUMNS} FROM permit m WHERE m.code = $1"  # noqa: S608 - constants
_BEHIND_LINK = f"SELECT {_COLUMNS} FROM permit m WHERE m.id = $1"  # noqa: S608 - constants

_REVOCATIONS = f"""SELECT m.application_id, m.revoked_at, m.revoked_by, m.revoked_reason FROM permit m
JOIN application a ON a.id = m.application_id
WHERE m.application_id = ANY($4) AND m.revoked_at IS NOT NULL AND {VISIBLE}"""  # noqa: S608 - constants
_PREPARED_BEHIND_LINK = """SELECT d.id, r.number, d.size, d.storage_key FROM permit_prepared d
JOIN permit_reservation r ON r.id = d.reservation_id WHERE d.id = $1"""

_TAKEN_OVER = """SELECT d.id AS document_id, m.number, m.code, m.issuer, m.revoked_at
FROM application a JOIN permit m ON m.application_id = a.id
JOIN document d ON d.owner_id = a.applicant_id AND d.storage_key = m.storage_key
WHERE a.applicant_id = $1 AND d.id = ANY($2::uuid[])"""


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """The issued document that a document in the holder's wallet is."""

    number: str
    code: str
    issuer: str
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PreparedRow:
    """A document that waits for its signature."""

    id: UUID
    number: str
    size: int
    storage_key: str


@dataclass(frozen=True, slots=True)
class PermitRow:
    """An issued document and how it stands on the day of asking."""

    id: UUID
    application_id: UUID
    number: str
    code: str
    service: str
    holder: str
    issuer: str
    signed_by: str
    certified: bool
    issued_at: datetime
    valid_until: date | None
    revoked_at: datetime | None
    sha256: str
    size: int
    storage_key: str
    state: PermitState


@dataclass(frozen=True, slots=True)
class RevocationRow:
    """When, by whom and why a document was revoked."""

    revoked_at: datetime
    revoked_by: str
    revoked_reason: str


async def permits_of(application_ids: Collection[UUID], *, by: Actor, today: date) -> dict[UUID, PermitRow]:
    """The permits of many applications that the caller may see, in one statement."""
    rows = await rows_of(_OF, [*asking(by), list(application_ids)])
    return {row["application_id"]: _row(row, today) for row in rows}


async def revocations_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, RevocationRow]:
    """Why documents were revoked, for those who may see the applications; the public page tells only when."""
    rows = await rows_of(_REVOCATIONS, [*asking(by), list(application_ids)])
    return {row.pop("application_id"): RevocationRow(**row) for row in rows}


async def permit_by_id(id: UUID, *, by: Actor, today: date) -> PermitRow | None:
    """A permit of an application that the caller may see."""
    return _first(await rows_of(_BY_ID, [*asking(by), id]), today)


async def permit_check(code: str, *, today: date) -> PermitRow | None:
    """The permit with this check code, however it was typed; a public page shows its holder only masked."""
    return _first(await rows_of(_BY_CODE, ["".join(filter(str.isalnum, code)).upper()[:20]]), today)


async def permit_behind_link(id: UUID, *, today: date) -> PermitRow | None:
    """The permit of a signed link, which was made for somebody who may see it."""
    return _first(await rows_of(_BEHIND_LINK, [id]), today)


async def prepared_behind_link(id: UUID) -> PreparedRow | None:
    """The prepared document of a signed link, which was made for somebody who may see it."""
    rows = await rows_of(_PREPARED_BEHIND_LINK, [id])
    return PreparedRow(**rows[0]) if rows else None


async def issued_behind(document_ids: Collection[UUID], *, by: Actor) -> dict[UUID, IssuedRow]:
    """Those of the caller's documents that the regency has issued, in one statement."""
    rows = await rows_of(_TAKEN_OVER, [by.account_id, list(document_ids)])
    return {row.pop("document_id"): IssuedRow(**row) for row in rows}


def _first(rows: list[dict[str, Any]], today: date) -> PermitRow | None:
    return _row(rows[0], today) if rows else None


def _row(row: dict[str, Any], today: date) -> PermitRow:
    state = state_of(revoked_at=row["revoked_at"], valid_until=row["valid_until"], today=today)
    return PermitRow(**row, state=state)
