"""Signing in and out, and telling who one is."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from models.accounts import tables
from models.accounts.queries import usernames_taken
from models.accounts.workflow import hashed_password, is_password, normalised_phone
from models.kit.actor import Actor, ActorKind, OfficerRole
from models.kit.errors import InvalidInput, NotFound, Problem, ProblemCode, RateLimited
from models.kit.ids import could_name
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.throttle import MOST_FROM_ANYWHERE, forget_tries, take_try
from models.kit.transactions import one_at_a_time, rows_of, unit_of_work
from models.kit.vault import new_token, token_hash
from models.people import operations as people
from models.people.operations import IdentityDraft

CODE_LIFETIME = timedelta(minutes=10)
SESSION_LIFETIME = timedelta(hours=12)
_SAME_NIK = """
SELECT 1 FROM account a JOIN person p ON p.id = a.person_id WHERE p.nik_hash = $1 AND a.id <> $2 LIMIT 1
"""

MOST_CODES_AN_HOUR = 5
MOST_CODES_A_CLIENT = 60
"""An hour, from one network address: a village office shares one."""


@dataclass(frozen=True, slots=True)
class OfficerDraft:
    """What is said of a new officer."""

    username: str
    name: str
    agency_id: UUID
    role: OfficerRole
    position: str
    nip: str | None


def read_phone(text: str) -> str:
    """E.164 of what was typed; raises InvalidInput at `phone`."""
    phone = normalised_phone(text)
    if phone is None:
        message = N_("Tulis nomor HP yang benar, misalnya 0812 3456 7890.")
        raise InvalidInput(Problem(ProblemCode.INVALID, ("phone",), message))
    return phone


async def new_sign_in_code(phone: str, *, client: str | None, at: datetime, regency: Regency) -> str:
    """A fresh six-digit code for the phone, at most five an hour; raises RateLimited. The caller sends it.

    Earlier codes stay good for their ten minutes: a slow SMS must not shut anybody out. Runs inside a transaction.
    """
    subject = regency.vault.blind("phone", phone)
    origin = regency.vault.blind("client", client) if client else None
    await one_at_a_time("sign-in-code", subject)
    recent = tables.SignInCode.filter(created_at__gt=at - timedelta(hours=1))
    too_many = await recent.filter(phone_hash=subject).count() >= MOST_CODES_AN_HOUR
    if too_many or (origin and await recent.filter(client_hash=origin).count() >= MOST_CODES_A_CLIENT):
        raise RateLimited("phone", minutes=60)
    code = f"{secrets.randbelow(1_000_000):06d}"
    await tables.SignInCode.create(
        phone_hash=subject,
        code_hash=regency.vault.blind("sign-in-code", f"{subject}:{code}"),
        client_hash=origin,
        created_at=at,
        expires_at=at + CODE_LIFETIME,
    )
    return code


async def sign_in_by_code(
    phone: str, code: str, *, at: datetime, regency: Regency, client: str | None = None
) -> str:
    """A new session's token for whoever has the code; raises InvalidInput at `code`, or RateLimited."""
    subject = regency.vault.blind("phone", phone)
    from_here = await _take_try("sign-in-code", subject, client, at)
    async with unit_of_work():
        code_hash = regency.vault.blind("sign-in-code", f"{subject}:{code.strip()}")
        fits = tables.SignInCode.filter(
            phone_hash=subject, code_hash=code_hash, used_at=None, expires_at__gt=at
        )
        if await fits.update(used_at=at) == 0:
            message = N_("Kode salah atau sudah kedaluwarsa. Periksa SMS terakhir, atau minta kode baru.")
            raise InvalidInput(Problem(ProblemCode.INVALID, ("code",), message))
        await forget_tries("sign-in-code", from_here)
        account = await citizen_account(phone, at=at, regency=regency)
        return await open_session(account.id, at=at)


