"""Looking permits up, by those concerned and by strangers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models.accounts.queries import roles_of
from models.applications.access import OWN_STEPS, VISIBLE, asking, sees_document
from models.kit.actor import Actor, ActorKind
from models.kit.transactions import rows_of
from models.permits.workflow import PermitState, state_of
from models.services.queries import definitions

_COLUMNS = """m.id, m.application_id, m.number, m.code, m.service, m.holder, m.issuer, m.signed_by, m.certified,
m.issued_at, m.valid_until, m.revoked_at, m.sha256, m.size, m.storage_key"""
_CONCERNED = f"{_COLUMNS}, a.version_id, {OWN_STEPS} AS own_steps"
_OF = f"""SELECT {_CONCERNED} FROM permit m JOIN application a ON a.id = m.application_id
WHERE m.application_id = ANY($4) AND {VISIBLE}"""  # noqa: S608 - constants
_BY_ID = f"""SELECT {_CONCERNED} FROM permit m JOIN application a ON a.id = m.application_id
WHERE m.id = $4 AND {VISIBLE}"""  # noqa: S608 - constants
_BY_CODE = f"SELECT {_COLUMNS} FROM permit m WHERE m.code = $1"  # noqa: S608 - constants

_REVOCATIONS = f"""SELECT m.application_id, m.revoked_at, m.revoked_by, m.revoked_reason FROM permit m
JOIN application a ON a.id = m.application_id
WHERE m.application_id = ANY($4) AND m.revoked_at IS NOT NULL AND {VISIBLE}"""  # noqa: S608 - constants
_TO_SIGN = """SELECT d.id, r.application_id, r.number, d.size, d.storage_key FROM permit_prepared d
JOIN permit_reservation r ON r.id = d.reservation_id JOIN task t ON t.application_id = r.application_id
WHERE d.id = $1 AND t.kind = 'SIGN' AND t.state = 'OPEN' AND t.agency_id = $2 AND t.role = ANY($3::text[])"""

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
    application_id: UUID
    number: str
    size: int
    storage_key: str


@dataclass(frozen=True, slots=True)
class PermitRow:
    """An issued document and how it stands on the day of asking; `readable`: its content is for who asks, too."""

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
    readable: bool = False


@dataclass(frozen=True, slots=True)
class RevocationRow:
    """When, by whom and why a document was revoked."""

    revoked_at: datetime
    revoked_by: str
    revoked_reason: str


async def permits_of(application_ids: Collection[UUID], *, by: Actor, today: date) -> dict[UUID, PermitRow]:
    """The permits of many applications that the caller may see, in one statement."""
    rows = await _concerned(await rows_of(_OF, [*asking(by), list(application_ids)]), by)
    return {row["application_id"]: _row(row, today) for row in rows}


async def revocations_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, RevocationRow]:
    """Why documents were revoked, for those who may see the applications; the public page tells only when."""
    rows = await rows_of(_REVOCATIONS, [*asking(by), list(application_ids)])
    return {row.pop("application_id"): RevocationRow(**row) for row in rows}


async def permit_by_id(id: UUID, *, by: Actor, today: date) -> PermitRow | None:
    """A permit of an application that the caller may see."""
    return _first(await _concerned(await rows_of(_BY_ID, [*asking(by), id]), by), today)


async def permit_check(code: str, *, today: date) -> PermitRow | None:
    """The permit with this check code, however it was typed; a public page shows its holder only masked."""
    return _first(await rows_of(_BY_CODE, ["".join(filter(str.isalnum, code)).upper()[:20]]), today)


async def document_to_sign(id: UUID, *, by: Actor, at: datetime) -> PreparedRow | None:
    """A prepared document, for those who may sign it now."""
    roles = [role.value for role in await roles_of(by, at=at)]
    rows = await rows_of(_TO_SIGN, [id, by.agency_id, roles])
    return PreparedRow(**rows[0]) if rows else None


async def issued_behind(document_ids: Collection[UUID], *, by: Actor) -> dict[UUID, IssuedRow]:
    """Those of the caller's documents that the regency has issued, in one statement."""
    rows = await rows_of(_TAKEN_OVER, [by.account_id, list(document_ids)])
    return {row.pop("document_id"): IssuedRow(**row) for row in rows}


async def _concerned(rows: list[dict[str, Any]], by: Actor) -> list[dict[str, Any]]:
    """The rows, each with whether the caller may read the document."""
    versions = await definitions({row["version_id"] for row in rows} if by.kind is ActorKind.OFFICER else ())
    for row in rows:
        version, own = row.pop("version_id"), row.pop("own_steps")
        row["readable"] = version not in versions or sees_document(versions[version], own, by)
    return rows


def _first(rows: list[dict[str, Any]], today: date) -> PermitRow | None:
    return _row(rows[0], today) if rows else None


def _row(row: dict[str, Any], today: date) -> PermitRow:
    state = state_of(revoked_at=row["revoked_at"], valid_until=row["valid_until"], today=today)
    return PermitRow(**row, state=state)
