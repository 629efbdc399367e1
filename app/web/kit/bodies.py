"""What a request may carry: an address that can be looked up, and a body of a size that depends on who sends it."""

from typing import NoReturn

from python_multipart.multipart import parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.auth.callers import has_signed_in
from app.auth.errors import ExplainedError
from app.i18n import _
from models.documents.intake import MAX_BYTES
from models.kit.text import N_

PLAIN = 256 * 1024
"""Bytes of a form without files, or of a GraphQL request."""
ONE_FILE = MAX_BYTES + 64 * 1024
FORM_WITH_FILES = 5 * ONE_FILE
"""For who has signed in, or had when the form was opened: what they typed must come back to them."""

_ALTOGETHER = N_(
    "Berkas-berkas ini bersama-sama terlalu besar: paling banyak 50 MB sekali kirim, dan 10 MB tiap berkas. "
    "Kirim sebagian dulu, lalu tambahkan yang lain."
)
_WITH_FILES = ("/ajukan/", "/permohonan/", "/petugas/")


class BodyLimit:
    """Middleware: answers 413 where a body is announced too large, or grows beyond what is taken there of its sender.

    An address with a NUL in it leads nowhere: no database takes one. Text in anything but UTF-8 is refused with 415.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if "\0" in scope["path"]:
            raise HTTPException(404)
        connection = HTTPConnection(scope)
        if _codec(connection) not in {"utf-8", "utf8"}:
            raise HTTPException(415)
        most, read = _most(connection), 0
        announced = connection.headers.get("content-length", "")

        async def receive_at_most() -> Message:
            nonlocal read
            if announced.isdecimal() and float(announced) > most:
                _too_large(most)
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                _too_large(most)
            return message

        await self.app(scope, receive_at_most, send)


def _codec(connection: HTTPConnection) -> str:
    """What the client says its text is written in: it must not choose how we decode."""
    _, options = parse_options_header(connection.headers.get("content-type", ""))
    return options.get(b"charset", b"utf-8").decode("latin-1").lower()


def _most(connection: HTTPConnection) -> int:
    path = connection.url.path
    if path == "/documents" or path.startswith("/v/"):
        return ONE_FILE
    with_files = connection.headers.get("content-type", "").startswith("multipart/")
    if not with_files or not path.startswith(_WITH_FILES):
        return PLAIN
    known = connection.state.account is not None or has_signed_in(connection)
    return FORM_WITH_FILES if known else PLAIN


def _too_large(most: int) -> NoReturn:
    if most == FORM_WITH_FILES:
        raise ExplainedError(413, _(_ALTOGETHER))
    if most == ONE_FILE:
        raise ExplainedError(413, _("Yang dikirim terlalu besar. Satu berkas paling besar 10 MB."))
    raise ExplainedError(413, _("Yang dikirim terlalu besar."))
