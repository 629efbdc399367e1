"""Who is at the door of the web pages: the session behind the cookie, on every request."""

from urllib.parse import quote

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth.cookies import drop_cookie, read_cookie, set_cookie
from models.accounts.operations import SESSION_LIFETIME, close_session
from models.accounts.queries import AccountRow, account_of_session
from models.applications.operations.drafting import claim_draft
from models.kit.actor import ActorKind
from models.kit.errors import NotAllowed
from models.kit.text import N_

SESSION = "session"
KEPT_DRAFT = "kept-draft"
"""The cookie with the token of `keep_for_whoever_returns`."""

_WITHOUT_SESSION = ("/static/", "/health/", "/graphql", "/pembayaran/")


class SignInNeeded(Exception):
    """The page is for people who have signed in; `at` is the page on which they do."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


class CitizensOnly(NotAllowed):
    """An officer came to a page for applicants."""

    message = N_("Halaman ini untuk warga. Keluar dulu, lalu masuk dengan nomor HP.")


class OfficersOnly(NotAllowed):
    """A citizen came to the officers' desk."""

    message = N_("Halaman ini untuk petugas. Keluar dulu, lalu masuk sebagai petugas.")


class Sessions:
    """Middleware: sets `state.at`, `state.account` and `state.actor`; without a cookie nobody asks the database."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            connection = HTTPConnection(scope)
            connection.state.at = connection.app.state.regency.now()
            account = await _account(connection)
            connection.state.account = account
            connection.state.actor = account.actor if account else None
        await self.app(scope, receive, send)


async def _account(connection: HTTPConnection) -> AccountRow | None:
    token = read_cookie(connection, SESSION)
    if token is None or connection.url.path.startswith(_WITHOUT_SESSION):
        return None
    return await account_of_session(token, at=connection.state.at)


def require_citizen(request: Request) -> AccountRow:
    """The citizen who asks; raises SignInNeeded or CitizensOnly."""
    account = _signed_in(request, "/masuk")
    if account.kind is not ActorKind.CITIZEN:
        raise CitizensOnly
    return account


def require_officer(request: Request) -> AccountRow:
    """The officer who asks; raises SignInNeeded or OfficersOnly."""
    account = _signed_in(request, "/petugas/masuk")
    if account.kind is not ActorKind.OFFICER:
        raise OfficersOnly
    return account


def _signed_in(request: Request, page: str) -> AccountRow:
    account: AccountRow | None = request.state.account
    if account is None:
        raise SignInNeeded(f"{page}?lanjut={quote(_here(request), safe='')}")
    return account


def _here(request: Request) -> str:
    """The page to come back to after signing in."""
    query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
    return request.url.path + query


async def start_session(request: Request, response: Response, token: str) -> None:
    """Hand out the new session, end the one before it, and claim what was typed before signing in."""
    if old := read_cookie(request, SESSION):
        await close_session(old)
    set_cookie(request, response, SESSION, token, lifetime=SESSION_LIFETIME)
    account = await account_of_session(token, at=request.state.at)
    kept = read_cookie(request, KEPT_DRAFT)
    if kept and account and account.kind is ActorKind.CITIZEN:
        await claim_draft(kept, by=account.actor, at=request.state.at)
        drop_cookie(request, response, KEPT_DRAFT)


async def end_session(request: Request, response: Response) -> None:
    """End the session here and in the database."""
    if token := read_cookie(request, SESSION):
        await close_session(token)
    drop_cookie(request, response, SESSION)
