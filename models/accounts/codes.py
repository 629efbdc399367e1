"""Codes that citizens sign in with."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from models.accounts import tables
from models.accounts.operations import citizen_account, open_session
from models.accounts.workflow import CODES_OF_A_PHONE, room_at
from models.kit.caller import Caller
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import one_at_a_time, rows_of, unit_of_work
from models.kit.vault import Vault, token_hash

MARK = "code"
CODE_LIFETIME = timedelta(minutes=10)
SHORT, LONG = 6, 12
"""Digits."""
MOST_TRIES = 5
"""At a short code."""

UNUSED_FROM_A_NETWORK = 60
UNUSED_IN_ALL = 1_000
UNUSED_OF_ACCOUNTS = 3_000
"""Codes of the last hour that nobody has used: beyond the first two only phones with an account get one."""

_UNUSED = """SELECT count(*) AS everywhere, count(*) FILTER (WHERE client_hash = $2) AS here FROM sign_in_code
WHERE created_at > $1 AND used_at IS NULL"""
_TRY = """UPDATE sign_in_code SET tries = tries + 1
WHERE phone_hash = $1 AND browser_hash = $2 AND used_at IS NULL AND expires_at > $3 AND tries < $4
RETURNING id, code_hash"""
_WORN = """SELECT 1 FROM sign_in_code
WHERE phone_hash = $1 AND browser_hash = $2 AND used_at IS NULL AND expires_at > $3 AND tries >= $4 LIMIT 1"""


class Asked(Enum):
    """What came of asking for a code."""

    SENT = auto()
    ENOUGH = auto()
    """The phone has had its codes; the newest of them is long and opens any browser."""
    CROWDED = auto()
    """Strangers waste codes: only a phone that has an account got one, and nobody is told which."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to be sent; a long one may be used as often as needed."""

    digits: str
    until: datetime

    @property
    def is_long(self) -> bool:
        """Whether it opens any browser."""
        return len(self.digits) == LONG


async def new_sign_in_code(
    phone: str, *, browser: str, caller: Caller, at: datetime, regency: Regency
) -> tuple[Asked, NewCode | None]:
    """A fresh code for the phone, good in the browser that asks, where one may be sent; the caller sends it.

    Runs inside a transaction. Earlier codes stay good: a slow SMS must not shut anybody out.
    """
    subject = regency.vault.blind("phone", phone)
    await one_at_a_time("sign-in-code", subject)
    asked = Asked.SENT
    if caller.mark_of(MARK, subject, at=at, vault=regency.vault) is None:
        asked, refused = await _crowd(subject, caller, at)
        if refused:
            return asked, None
    day = tables.SignInCode.filter(phone_hash=subject, created_at__gt=at - CODES_OF_A_PHONE[-1][1])
    times = [row.created_at for row in await day.order_by("created_at").only("created_at")]
    if room_at(times, at) > at:
        return (Asked.ENOUGH if asked is Asked.SENT else asked), None
    return asked, await _made(subject, browser, caller, times, at=at, vault=regency.vault)


async def _crowd(subject: str, caller: Caller, at: datetime) -> tuple[Asked, bool]:
    """Whether strangers waste codes now, and whether this phone is refused for it."""
    if caller.origin:
        await one_at_a_time("sign-in-codes-of", caller.origin)
    unused = (await rows_of(_UNUSED, [at - timedelta(hours=1), caller.origin]))[0]
    if unused["here"] < UNUSED_FROM_A_NETWORK and unused["everywhere"] < UNUSED_IN_ALL:
        return Asked.SENT, False
    known = await tables.Account.filter(phone_hash=subject).exists()
    return Asked.CROWDED, not known or unused["everywhere"] >= UNUSED_OF_ACCOUNTS


async def _made(
    subject: str, browser: str, caller: Caller, earlier: list[datetime], *, at: datetime, vault: Vault
) -> NewCode:
    """A short code, or a long one where this is the last for a while."""
    shut_until = room_at([*earlier, at], at)
    long = shut_until > at
    digits = (
        f"{secrets.randbelow(10**LONG):0{LONG}d}" if long else f"{secrets.randbelow(10**SHORT):0{SHORT}d}"
    )
    new = NewCode(digits, max(shut_until, at + CODE_LIFETIME))
    await tables.SignInCode.create(
        phone_hash=subject,
        code_hash=_hash(subject, digits, vault),
        client_hash=caller.origin,
        browser_hash=None if long else token_hash(browser),
        created_at=at,
        expires_at=new.until,
    )
    return new


async def sign_in_by_code(phone: str, code: str, *, browser: str, at: datetime, regency: Regency) -> str:
    """A new session's token for whoever has the code; raises InvalidInput at `code`."""
    subject = regency.vault.blind("phone", phone)
    digits = "".join(code.split())
    right = _right_long if len(digits) == LONG else _right_short
    if not await right(subject, digits, token_hash(browser), at=at, vault=regency.vault):
        raise InvalidInput(Problem(ProblemCode.INVALID, ("code",), await _why(subject, browser, at)))
    async with unit_of_work():
        account = await citizen_account(phone, at=at, regency=regency)
        return await open_session(account.id, at=at)


async def _right_short(subject: str, digits: str, browser: str, *, at: datetime, vault: Vault) -> bool:
    """Try the codes that this browser asked for; a right one uses them all up."""
    tried = await rows_of(_TRY, [subject, browser, at, MOST_TRIES])
    right = [row["id"] for row in tried if row["code_hash"] == _hash(subject, digits, vault)]
    unused = tables.SignInCode.filter(phone_hash=subject, browser_hash=browser, used_at=None)
    async with unit_of_work():
        if not right or await unused.filter(id__in=right).update(used_at=at) == 0:
            return False
        await unused.update(used_at=at)
    return True


async def _right_long(subject: str, digits: str, _browser: str, *, at: datetime, vault: Vault) -> bool:
    """Look for a long code; twelve digits need no count."""
    fits = tables.SignInCode.filter(
        phone_hash=subject, code_hash=_hash(subject, digits, vault), browser_hash=None, expires_at__gt=at
    )
    return await fits.update(used_at=at) > 0


async def _why(subject: str, browser: str, at: datetime) -> str:
    if await rows_of(_WORN, [subject, token_hash(browser), at, MOST_TRIES]):
        return N_("Kode ini sudah terlalu sering salah diketik. Minta kode baru.")
    return N_("Kode salah atau sudah kedaluwarsa. Periksa SMS terakhir, atau minta kode baru.")


def _hash(subject: str, digits: str, vault: Vault) -> str:
    return vault.blind("sign-in-code", f"{subject}:{digits}")


def mark_of_phone(phone: str, vault: Vault) -> str:
    """The subject of the mark that a browser gets when this phone has signed in there."""
    return vault.blind("phone", phone)
