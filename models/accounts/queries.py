"""Who is at the door."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.accounts import tables
from models.agencies.queries import AgencyRow
from models.kit.actor import Actor, ActorKind, OfficerRole
from models.kit.ids import could_name
from models.kit.transactions import rows_of
from models.kit.vault import Vault, token_hash

_COLUMNS = (
    "a.id, a.kind, a.name, a.username, a.person_id, a.agency_id, a.role, a.position, a.nip, a.phone_sealed"
)
_TODAY = _COLUMNS.replace("a.agency_id", "COALESCE(d.agency_id, a.agency_id) AS agency_id")
_SENT = """LEFT JOIN LATERAL (SELECT agency_id FROM delegation WHERE delegate_id = a.id AND agency_id <> a.agency_id
  AND starts_at <= $2 AND ends_at > $2 AND ended_at IS NULL ORDER BY made_at DESC LIMIT 1) d ON true"""
"""To which other agency somebody has been sent for these days; there they work, and not in their own."""
_BY_SESSION = f"""
SELECT {_TODAY} FROM session s JOIN account a ON a.id = s.account_id {_SENT}
WHERE s.token_hash = $1 AND s.expires_at > $2 AND a.ended_at IS NULL
"""  # noqa: S608 - only the constant above is put in
_BY_TOKEN = f"""
WITH known AS (
  SELECT t.id, t.account_id, t.used_at FROM api_token t JOIN account a ON a.id = t.account_id
  WHERE t.token_hash = $1 AND t.expires_at > $2::timestamptz AND t.revoked_at IS NULL AND a.ended_at IS NULL),
used AS (
  UPDATE api_token t SET used_at = $2 FROM known k
  WHERE t.id = k.id AND (k.used_at IS NULL OR k.used_at <= $2::timestamptz - interval '1 hour'))
SELECT {_TODAY} FROM known k JOIN account a ON a.id = k.account_id {_SENT}
"""  # noqa: S608 - only the constant above is put in
_SEKDA = """SELECT a.id FROM account a JOIN agency g ON g.id = a.agency_id
WHERE g.kind = 'secretariat' AND a.role = 'head' AND a.ended_at IS NULL ORDER BY a.created_at"""
_HEADS = f"""SELECT {_COLUMNS} FROM account a
WHERE a.agency_id = $1 AND a.role = 'head' AND ($2 OR a.ended_at IS NULL)
ORDER BY a.ended_at DESC NULLS FIRST, a.created_at"""  # noqa: S608 - as above
_COLLEAGUES = f"""SELECT {_COLUMNS} FROM account a
WHERE a.agency_id = $1 AND a.role = $2 AND a.id <> $3 AND a.ended_at IS NULL
ORDER BY a.name, a.id"""  # noqa: S608 - as above
_ROLES = """SELECT EXISTS (SELECT 1 FROM delegation d WHERE d.delegate_id = a.id AND d.agency_id = $3
  AND d.starts_at <= $2 AND d.ends_at > $2 AND d.ended_at IS NULL) AS acts
FROM account a WHERE a.id = $1 AND a.ended_at IS NULL"""
_STAFFED = """SELECT g.id, g.code, g.name, g.kind, g.region_code, g.address FROM agency g
WHERE EXISTS (SELECT 1 FROM account a WHERE a.agency_id = g.id AND a.role = 'officer' AND a.ended_at IS NULL)
ORDER BY g.name"""
_STAFF = """SELECT g.code, g.name, g.kind, g.region_code, count(*) FILTER (WHERE a.role = 'officer') AS officers,
count(*) FILTER (WHERE a.role = 'head') AS heads
FROM agency g LEFT JOIN account a ON a.agency_id = g.id AND a.ended_at IS NULL GROUP BY g.id"""
_OFFICES = """SELECT g.id, g.code, g.name, g.kind, g.region_code, g.address,
  (SELECT count(*) FROM account a WHERE a.agency_id = g.id AND a.role = 'officer' AND a.ended_at IS NULL) AS officers,
  (SELECT count(*) FROM account a WHERE a.agency_id = g.id AND a.role = 'head' AND a.ended_at IS NULL) AS heads
FROM agency g WHERE g.code = ANY($1) OR g.region_code = ANY($2)"""
_DELEGATIONS = """
SELECT d.id, d.agency_id, d.delegate_id, a.name AS delegate, d.title, d.position, d.basis, d.starts_at, d.ends_at
FROM delegation d JOIN account a ON a.id = d.delegate_id
WHERE d.agency_id = $1 AND d.ended_at IS NULL AND d.ends_at > $2 AND a.ended_at IS NULL ORDER BY d.starts_at, d.id"""
_BY_IDS = f"SELECT {_COLUMNS} FROM account a WHERE a.id = ANY($1)"  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account; the phone number stays sealed until `phone_of` is asked."""

    id: UUID
    kind: ActorKind
    name: str
    username: str | None
    person_id: UUID | None
    agency_id: UUID | None
    role: OfficerRole | None
    position: str
    nip: str | None
    phone_sealed: bytes | None

    @property
    def actor(self) -> Actor:
        """The account as one who acts."""
        return Actor(self.kind, self.name, self.id, self.agency_id, self.role)


async def account_of_session(token: str, *, at: datetime) -> AccountRow | None:
    """The account whose browser holds this session, in the agency where it works today, in one statement."""
    return _first(await rows_of(_BY_SESSION, [token_hash(token), at]))


async def account_of_token(token: str, *, at: datetime) -> AccountRow | None:
    """The account that a bearer token stands for, in the agency where it works today, in one statement."""
    return _first(await rows_of(_BY_TOKEN, [token_hash(token), at]))


