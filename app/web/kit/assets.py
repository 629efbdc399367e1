"""The files in `static/`: read once, each under a URL that changes with its content, kept by browsers for a year."""

import asyncio
import hashlib
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

import brotli  # type: ignore[import-untyped]
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

STATIC = Path(__file__).parents[3] / "static"

_FOREVER = "public, max-age=31536000, immutable"
_TEXT = ("text/", "image/svg", "application/json", "application/javascript")


@dataclass(slots=True)
class Asset:
    """A file, the mark of its content, and the same made small once somebody has asked for it."""

    content: bytes
    mark: str
    media_type: str
    small: bytes | None = None


class Assets:
    """All files under a folder, by their path in it."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._assets = {
            path.relative_to(folder).as_posix(): _asset(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def url(self, name: str) -> str:
        """The address of a file; raises KeyError for one that is not there."""
        return f"/static/{self._assets[name].mark}/{name}"

    async def answer(self, request: Request) -> Response:
        """The file; without a mark, or under an outdated one, it is not kept unasked."""
        asset = self._assets.get(request.path_params["name"])
        if asset is None:
            raise HTTPException(404)
        headers = {"Cache-Control": _FOREVER, "ETag": f'"{asset.mark}"'}
        if request.path_params.get("mark") != asset.mark:
            headers["Cache-Control"] = "no-cache"
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        if not asset.media_type.startswith(_TEXT):
            return Response(asset.content, media_type=asset.media_type, headers=headers)
        headers["Vary"] = "Accept-Encoding"
        if "br" not in request.headers.get("accept-encoding", ""):
            return Response(asset.content, media_type=asset.media_type, headers=headers)
        if asset.small is None:
            asset.small = await asyncio.to_thread(brotli.compress, asset.content, brotli.MODE_TEXT)
        headers["Content-Encoding"] = "br"
        return Response(asset.small, media_type=asset.media_type, headers=headers)

    @property
    def routes(self) -> list[Route]:
        """The addresses with and without a mark."""
        return [Route("/static/{name}", self.answer), Route("/static/{mark}/{name:path}", self.answer)]


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    media_type = guess_type(path.name)[0] or "application/octet-stream"
    return Asset(content, hashlib.sha256(content).hexdigest()[:12], media_type)
