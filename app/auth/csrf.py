"""Forms come from our own pages only; each is read once, here, into `request.state.form`.

The token belongs to a cookie of its own and not to the session: a form that is sent after the session has ended is
kept, not refused.
"""

import hmac
from datetime import timedelta
from typing import NoReturn
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.auth.cookies import read_cookie, set_cookie
from app.auth.errors import ExplainedError
from app.i18n import _
from models.kit.vault import Vault, new_token

COOKIE = "csrf"
FIELD = "csrf"
HEADER = "x-csrf-token"
LIFETIME = timedelta(days=30)
MOST_FIELDS = 400
MOST_FILES = 200
"""In one form, counting the inputs that were left empty: more than any service asks for at once."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_TAKES_TOKENS = "/documents"
_NO_FORMS = ("/graphql", "/pembayaran/")
"""Programs come here with a token or a signature of their own; nothing is done by cookie."""


class CsrfField:
    """The value of the form field; its cookie is made, or made to last longer, only when a page shows the field."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._vault: Vault = connection.app.state.regency.vault
        self._secret = _secret_of(connection)
        self._shown = False

    def __str__(self) -> str:
        self._secret = self._secret or _signed(new_token(), self._vault)
        self._shown = True
        return self._vault.blind("csrf", self._secret)

    def settle(self, connection: HTTPConnection, response: Response) -> None:
        """Give the browser the cookie that belongs to the field, when the page showed one."""
        if self._shown and self._secret is not None:
            set_cookie(connection, response, COOKIE, self._secret, lifetime=LIFETIME)


class OwnForms:
    """Middleware: refuses what a foreign page makes a browser send, and forms without the right token."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _SAFE or scope["path"].startswith(_NO_FORMS):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        by_token = scope["path"] == _TAKES_TOKENS and "authorization" in request.headers
        if not by_token and is_foreign(request):
            raise ExplainedError(403, _("Permintaan ini datang dari situs lain, jadi tidak dijalankan."))
        if scope["path"] == _TAKES_TOKENS:
            await self.app(scope, receive, send)
            return
        if _secret_of(request) is None:
            _too_old()
        try:
            form = await request.form(max_fields=MOST_FIELDS, max_files=MOST_FILES)
        except HTTPException as error:
            if error.detail.startswith("Too many files"):
                _too_many_files()
            raise
        try:
            if not _fits(request, form):
                _too_old()
            request.state.form = form
            await self.app(scope, _already_read, send)
        finally:
            await form.close()


def _secret_of(connection: HTTPConnection) -> str | None:
    """What our own cookie holds; None for one that somebody made up, whose form is not even read."""
    secret = read_cookie(connection, COOKIE)
    if secret is None:
        return None
    ours = _signed(secret.rpartition(".")[0], connection.app.state.regency.vault)
    return secret if hmac.compare_digest(secret.encode(), ours.encode()) else None


def _signed(token: str, vault: Vault) -> str:
    return f"{token}.{vault.blind('csrf-cookie', token)[:32]}"


def _too_many_files() -> NoReturn:
    most = _("Paling banyak {limit} berkas sekali kirim. Kirim sebagian dulu, lalu tambahkan yang lain.")
    raise ExplainedError(413, most.format(limit=MOST_FILES))


def _too_old() -> NoReturn:
    raise ExplainedError(
        403, _("Formulir ini sudah terlalu lama terbuka. Muat ulang halamannya, lalu kirim lagi.")
    )


def is_foreign(request: Request) -> bool:
    """Whether the browser says that another site caused the request; without a word from it, no."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return False
    ours = {request.headers.get("host"), urlsplit(request.app.state.settings.public_url).netloc}
    return urlsplit(origin).netloc not in ours


def _fits(request: Request, form: FormData) -> bool:
    secret = _secret_of(request)
    given = form.get(FIELD) or request.headers.get(HEADER)
    if secret is None or not isinstance(given, str):
        return False
    vault: Vault = request.app.state.regency.vault
    return hmac.compare_digest(vault.blind("csrf", secret).encode(), given.encode())


async def _already_read() -> Message:
    _say_where_it_is()


def _say_where_it_is() -> NoReturn:
    raise RuntimeError("the form has been read: it is request.state.form")
