"""Who may come in."""

import hmac

from starlette.requests import Request


def has_token(request: Request, token: str) -> bool:
    """Whether the request bears the token."""
    given = request.headers.get("authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def is_from_elsewhere(request: Request) -> bool:
    """Whether a page of another site made the browser send it."""
    return request.headers.get("sec-fetch-site", "none") == "cross-site"