async def citizen_account(phone: str, *, at: datetime, regency: Regency) -> tables.Account:
    """The account of a phone number, made when there is none."""
    subject = regency.vault.blind("phone", phone)
    account, _ = await tables.Account.get_or_create(
        phone_hash=subject,
        defaults={
            "kind": ActorKind.CITIZEN.value,
            "name": "",
            "phone_sealed": regency.vault.seal(phone, "phone"),
            "created_at": at,
        },
    )
    return account


async def sign_in_officer(username: str, password: str, *, at: datetime, client: str | None = None) -> str:
    """A new session's token; raises InvalidInput at `password` without telling which of the two was wrong."""
    username = username.strip().lower()[: tables.LONGEST_USERNAME]
    from_here = await _take_try("password", token_hash(username), client, at)
    account = await tables.Account.get_or_none(username=username)
    if not await is_password(account.password_hash if account else None, password[:200]) or account is None:
        message = N_("Nama pengguna atau kata sandi salah.")
        raise InvalidInput(Problem(ProblemCode.INVALID, ("password",), message))
    await forget_tries("password", from_here)
    return await open_session(account.id, at=at)


async def _take_try(kind: str, subject: str, client: str | None, at: datetime) -> str:
    """Count a try for the address that it comes from, so that a stranger elsewhere cannot shut the owner out.

    Answers what is to be forgotten after a right one.
    """
    await take_try(f"{kind}-anywhere", subject, at, most=MOST_FROM_ANYWHERE)
    from_here = token_hash(f"{subject}\0{client or ''}")
    await take_try(kind, from_here, at)
    return from_here


async def open_session(account_id: UUID, *, at: datetime) -> str:
    """The token of a new session, good for twelve hours."""
    token = new_token()
    await tables.Session.create(
        token_hash=token_hash(token), account_id=account_id, created_at=at, expires_at=at + SESSION_LIFETIME
    )
    return token


async def close_session(token: str) -> None:
    """End a session; one that is gone already stays gone."""
    await tables.Session.filter(token_hash=token_hash(token)).delete()


async def forget_old_sessions(*, at: datetime) -> None:
    """Delete sessions and codes whose time is over."""
    await tables.Session.filter(expires_at__lt=at).delete()
    await tables.SignInCode.filter(expires_at__lt=at - timedelta(days=1)).delete()


async def introduce(draft: IdentityDraft, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Tell who the citizen is, once; later changes are new persons, the old one stays with what was sent."""
    async with unit_of_work():
        known = [people.nik_hash_of(draft.nik, regency.vault), by.account]
        known_elsewhere = bool(await rows_of(_SAME_NIK, known))
        person = await people.record_person(draft, known_elsewhere=known_elsewhere, at=at, regency=regency)
        await tables.Account.filter(id=by.account).update(person_id=person.id, name=person.name)


async def add_officers(drafts: Sequence[OfficerDraft], *, password: str, at: datetime) -> None:
    """Add those officers whose user name is new, all with one first password; the others stay as they are."""
    known = await usernames_taken([draft.username for draft in drafts])
    new = [draft for draft in drafts if draft.username not in known]
    if not new:
        return
    password_hash = await hashed_password(password)
    await tables.Account.bulk_create(
        tables.Account(
            kind=ActorKind.OFFICER.value,
            name=draft.name,
            username=draft.username,
            password_hash=password_hash,
            agency_id=draft.agency_id,
            role=draft.role.value,
            position=draft.position,
            nip=draft.nip,
            created_at=at,
        )
        for draft in new
    )


async def new_api_token(account_name: str, *, at: datetime, regency: Regency) -> str:
    """A bearer token for the account with this user name or phone number; raises NotFound."""
    is_name = could_name(account_name, tables.LONGEST_USERNAME)
    account = await tables.Account.get_or_none(username=account_name) if is_name else None
    if account is None and (phone := normalised_phone(account_name)):
        account = await tables.Account.get_or_none(phone_hash=regency.vault.blind("phone", phone))
    if account is None:
        raise NotFound("account")
    token = new_token()
    await tables.ApiToken.create(token_hash=token_hash(token), account_id=account.id, created_at=at)
    return token
