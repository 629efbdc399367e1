"""Handing out files behind signed, short-lived links."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from app.auth.errors import ExplainedError
from app.i18n import _
from models.documents.queries import document_behind_link
from models.kit.links import FileLink
from models.kit.ports import Missing
from models.kit.regency import Regency
from models.permits.queries import PermitRow, PreparedRow, permit_behind_link, prepared_behind_link

_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Robots-Tag": "noindex",
}

File = tuple[str, str, int, str]
"""Name, media type, size, and the key under which the content lies."""


async def file(request: Request) -> Response:
    """The file as a download, never shown inside a page of ours."""
    regency: Regency = request.app.state.regency
    link = regency.links.read(request.path_params["token"])
    found = await _behind(request, link) if link else None
    if found is None:
        raise ExplainedError(
            404, _("Tautan ini sudah kedaluwarsa. Buka lagi halaman permohonannya, lalu unduh dari sana.")
        )
    name, media_type, size, key = found
    pieces = regency.storage.stream(key)
    try:
        first = await anext(pieces)
    except (Missing, StopAsyncIteration):
        raise ExplainedError(404, _("Berkas ini sudah tidak tersimpan.")) from None
    headers = _HEADERS | {"Content-Disposition": _attachment(name), "Content-Length": str(size)}
    return StreamingResponse(_from(first, pieces), media_type=media_type, headers=headers)


async def _behind(request: Request, link: FileLink) -> File | None:
    if link.kind == "document":
        document = await document_behind_link(link.id)
        if document is None:
            return None
        return document.name, document.media_type, document.size, document.storage_key
    if link.kind == "prepared":
        prepared = await prepared_behind_link(link.id)
        return _pdf(prepared, _("belum ditandatangani")) if prepared else None
    today = request.state.at.astimezone(request.app.state.regency.zone).date()
    permit = await permit_behind_link(link.id, today=today)
    return _pdf(permit) if permit else None


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
