"""Who is at the door before anybody knows who, and the cookie in which a browser keeps its marks."""

from collections.abc import Collection

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.auth.cookies import read_cookie, set_cookie
from models.kit.caller import MARK_LIVES, Caller, is_mark, new_mark, origin_of
from models.kit.vault import Vault

COOKIE = "marks"
MOST_MARKS = 10
"""A browser of a village office knows many; who has not been there for long loses theirs first."""
SIGNED_IN = ("signed-in", "")
"""The mark of a browser in which somebody has signed in, whoever that was."""


def caller_of(connection: HTTPConnection) -> Caller:
    """The network, as uvicorn hands it on, and the marks that the browser shows."""
    host = connection.client.host if connection.client else None
    return Caller(origin_of(host, _vault(connection)), _marks(connection))


def remember_browser(
    connection: HTTPConnection, response: Response, about: Collection[tuple[str, str]]
) -> None:
    """Give the browser marks for what has just been proved in it: pairs of kind and subject."""
    at, vault = connection.state.at, _vault(connection)
    others = [
        mark
        for mark in _marks(connection)
        if not any(is_mark(mark, kind, subject, at=at, vault=vault) for kind, subject in about)
    ]
    marks = [*(new_mark(kind, subject, at=at, vault=vault) for kind, subject in about), *others]
    set_cookie(connection, response, COOKIE, "~".join(marks[:MOST_MARKS]), lifetime=MARK_LIVES)


def has_signed_in(connection: HTTPConnection) -> bool:
    """Whether somebody has signed in in this browser before."""
    kind, subject = SIGNED_IN
    at, vault = connection.state.at, _vault(connection)
    return any(is_mark(mark, kind, subject, at=at, vault=vault) for mark in _marks(connection))


def _marks(connection: HTTPConnection) -> list[str]:
    kept = read_cookie(connection, COOKIE)
    return kept.split("~")[:MOST_MARKS] if kept else []


def _vault(connection: HTTPConnection) -> Vault:
    vault: Vault = connection.app.state.regency.vault
    return vault
