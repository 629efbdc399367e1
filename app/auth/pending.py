"""The phone number between asking for a code and typing it in: sealed in a cookie, never in an address."""

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from starlette.requests import Request
from starlette.responses import Response

from app.auth.cookies import drop_cookie, read_cookie, set_cookie
from models.accounts.codes import CODE_LIFETIME
from models.kit.vault import Vault, new_token

COOKIE = "sign-in"
LIFETIME = CODE_LIFETIME + timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Pending:
    """A phone for which a code was asked, and the random name of the browser that asked."""

    phone: str = field(repr=False)
    browser: str = field(repr=False)


def asking(request: Request, phone: str) -> Pending:
    """This browser as it asks for a code; the same one as long as it asks for the same phone."""
    before = remembered(request)
    return before if before is not None and before.phone == phone else Pending(phone, new_token())


def remember(request: Request, response: Response, pending: Pending) -> None:
    """Keep the number in the browser for a quarter of an hour."""
    until: datetime = request.state.at + LIFETIME
    told = json.dumps([pending.phone, pending.browser, until.timestamp()])
    sealed = _vault(request).seal(told, COOKIE)
    set_cookie(request, response, COOKIE, base64.urlsafe_b64encode(sealed).decode(), lifetime=LIFETIME)


def remembered(request: Request) -> Pending | None:
    """What was kept, or None when there is nothing, it is too old, or somebody changed it."""
    kept = read_cookie(request, COOKIE)
    if kept is None:
        return None
    try:
        phone, browser, until = json.loads(_vault(request).open(base64.urlsafe_b64decode(kept), COOKIE))
    except (binascii.Error, InvalidTag, ValueError):
        return None
    return Pending(phone, browser) if request.state.at.timestamp() < until else None


def forget(request: Request, response: Response) -> None:
    """Take the number back."""
    drop_cookie(request, response, COOKIE)


def _vault(request: Request) -> Vault:
    vault: Vault = request.app.state.regency.vault
    return vault
