"""What payment channels tell: `POST /pembayaran/{channel}`, known by its signature and by nothing else."""

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from models.billing.operations import take_payment
from models.billing.workflow import Taken
from models.kit.ports import ForgedNotice, UnreadableNotice
from models.kit.regency import Regency

MOST_BYTES = 64 * 1024
_FRESH = {"Cache-Control": "no-store"}

log = structlog.get_logger()


async def callback(request: Request) -> Response:
    """Take a notice of payment: 200 once it is written down, whatever it came to; a forged one learns nothing."""
    regency: Regency = request.app.state.regency
    if request.path_params["channel"] != regency.payments.name:
        raise HTTPException(404)
    body = await _body(request)
    if body is None:
        return Response(status_code=413, headers=_FRESH)
    try:
        notice = regency.payments.read_notice(request.headers, body)
        taken = await take_payment(notice, at=request.state.at, regency=regency)
    except ForgedNotice:
        log.warning("payment_notice_forged", channel=regency.payments.name)
        return Response(status_code=401, headers=_FRESH)
    except UnreadableNotice:
        log.warning("payment_notice_unreadable", channel=regency.payments.name)
        return JSONResponse({"result": "unreadable"}, 400, headers=_FRESH)
    say = log.info if taken is Taken.PAID else log.warning
    say("payment_notice_taken", channel=regency.payments.name, bill=notice.bill, result=taken.value)
    return JSONResponse({"result": taken.value}, headers=_FRESH)


async def _body(request: Request) -> bytes | None:
    """The body as it was signed, or None as soon as it is too long."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > MOST_BYTES:
            return None
    return bytes(content)


routes = [Route("/pembayaran/{channel}", callback, methods=["POST"])]
