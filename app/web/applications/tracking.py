"""Following an application by number and PIN, without an account; the PIN is in no address and on no page."""

from datetime import timedelta
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.auth.callers import caller_of, remember_browser
from app.auth.cookies import drop_cookie, read_cookie, set_cookie
from app.web.applications.overview import overview_of
from app.web.applications.status import application_status
from app.web.kit.form_values import cleaned
from app.web.kit.rendering import page, problems_by_field, problems_of, see_other
from models.applications.errors import ApplicationNotFound
from models.applications.queries.applications import application_by_number
from models.applications.queries.tracking import MARK, tracker
from models.kit.actor import Actor, ActorKind
from models.kit.errors import InvalidInput, Problem, ProblemCode, RateLimited, Refusal
from models.kit.text import N_

COOKIE = "tracking"
LIFETIME = timedelta(minutes=30)
"""How long a browser may look again without the PIN; a phone is often shared."""

NOT_TOGETHER = N_("Nomor dan PIN ini tidak cocok. Periksa lagi keduanya, misalnya di SMS dari kami.")


async def tracking_form(request: Request) -> Response:
    """Ask for number and PIN."""
    return await _form(request, "", None)


async def find(request: Request) -> Response:
    """Look the pair up; a wrong one gets one and the same answer, whichever of the two is wrong."""
    form, at, regency = request.state.form, request.state.at, request.app.state.regency
    number, pin = cleaned(str(form.get("number", ""))), cleaned(str(form.get("pin", "")))
    try:
        found = await tracker(number, "".join(pin.split()), caller=caller_of(request), at=at, regency=regency)
    except RateLimited as refusal:
        return await _form(request, number, refusal, status=429)
    if found is None:
        wrong = InvalidInput(Problem(ProblemCode.INVALID, ("pin",), NOT_TOGETHER))
        return await _form(request, number, wrong, status=422)
    number, actor = found
    response = see_other(f"/lacak/{number}")
    pass_ = _passes(request).dumps([number, actor.account.hex])
    set_cookie(request, response, COOKIE, pass_, lifetime=LIFETIME)
    remember_browser(request, response, [(MARK, number)])
    return response


async def tracked(request: Request) -> Response:
    """Where the application stands, for whoever has shown its PIN within the last half hour."""
    actor = _admitted(request)
    if actor is None:
        return see_other("/lacak")
    row = await application_by_number(request.path_params["number"], by=actor)
    if row is None:
        raise ApplicationNotFound("number")
    at, regency = request.state.at, request.app.state.regency
    status = await application_status(row, by=actor, zone=regency.zone, public=True)
    overview = await overview_of(status, by=actor, at=at, regency=regency)
    permit = overview.permit
    context = {
        "status": status,
        "overview": overview,
        "service": str(status.definition.title),
        "check_url": f"/v/{permit.code}" if permit else None,
    }
    return await page(request, "applications/tracked.html", context, block="status_block")


async def forget(request: Request) -> Response:
    """Let nobody after this one look."""
    response = see_other("/lacak")
    drop_cookie(request, response, COOKIE)
    return response


def _admitted(request: Request) -> Actor | None:
    """In whose name to read, when the cookie is ours, fresh, and about the number in the address."""
    try:
        number, account = _passes(request).loads(
            read_cookie(request, COOKIE) or "", max_age=int(LIFETIME.total_seconds())
        )
    except BadSignature:
        return None
    if number != request.path_params["number"]:
        return None
    return Actor(ActorKind.CITIZEN, "", UUID(hex=account))


def _passes(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(request.app.state.regency.vault.key("tracking"), salt="tracking")


async def _form(request: Request, number: str, refusal: Refusal | None, *, status: int = 200) -> Response:
    context = {
        "number": number,
        "shut": isinstance(refusal, RateLimited),
        "problems": problems_of(refusal) if refusal else [],
        "errors": problems_by_field(refusal) if refusal else {},
    }
    return await page(request, "applications/tracking.html", context, status=status)


routes = [
    Route("/lacak", tracking_form),
    Route("/lacak", find, methods=["POST"]),
    Route("/lacak/selesai", forget, methods=["POST"]),
    Route("/lacak/{number}", tracked),
]
