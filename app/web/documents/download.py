"""Handing out files to those who may see them at this moment; an officer's look is noted with the file."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from urllib.parse import quote, urlsplit
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.auth.bearer import actor_of
from app.auth.errors import ExplainedError
from app.auth.sessions import SignInNeeded
from app.i18n import _
from app.web.kit.request_values import today
from models.applications.queries.applications import applications_by_id, note_files_read
from models.disclosure.queries import readable_document
from models.kit.actor import Actor, ActorKind
from models.kit.ids import public_id
from models.kit.links import FileLink
from models.kit.ports import Missing
from models.kit.regency import Regency
from models.kit.text import N_
from models.permits.queries import PermitRow, PreparedRow, document_to_sign, permit_by_id

_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Robots-Tag": "noindex",
}

File = tuple[str, str, int, str]
"""Name, media type, size, and the key under which the content lies."""
Found = tuple[UUID | None, File | None]
"""The application in which somebody else's file is seen, and the file."""
_NOT_THERE = N_("Berkas ini tidak ada, atau bukan untuk Anda.")


async def file(request: Request) -> Response:
    """The file as a download, never shown inside a page of ours."""
    regency: Regency = request.app.state.regency
    link = regency.links.read(request.path_params["token"])
    if link is None:
        raise ExplainedError(404, _(_NOT_THERE))
    name, media_type, size, key = await _behind(request, link)
    pieces = regency.storage.stream(key)
    try:
        first = await anext(pieces)
    except (Missing, StopAsyncIteration):
        raise ExplainedError(404, _("Berkas ini sudah tidak tersimpan.")) from None
    headers = _HEADERS | {"Content-Disposition": _attachment(name), "Content-Length": str(size)}
    return StreamingResponse(_from(first, pieces), media_type=media_type, headers=headers)


async def _behind(request: Request, link: FileLink) -> File:
    """What the link leads to, once the look is noted; raises SignInNeeded, or 401 or 404 for who may not see it."""
    by = await _reader(request)
    application_id, found = await _READERS[link.kind](request, link.id, by)
    if found is None:
        raise ExplainedError(404, _(_NOT_THERE))
    if application_id is not None and by.kind is ActorKind.OFFICER:
        files = await applications_by_id([application_id], by=by)
        if application_id not in files:
            raise ExplainedError(404, _(_NOT_THERE))
        what = public_id(link.kind, link.id)
        await note_files_read(files.values(), by=by, at=request.state.at, what=what)
    return found


async def _reader(request: Request) -> Actor:
    by = await actor_of(request)
    if by is not None:
        return by
    if "authorization" in request.headers:
        raise ExplainedError(
            401, _("Sertakan token yang berlaku."), {"WWW-Authenticate": 'Bearer realm="berkas"'}
        )
    at_desk = urlsplit(request.headers.get("referer", "")).path.startswith("/petugas")
    door = "/petugas/masuk" if at_desk else "/masuk"
    raise SignInNeeded(f"{door}?lanjut={quote(request.url.path, safe='')}")


async def _document(request: Request, id: UUID, by: Actor) -> Found:
    found = await readable_document(id, by=by)
    if found is None:
        return None, None
    application_id, row = found
    return application_id, (row.name, row.media_type, row.size, row.storage_key)


async def _permit(request: Request, id: UUID, by: Actor) -> Found:
    row = await permit_by_id(id, by=by, today=today(request))
    return (row.application_id, _pdf(row)) if row and row.readable else (None, None)


async def _prepared(request: Request, id: UUID, by: Actor) -> Found:
    row = await document_to_sign(id, by=by, at=request.state.at)
    return (row.application_id, _pdf(row, _("belum ditandatangani"))) if row else (None, None)


_READERS: Mapping[str, Callable[[Request, UUID, Actor], Awaitable[Found]]] = {
    "document": _document,
    "permit": _permit,
    "prepared": _prepared,
}


def _pdf(row: PermitRow | PreparedRow, remark: str = "") -> File:
    name = "".join(sign if sign.isalnum() else "-" for sign in f"{row.number} {remark}".strip())
    return f"{name}.pdf", "application/pdf", row.size, row.storage_key


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def _attachment(name: str) -> str:
    """RFC 6266, with a plain name for programs that know no UTF-8."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " .-_") else "-" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


routes = [Route("/berkas/{token}", file)]
