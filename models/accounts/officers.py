"""Officers come, get a new password from the operator, and go; what they did stays theirs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q

from models.accounts import tables
from models.accounts.hashing import hashed_password
from models.accounts.operations import OfficerDraft
from models.accounts.queries import acting_heads, officers_of
from models.accounts.tokens import end_tokens
from models.kit.actor import ActorKind, OfficerRole
from models.kit.errors import Conflict, InvalidInput, NotFound, Problem, ProblemCode
from models.kit.ids import random_code
from models.kit.text import N_
from models.kit.transactions import one_at_a_time, rows_of, unit_of_work

GIVEN_PASSWORD_LIVES = timedelta(days=7)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
COMMANDS = frozenset({"list", "revoke"})
"""Words of `kabupaten token` that are no accounts."""

_LIST = """
SELECT a.username, a.name, a.role, a.position, g.code AS agency, a.created_at, a.ended_at, a.password_until
FROM account a JOIN agency g ON g.id = a.agency_id
WHERE a.kind = 'officer' AND ($1::text IS NULL OR g.code = $1) ORDER BY g.code, a.role DESC, a.username
"""


class UsernameTaken(Conflict):
    """Somebody has this user name, or had it: names in the history mean one person for good."""

    message = N_("Nama pengguna {username} sudah dipakai, mungkin oleh yang sudah berhenti.")


class OfficerUnknown(NotFound):
    """No officer who is still there has this user name."""

    message = N_("Tidak ada petugas {username} yang masih bertugas.")


@dataclass(frozen=True, slots=True)
class Leave:
    """Who has left, what ended with them, and who is left in their agency."""

    account_id: UUID
    agency_id: UUID
    role: OfficerRole
    sessions: int
    tokens: int
    delegations: int
    officers: int
    signs: bool
    """Whether somebody still signs for the agency."""


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer as their operator sees them, whether they are still there or have left."""

    username: str
    name: str
    role: OfficerRole
    position: str
    agency: str
    created_at: datetime
    ended_at: datetime | None
    password_until: datetime | None


async def add_officer(draft: OfficerDraft, *, at: datetime) -> str:
    """Add an officer and answer a password that opens nothing but the way to one of their own, for seven days.

    Raises InvalidInput at `username`, `name`, `position` or `nip`, and UsernameTaken.
    """
    if problems := list(_faults(draft)):
        raise InvalidInput(*problems)
    password = _given_password()
    password_hash = await hashed_password(password)
    async with unit_of_work():
        await one_at_a_time("username", draft.username)
        if await tables.Account.filter(username=draft.username).exists():
            raise UsernameTaken("username", username=draft.username)
        await tables.Account.create(
            kind=ActorKind.OFFICER.value,
            name=draft.name.strip(),
            username=draft.username,
            password_hash=password_hash,
            password_until=at + GIVEN_PASSWORD_LIVES,
            agency_id=draft.agency_id,
            role=draft.role.value,
            position=draft.position.strip(),
            nip=draft.nip,
            created_at=at,
        )
    return password


async def reset_password(username: str, *, at: datetime) -> str:
    """Answer a new first password, as `add_officer` does; the old one and all sessions are over. Tokens stay.

    Raises OfficerUnknown.
    """
    password = _given_password()
    password_hash = await hashed_password(password)
    async with unit_of_work():
        account = await _locked(username)
        until = at + GIVEN_PASSWORD_LIVES
        await tables.Account.filter(id=account.id).update(password_hash=password_hash, password_until=until)
        await tables.Session.filter(account_id=account.id).delete()
    return password


async def end_account(username: str, *, at: datetime) -> Leave:
    """End an officer's account, with its sessions, tokens and delegations, in the transaction at hand.

    The account stays for the sake of the history; nothing opens it any more. Raises OfficerUnknown.
    """
    account = await _locked(username)
    if account.agency_id is None:
        raise LookupError("an officer belongs to an agency")
    await tables.Account.filter(id=account.id).update(ended_at=at, password_hash=None, password_until=None)
    sessions = await tables.Session.filter(account_id=account.id).delete()
    tokens = await end_tokens(account.id, at=at)
    theirs = Q(delegate_id=account.id) | Q(made_by_id=account.id)
    delegations = await tables.Delegation.filter(theirs, ended_at=None, ends_at__gt=at).update(ended_at=at)
    return Leave(
        account_id=account.id,
        agency_id=account.agency_id,
        role=OfficerRole(account.role or ""),
        sessions=sessions,
        tokens=tokens,
        delegations=delegations,
        officers=len(await officers_of(account.agency_id, OfficerRole.OFFICER)),
        signs=bool(await acting_heads(account.agency_id, at=at)),
    )


async def officers(*, agency: str | None = None) -> list[OfficerRow]:
    """All officers, or those of the agency with this code, those who have left too, in one statement."""
    rows = await rows_of(_LIST, [agency])
    return [OfficerRow(**{**row, "role": OfficerRole(row["role"])}) for row in rows]


async def _locked(username: str) -> tables.Account:
    """The officer's account, kept as it is until the transaction ends: what is under way there ends first."""
    here = tables.Account.filter(kind=ActorKind.OFFICER.value, ended_at=None).select_for_update()
    account = await here.get_or_none(username=username) if USERNAME.fullmatch(username) else None
    if account is None:
        raise OfficerUnknown("username", username=username)
    return account


def _given_password() -> str:
    """Sixteen symbols that can be read aloud, some 78 bits."""
    return "-".join(random_code(4).lower() for _ in range(4))


def _faults(draft: OfficerDraft) -> Iterator[Problem]:
    if not USERNAME.fullmatch(draft.username) or draft.username in COMMANDS:
        message = N_(
            "Nama pengguna berisi 3 sampai 60 huruf kecil, angka, titik, garis bawah atau tanda hubung."
        )
        yield Problem(ProblemCode.INVALID, ("username",), message)
    fewest = 1 if draft.role is OfficerRole.HEAD else 0
    for name, text, least, most in (
        ("name", draft.name, 1, 120),
        ("position", draft.position, fewest, 120),
        ("nip", draft.nip or "", 0, 30),
    ):
        if not least <= len(text.strip()) <= most or not text.isprintable():
            message = N_("{field}: {least} sampai {most} huruf dalam satu baris.")
            facts = {"field": name, "least": least, "most": most}
            yield Problem(ProblemCode.INVALID, (name,), message, facts)
