"""Taking a file from a program: `POST /documents`, multipart or the bare body."""

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.auth.bearer import actor_of
from app.i18n import _
from app.web.kit.errors import json_problems, status_of
from models.documents.errors import FileRefused, TooLarge
from models.documents.intake import MAX_BYTES
from models.documents.operations import store_document
from models.documents.queries import DocumentRow
from models.kit.errors import Problem, ProblemCode, Refusal
from models.kit.ids import public_id

_STATUS = {ProblemCode.TOO_LARGE: 413, ProblemCode.UNSUPPORTED_TYPE: 415}
_FILE = ("file",)


async def upload(request: Request) -> Response:
    """Store one file of the caller and answer its id, or say in codes why not."""
    by = await actor_of(request)
    if by is None:
        problem = Problem(ProblemCode.NOT_ALLOWED, (), _("Sertakan token yang berlaku, atau masuk dulu."))
        return json_problems(401, problem, headers={"WWW-Authenticate": 'Bearer realm="documents"'})
    try:
        name, content = await _read(request)
        stored = await store_document(
            name, content, by=by, at=request.state.at, regency=request.app.state.regency
        )
    except Refusal as refusal:
        problems = [Problem(p.code, p.path or _FILE, p.message, p.facts) for p in refusal.problems]
        status = _STATUS.get(problems[0].code, status_of(refusal))
        return json_problems(status, *problems)
    return JSONResponse(_told(stored), 201, headers={"Cache-Control": "no-store"})


async def _read(request: Request) -> tuple[str, bytes]:
    """Name and content; never more than 10 MB are read."""
    try:
        if request.headers.get("content-type", "").startswith("multipart/"):
            return await _from_form(request)
        return await _from_body(request)
    except HTTPException as error:
        if error.status_code == 413:
            raise TooLarge(*_FILE, most=MAX_BYTES // 1024**2) from None
        raise _Unreadable(*_FILE) from None


async def _from_form(request: Request) -> tuple[str, bytes]:
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise _NoFile(*_FILE)
        return _filled(file.filename or "", await file.read())


async def _from_body(request: Request) -> tuple[str, bytes]:
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > MAX_BYTES:
            raise TooLarge(*_FILE, most=MAX_BYTES // 1024**2)
    return _filled(request.query_params.get("name", ""), bytes(content))


def _filled(name: str, content: bytes) -> tuple[str, bytes]:
    if not content:
        raise _NoFile(*_FILE)
    return name, content


def _told(row: DocumentRow) -> dict[str, object]:
    return {
        "id": public_id("document", row.id),
        "mediaType": row.media_type,
        "size": row.size,
        "sha256": row.sha256,
    }


class _NoFile(FileRefused):
    code = ProblemCode.REQUIRED
    message = "Sertakan satu berkas yang tidak kosong."


class _Unreadable(FileRefused):
    message = "Isi permintaan tidak dapat dibaca. Periksa batas antarbagian (boundary)."


routes = [Route("/documents", upload, methods=["POST"])]
