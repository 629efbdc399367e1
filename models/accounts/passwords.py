"""Officers sign in with a password; who guesses is stopped, and no stranger stops the officer."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.accounts import tables
from models.accounts.hashing import hashed_password, is_password
from models.accounts.operations import NoLongerHere, open_session
from models.kit.actor import Actor
from models.kit.caller import Caller
from models.kit.errors import InvalidInput, Problem, ProblemCode, Refusal
from models.kit.guard import Guard
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.throttle import Limit
from models.kit.transactions import unit_of_work
from models.kit.vault import Vault

_QUARTER, _HOUR, _DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

MARK = "password"
GUARD = Guard(
    MARK,
    own=(Limit(5, _QUARTER), Limit(50, _DAY)),
    here=(Limit(5, _QUARTER), Limit(20, _DAY)),
    network=(Limit(60, _HOUR), Limit(100, _DAY)),
    anywhere=(Limit(100, _DAY),),
)
SHORTEST, LONGEST = 12, 200
DEVICE_CODE_LIVES = timedelta(minutes=10)


class PasswordToChange(Refusal):
    """The password was given by somebody else: it opens nothing but the way to one's own."""

    message = N_("Kata sandi ini hanya untuk pertama kali. Ganti dulu dengan kata sandi Anda sendiri.")


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """The password that holds, and twice the one that shall hold from now on."""

    old: str = field(repr=False)
    new: str = field(repr=False)
    again: str = field(repr=False)


async def sign_in_officer(
    username: str, password: str, *, device: str = "", caller: Caller, at: datetime, regency: Regency
) -> str:
    """A new session's token; raises InvalidInput at `password` without telling which of the two was wrong.

    `device` is what a signed-in browser of the officer shows (`device_code`): with it strangers' tries do not count.
    Raises RateLimited, and PasswordToChange.
    """
    proved = await _proved(username, password, device=device, caller=caller, at=at, regency=regency)
    if proved is None:
        message = N_("Nama pengguna atau kata sandi salah.")
        raise InvalidInput(Problem(ProblemCode.INVALID, ("password",), message))
    if proved.password_until is not None:
        raise PasswordToChange("new")
    return await open_session(proved.id, proved=proved.password_hash, at=at)


async def change_password(
    username: str, change: PasswordChange, *, caller: Caller, at: datetime, regency: Regency
) -> str:
    """Replace an officer's password, end all sessions, and answer the token of a new one.

    Raises InvalidInput at `old`, `new` or `again`, and RateLimited: it is a try at the password like any other.
    """
    if problems := list(_faults(read_username(username), change)):
        raise InvalidInput(*problems)
    proved = await _proved(username, change.old, caller=caller, at=at, regency=regency)
    if proved is None:
        raise InvalidInput(Problem(ProblemCode.INVALID, ("old",), N_("Kata sandi sekarang salah.")))
    new = await hashed_password(change.new)
    async with unit_of_work():
        same = tables.Account.filter(id=proved.id, password_hash=proved.password_hash, ended_at=None)
        if not await same.update(password_hash=new, password_until=None):
            raise NoLongerHere()
        await tables.Session.filter(account_id=proved.id).delete()
        return await open_session(proved.id, proved=new, at=at)


async def _proved(
    username: str, password: str, *, device: str = "", caller: Caller, at: datetime, regency: Regency
) -> tables.Account | None:
    """The account whose password this is, unless it has ended or the password is too old; counted as a try."""
    username = read_username(username)
    account = await tables.Account.get_or_none(username=username, ended_at=None)
    if account is not None and account.password_until is not None and account.password_until <= at:
        account = None
    proof = _proof_of(account, device, at, regency.vault)
    taken = await GUARD.take(username, caller, at=at, vault=regency.vault, proof=proof)
    stored = account.password_hash if account else None
    if not await is_password(stored, password[:LONGEST], own=taken.own, origin=caller.origin):
        return None
    await taken.right()
    return account


def _faults(username: str, change: PasswordChange) -> Iterator[Problem]:
    if not SHORTEST <= len(change.new) <= LONGEST:
        message = N_("Kata sandi baru terdiri dari {least} sampai {most} huruf.")
        facts = {"least": SHORTEST, "most": LONGEST}
        yield Problem(ProblemCode.INVALID, ("new",), message, facts)
    elif change.new.strip().lower() == username:
        yield Problem(ProblemCode.INVALID, ("new",), N_("Kata sandi tidak boleh sama dengan nama pengguna."))
    elif change.new == change.old:
        yield Problem(ProblemCode.INVALID, ("new",), N_("Pilih kata sandi yang lain dari yang sekarang."))
    elif change.new != change.again:
        yield Problem(ProblemCode.INVALID, ("again",), N_("Tidak sama dengan kata sandi baru di atas."))


def read_username(text: str) -> str:
    """A user name as it is stored, and as marks name it."""
    return text.strip().lower()[: tables.LONGEST_USERNAME]


def device_code(by: Actor, *, at: datetime, vault: Vault) -> str:
    """Twelve digits that say of another browser that this officer sits there, for ten minutes at least."""
    return _device_code(by.account.hex, int(at.timestamp() // DEVICE_CODE_LIVES.total_seconds()), vault)


def _device_code(account: str, slot: int, vault: Vault) -> str:
    return f"{int(vault.blind('device-code', f'{account}:{slot}')[:16], 16) % 10**12:012d}"


def _proof_of(account: tables.Account | None, device: str, at: datetime, vault: Vault) -> str | None:
    """What counts for a device code that is right: a count of the account's own."""
    given = "".join(device.split())
    if account is None or not given:
        return None
    slot = int(at.timestamp() // DEVICE_CODE_LIVES.total_seconds())
    good = [_device_code(account.id.hex, one, vault) for one in (slot, slot - 1)]
    return "device" if any(hmac.compare_digest(one.encode(), given.encode()) for one in good) else None