async def accounts_by_id(ids: Collection[UUID]) -> dict[UUID, AccountRow]:
    """Accounts by id, of those who have left too, in one statement."""
    return {row["id"]: _account(row) for row in await rows_of(_BY_IDS, [list(ids)])}


async def account_named(username: str) -> AccountRow | None:
    """The account of an officer who works here, by user name."""
    if not could_name(username, tables.LONGEST_USERNAME):
        return None
    account = await tables.Account.get_or_none(username=username, ended_at=None)
    return (await accounts_by_id([account.id]))[account.id] if account else None


async def roles_of(by: Actor, *, at: datetime) -> list[OfficerRole]:
    """In which roles an officer may act in their agency: the own one, and the head's while it is delegated.

    None for who has left. In one statement.
    """
    if by.role is None:
        return []
    rows = await rows_of(_ROLES, [by.account, at, by.agency_id])
    if not rows:
        return []
    acts = rows[0]["acts"] and by.role is not OfficerRole.HEAD
    return [by.role, OfficerRole.HEAD] if acts else [by.role]


async def delegation_of(account_id: UUID, *, at: datetime) -> tables.Delegation | None:
    """The delegation under which an officer signs in a head's place at this time."""
    standing = tables.Delegation.filter(
        delegate_id=account_id, delegate__ended_at=None, starts_at__lte=at, ends_at__gt=at, ended_at=None
    )
    return await standing.order_by("-made_at").first()


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """Who signs in a head's place, as what, on whose order, and from when until when."""

    id: UUID
    agency_id: UUID
    delegate_id: UUID
    delegate: str
    title: str
    position: str
    basis: str
    starts_at: datetime
    ends_at: datetime


async def delegations_of(agency_id: UUID, *, at: datetime) -> list[DelegationRow]:
    """An agency's delegations that stand or are to come, the earliest first, in one statement."""
    return [DelegationRow(**row) for row in await rows_of(_DELEGATIONS, [agency_id, at])]


async def officers_of(agency_id: UUID, role: OfficerRole) -> list[UUID]:
    """The accounts of an agency's officers, or of its heads."""
    here = tables.Account.filter(agency_id=agency_id, role=role.value, ended_at=None)
    found = here.order_by("created_at", "id")
    return [account.id for account in await found.only("id")]


async def acting_heads(agency_id: UUID, *, at: datetime) -> list[UUID]:
    """The accounts of an agency's heads, and of who signs in their place at this time."""
    standing = await delegations_of(agency_id, at=at)
    delegates = [row.delegate_id for row in standing if row.starts_at <= at]
    return [*delegates, *await officers_of(agency_id, OfficerRole.HEAD)]


async def colleagues_of(by: Actor, role: OfficerRole) -> list[AccountRow]:
    """The others in the officer's agency with this role, by name, in one statement."""
    rows = await rows_of(_COLLEAGUES, [by.agency_id, role.value, by.account])
    return [_account(row) for row in rows]


async def agencies_with_officers() -> list[AgencyRow]:
    """The agencies in which somebody could answer, by name, in one statement."""
    return [AgencyRow(**row) for row in await rows_of(_STAFFED)]


@dataclass(frozen=True, slots=True)
class StaffRow:
    """How many officers an agency has, and how many heads."""

    code: str
    name: str
    kind: str
    region_code: str | None
    officers: int
    heads: int


async def staff() -> list[StaffRow]:
    """How many work in each agency, in one statement."""
    return [StaffRow(**row) for row in await rows_of(_STAFF)]


@dataclass(frozen=True, slots=True)
class Office:
    """An agency with how many officers and heads work there."""

    agency: AgencyRow
    officers: int
    heads: int


async def offices(*, codes: Collection[str], regions: Collection[str]) -> list[Office]:
    """The agencies with these codes, and those of these regions, with how many work there, in one statement."""
    rows = await rows_of(_OFFICES, [list(codes), list(regions)])
    return [_office(**row) for row in rows]


def _office(*, officers: int, heads: int, **agency: Any) -> Office:
    return Office(AgencyRow(**agency), officers, heads)


async def heads_of_secretariat() -> list[UUID]:
    """The accounts of those who head the regency's secretariat: the Sekda."""
    return [row["id"] for row in await rows_of(_SEKDA)]


async def officers_of_secretariat() -> list[UUID]:
    """The accounts of the officers who work in the regency's secretariat."""
    found = tables.Account.filter(agency__kind="secretariat", role=OfficerRole.OFFICER.value)
    return [account.id for account in await found.order_by("created_at", "id").only("id")]


async def usernames_taken(usernames: Collection[str]) -> set[str]:
    """Those of these user names that an account has, in one statement."""
    return {
        row.username or "" for row in await tables.Account.filter(username__in=usernames).only("username")
    }


async def heads_of(agency_id: UUID, *, left: bool = False) -> list[AccountRow]:
    """The officers who sign for an agency, the longest-serving first; `left`: then those who have left, too."""
    return [_account(row) for row in await rows_of(_HEADS, [agency_id, left])]


def phone_of(account: AccountRow, vault: Vault) -> str | None:
    """The phone number in E.164."""
    return vault.open(account.phone_sealed, "phone") if account.phone_sealed else None


def _first(rows: list[dict[str, Any]]) -> AccountRow | None:
    return _account(rows[0]) if rows else None


def _account(row: dict[str, Any]) -> AccountRow:
    kind, role = ActorKind(row["kind"]), OfficerRole(row["role"]) if row["role"] else None
    return AccountRow(**{**row, "kind": kind, "role": role})
