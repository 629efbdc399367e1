"""Officers sign in with a password; who guesses is stopped, and no stranger stops the officer."""

import hmac
from datetime import datetime, timedelta

from models.accounts import tables
from models.accounts.hashing import is_password
from models.accounts.operations import open_session
from models.kit.actor import Actor
from models.kit.caller import Caller
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.guard import Guard
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.throttle import Limit
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
DEVICE_CODE_LIVES = timedelta(minutes=10)


async def sign_in_officer(
    username: str, password: str, *, device: str = "", caller: Caller, at: datetime, regency: Regency
) -> str:
    """A new session's token; raises InvalidInput at `password` without telling which of the two was wrong.

    `device` is what a signed-in browser of the officer shows (`device_code`): with it strangers' tries do not count.
    Raises RateLimited.
    """
    username = read_username(username)
    account = await tables.Account.get_or_none(username=username)
    proof = _proof_of(account, device, at, regency.vault)
    taken = await GUARD.take(username, caller, at=at, vault=regency.vault, proof=proof)
    stored = account.password_hash if account else None
    right = await is_password(stored, password[:200], own=taken.own, origin=caller.origin)
    if not right or account is None:
        message = N_("Nama pengguna atau kata sandi salah.")
        raise InvalidInput(Problem(ProblemCode.INVALID, ("password",), message))
    await taken.right()
    return await open_session(account.id, at=at)


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
