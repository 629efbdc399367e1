"""Accounts and their sessions, and telling who one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from models.accounts import tables
from models.accounts.hashing import hashed_password
from models.accounts.queries import usernames_taken
from models.accounts.workflow import normalised_phone
from models.kit.actor import Actor, ActorKind, OfficerRole
from models.kit.errors import InvalidInput, NotAllowed, Problem, ProblemCode
from models.kit.ids import new_id
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import rows_of, unit_of_work
from models.kit.vault import new_token, token_hash
from models.people import operations as people
from models.people.operations import IdentityDraft

SESSION_LIFETIME = timedelta(hours=12)
_OPEN = """
INSERT INTO session (id, token_hash, account_id, created_at, expires_at) SELECT $1, $2, a.id, $4, $5 FROM account a
WHERE a.id = $3 AND a.ended_at IS NULL AND a.password_hash IS NOT DISTINCT FROM $6::text FOR SHARE RETURNING id
"""
_HERE = "SELECT 1 FROM account WHERE id = $1 AND ended_at IS NULL FOR SHARE"
_SAME_NIK = """
SELECT 1 FROM account a JOIN person p ON p.id = a.person_id WHERE p.nik_hash = $1 AND a.id <> $2 LIMIT 1
"""


class NoLongerHere(NotAllowed):
    """The account has ended, or what opened it has been replaced, while this was on its way."""

    message = N_("Akun ini sudah berakhir, atau kata sandinya sudah diganti.")


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


async def open_session(account_id: UUID, *, at: datetime, proved: str | None = None) -> str:
    """The token of a new session, good for twelve hours; raises NoLongerHere for who has left.

    `proved` is the hash of the password that was right: one that has been replaced meanwhile opens nothing.
    """
    token = new_token()
    values = [new_id(), token_hash(token), account_id, at, at + SESSION_LIFETIME, proved]
    if not await rows_of(_OPEN, values):
        raise NoLongerHere()
    return token


async def must_be_here(account_id: UUID) -> None:
    """Raise NoLongerHere for who has left; who is here does not leave before the transaction at hand ends."""
    if not await rows_of(_HERE, [account_id]):
        raise NoLongerHere()


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


async def add_sample_officers(drafts: Sequence[OfficerDraft], *, password: str, at: datetime) -> None:
    """Add those made-up officers whose user name is new, all with one password; the others stay as they are."""
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
