"""The messages that would have been sent: on this machine only, in the local profile only."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.web.kit.addresses import is_loopback
from app.web.kit.rendering import page
from integrations.messages import LocalChannel

NEWEST = 50


async def recent_messages(request: Request) -> Response:
    """The newest messages first, as a page or, for programs, as JSON."""
    channel = request.app.state.regency.sms
    if not isinstance(channel, LocalChannel) or not _stays_on_this_machine(request):
        raise HTTPException(404)
    messages = await channel.recent(NEWEST)
    if "application/json" in request.headers.get("accept", ""):
        rows = [{"to": m.to, "text": m.text, "at": m.at.isoformat()} for m in messages]
        return JSONResponse(rows, headers={"Cache-Control": "no-store"})
    return await page(request, "operations/messages.html", {"messages": messages}, block="messages")


def _stays_on_this_machine(request: Request) -> bool:
    """Local profile, called from here, and under a name of this machine: no foreign name that leads here."""
    caller = request.client.host if request.client else ""
    named = request.url.hostname or ""
    return bool(request.app.state.settings.is_local) and all(
        host and is_loopback(host) for host in (caller, named)
    )


routes = [Route("/dev/messages", recent_messages)]
