"""Our cookies: HttpOnly, SameSite=Lax and, where people come by https, Secure under the `__Host-` prefix."""

from datetime import timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response


def read_cookie(connection: HTTPConnection, name: str) -> str | None:
    """The value of one of our cookies."""
    return connection.cookies.get(_full_name(connection, name))


def set_cookie(
    connection: HTTPConnection, response: Response, name: str, value: str, *, lifetime: timedelta
) -> None:
    """Give the browser a cookie for the whole site."""
    response.set_cookie(
        _full_name(connection, name),
        value,
        max_age=int(lifetime.total_seconds()),
        path="/",
        secure=_by_https(connection),
        httponly=True,
        samesite="lax",
    )


def drop_cookie(connection: HTTPConnection, response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(
        _full_name(connection, name),
        path="/",
        secure=_by_https(connection),
        httponly=True,
        samesite="lax",
    )


def _full_name(connection: HTTPConnection, name: str) -> str:
    return f"__Host-{name}" if _by_https(connection) else name


def _by_https(connection: HTTPConnection) -> bool:
    public_url: str = connection.app.state.settings.public_url
    return public_url.startswith("https://")
