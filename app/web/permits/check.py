"""Checking a permit, for anyone who holds one."""

import hashlib
from dataclasses import asdict
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.web.kit.rendering import page
from models.people.workflow import masked_name
from models.permits.queries import PermitRow, permit_check

_PIECE = 1024 * 1024


async def check(request: Request) -> Response:
    """What is known of the permit with this code; the holder is masked, and no NIK is anywhere near."""
    permit = await _permit(request)
    if permit is None:
        return await _unknown(request)
    return await page(request, "permits/check.html", {"permit": _shown(permit), "compared": None})


async def compare(request: Request) -> Response:
    """Whether a file is the issued one, to the byte; it is read here and kept nowhere."""
    permit = await _permit(request)
    if permit is None:
        return await _unknown(request)
    compared = await _verdict(request.state.form.get("file"), permit)
    status = 422 if compared == "missing" else 200
    context = {"permit": _shown(permit), "compared": compared}
    return await page(request, "permits/check.html", context, status=status)


async def _permit(request: Request) -> PermitRow | None:
    today = request.state.at.astimezone(request.app.state.regency.zone).date()
    return await permit_check(request.path_params["code"], today=today)


async def _unknown(request: Request) -> Response:
    code = request.path_params["code"][:40]
    return await page(request, "permits/unknown.html", {"code": code}, status=404)


async def _verdict(file: object, permit: PermitRow) -> str:
    """`same`, `other`, or `missing` when no file came along."""
    if not isinstance(file, UploadFile) or not file.size:
        return "missing"
    digest = hashlib.sha256()
    while piece := await file.read(_PIECE):
        digest.update(piece)
    return "same" if digest.hexdigest() == permit.sha256 else "other"


def _shown(permit: PermitRow) -> dict[str, Any]:
    return asdict(permit) | {"holder": masked_name(permit.holder), "since": permit.revoked_at}


routes = [
    Route("/v/{code}", check),
    Route("/v/{code}", compare, methods=["POST"]),
]
