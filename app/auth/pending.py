"""The phone number between asking for a code and typing it in: sealed in a cookie, never in an address."""

import base64
import binascii
import json
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from starlette.requests import Request
from starlette.responses import Response

from app.auth.cookies import drop_cookie, read_cookie, set_cookie
from models.accounts.operations import CODE_LIFETIME
from models.kit.vault import Vault

COOKIE = "sign-in"
LIFETIME = CODE_LIFETIME + timedelta(minutes=5)


def remember_phone(request: Request, response: Response, phone: str) -> None:
    """Keep the number in the browser for a quarter of an hour."""
    until: datetime = request.state.at + LIFETIME
    sealed = _vault(request).seal(json.dumps([phone, until.timestamp()]), COOKIE)
    set_cookie(request, response, COOKIE, base64.urlsafe_b64encode(sealed).decode(), lifetime=LIFETIME)


def remembered_phone(request: Request) -> str | None:
    """The number that was kept, or None when there is none, it is too old, or somebody changed it."""
    kept = read_cookie(request, COOKIE)
    if kept is None:
        return None
    try:
        phone, until = json.loads(_vault(request).open(base64.urlsafe_b64decode(kept), COOKIE))
    except (binascii.Error, InvalidTag, ValueError):
        return None
    return phone if request.state.at.timestamp() < until else None


def forget_phone(request: Request, response: Response) -> None:
    """Take the number back."""
    drop_cookie(request, response, COOKIE)


def _vault(request: Request) -> Vault:
    vault: Vault = request.app.state.regency.vault
    return vault
