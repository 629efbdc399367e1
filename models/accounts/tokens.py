"""Bearer tokens for programs: each has an end, is listed, and can be taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from models.accounts import tables
from models.accounts.workflow import normalised_phone
from models.kit.errors import InvalidInput, NotFound, Problem, ProblemCode
from models.kit.ids import could_name
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import rows_of
from models.kit.vault import new_token, token_hash

USUAL_DAYS, MOST_DAYS = 90, 3_650

_NAMED = "SELECT id FROM account WHERE ended_at IS NULL AND (username = $1 OR phone_hash = $2)"
_LIST = """
SELECT t.id, COALESCE(a.username, 'warga ' || a.id) AS account, t.created_at, t.expires_at, t.revoked_at, t.used_at
FROM api_token t JOIN account a ON a.id = t.account_id
WHERE $1::uuid IS NULL OR t.account_id = $1 ORDER BY t.created_at DESC, t.id
"""


class AccountUnknown(NotFound):
    """Nobody who is still there has this user name or phone number."""

    message = N_("Tidak ada akun dengan nama pengguna atau nomor HP ini yang masih berlaku.")


class TokenUnknown(NotFound):
    """There is no such token, or it is over."""

    message = N_("Token ini tidak ada atau sudah berakhir.")


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its operator sees it; the account is a user name, or the id of a citizen's account."""

    id: UUID
    account: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None

    def is_over(self, at: datetime) -> bool:
        """Whether it opens nothing any more."""
        return self.revoked_at is not None or self.expires_at <= at


async def new_api_token(account: str, *, days: int = USUAL_DAYS, at: datetime, regency: Regency) -> str:
    """A bearer token for the account with this user name or phone number, good for so many days.

    Raises AccountUnknown, and InvalidInput at `days`.
    """
    if not 1 <= days <= MOST_DAYS:
        message = N_("Tulis jumlah hari dari 1 sampai {most}.")
        raise InvalidInput(Problem(ProblemCode.INVALID, ("days",), message, {"most": MOST_DAYS}))
    token, account_id = new_token(), await _account_named(account, regency)
    await tables.ApiToken.create(
        token_hash=token_hash(token),
        account_id=account_id,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    return token


async def api_tokens(account: str | None, *, regency: Regency) -> list[TokenRow]:
    """All tokens, or those of an account, the newest first; raises AccountUnknown."""
    of = await _account_named(account, regency) if account is not None else None
    return [TokenRow(**row) for row in await rows_of(_LIST, [of])]


async def revoke_token(id: UUID, *, at: datetime) -> None:
    """End a token now; raises TokenUnknown for one that is over."""
    if not await tables.ApiToken.filter(id=id, revoked_at=None, expires_at__gt=at).update(revoked_at=at):
        raise TokenUnknown("id")


async def revoke_tokens_of(account: str, *, at: datetime, regency: Regency) -> int:
    """End all tokens of an account now and answer how many; raises AccountUnknown."""
    return await end_tokens(await _account_named(account, regency), at=at)


async def end_tokens(account_id: UUID, *, at: datetime) -> int:
    """End all tokens of an account now, in the transaction at hand, and answer how many."""
    return await tables.ApiToken.filter(account_id=account_id, revoked_at=None, expires_at__gt=at).update(
        revoked_at=at
    )


async def _account_named(account: str, regency: Regency) -> UUID:
    phone = normalised_phone(account)
    username = account if could_name(account, tables.LONGEST_USERNAME) else None
    found = await rows_of(_NAMED, [username, regency.vault.blind("phone", phone) if phone else None])
    if not found:
        raise AccountUnknown("account")
    id: UUID = found[0]["id"]
    return id
