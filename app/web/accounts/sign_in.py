"""Signing in: citizens by a code on their phone, officers by password."""

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.auth.pending import forget_phone, remember_phone, remembered_phone
from app.auth.sessions import end_session, start_session
from app.web.kit.addresses import is_loopback
from app.web.kit.errors import status_of
from app.web.kit.rendering import page, problems_by_field, problems_of, see_other
from models.accounts.operations import read_phone, sign_in_by_code, sign_in_officer
from models.accounts.workflow import masked_phone
from models.kit.actor import ActorKind
from models.kit.errors import Refusal
from models.messages.operations import send_sign_in_code


async def phone_form(request: Request) -> Response:
    """Asks for the phone number; whoever has signed in already goes on."""
    if request.state.account is not None:
        return see_other(_onwards(request))
    return await _form(request, "phone", {"phone": ""})


async def send_code(request: Request) -> Response:
    """Sends a code to the number that was typed."""
    typed = _typed(request, "phone")
    try:
        phone = read_phone(typed)
        await _send_code(request, phone)
    except Refusal as refusal:
        return await _form(request, "phone", {"phone": typed}, refusal)
    response = see_other(f"/masuk/kode?lanjut={quote(_next(request), safe='')}")
    remember_phone(request, response, phone)
    return response


async def _send_code(request: Request, phone: str) -> None:
    await send_sign_in_code(
        phone, at=request.state.at, regency=request.app.state.regency, client=_client(request)
    )


def _client(request: Request) -> str | None:
    """The network address that asks; none behind an unknown proxy on this machine, where all would count as one."""
    client = request.client.host if request.client else ""
    return None if is_loopback(client) else client


async def code_form(request: Request) -> Response:
    """Asks for the code."""
    phone = remembered_phone(request)
    if phone is None:
        return see_other(_with_next(request, "/masuk"))
    return await _form(request, "code", {"phone": masked_phone(phone), "again": False})


async def check_code(request: Request) -> Response:
    """Opens a session for whoever has the code, or sends another code."""
    phone = remembered_phone(request)
    if phone is None:
        return see_other(_with_next(request, "/masuk"))
    again = "again" in request.state.form
    at, regency = request.state.at, request.app.state.regency
    try:
        if again:
            await _send_code(request, phone)
            return await _form(request, "code", {"phone": masked_phone(phone), "again": True})
        code, client = _typed(request, "code"), _client(request)
        token = await sign_in_by_code(phone, code, at=at, regency=regency, client=client)
    except Refusal as refusal:
        return await _form(request, "code", {"phone": masked_phone(phone), "again": False}, refusal)
    response = see_other(_next(request) or "/permohonan")
    await start_session(request, response, token)
    forget_phone(request, response)
    return response


async def officer_form(request: Request) -> Response:
    """Asks for user name and password."""
    if request.state.account is not None:
        return see_other(_onwards(request))
    return await _form(request, "officer", {"username": ""})


async def check_password(request: Request) -> Response:
    """Opens a session for an officer."""
    username, password = _typed(request, "username"), _typed(request, "password", strip=False)
    try:
        token = await sign_in_officer(username, password, at=request.state.at, client=_client(request))
    except Refusal as refusal:
        return await _form(request, "officer", {"username": username}, refusal)
    response = see_other(_next(request) or "/petugas")
    await start_session(request, response, token)
    return response


async def sign_out_form(request: Request) -> Response:
    """A button: a mere link must not sign anybody out."""
    if request.state.account is None:
        return see_other("/")
    return await page(request, "accounts/sign_out.html")


async def sign_out(request: Request) -> Response:
    """Ends the session."""
    response = see_other("/")
    await end_session(request, response)
    forget_phone(request, response)
    return response


def local_path(path: str, *, otherwise: str = "") -> str:
    """The path when it leads to a page of ours."""
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if ours and path.isprintable() and len(path) <= 500 else otherwise


def _next(request: Request) -> str:
    asked = request.query_params.get("lanjut", "") if request.method == "GET" else _typed(request, "lanjut")
    return local_path(asked)


def _with_next(request: Request, path: str) -> str:
    following = _next(request)
    return f"{path}?lanjut={quote(following, safe='')}" if following else path


def _onwards(request: Request) -> str:
    home = "/petugas" if request.state.account.kind is ActorKind.OFFICER else "/permohonan"
    return _next(request) or home


def _typed(request: Request, name: str, *, strip: bool = True) -> str:
    """What was typed into a field, without what no database takes."""
    value = request.state.form.get(name, "")
    text = value.replace("\0", "").encode("utf-8", "ignore").decode()[:500] if isinstance(value, str) else ""
    return text.strip() if strip else text


async def _form(
    request: Request, name: str, typed: dict[str, Any], refusal: Refusal | None = None
) -> Response:
    """The form with what was typed and, after a refusal, what is wrong with it."""
    context = {
        **typed,
        "next": _next(request),
        "problems": problems_of(refusal) if refusal else [],
        "errors": problems_by_field(refusal) if refusal else {},
    }
    return await page(
        request, f"accounts/{name}.html", context, status=status_of(refusal) if refusal else 200
    )


routes = [
    Route("/masuk", phone_form),
    Route("/masuk", send_code, methods=["POST"]),
    Route("/masuk/kode", code_form),
    Route("/masuk/kode", check_code, methods=["POST"]),
    Route("/petugas/masuk", officer_form),
    Route("/petugas/masuk", check_password, methods=["POST"]),
    Route("/keluar", sign_out_form),
    Route("/keluar", sign_out, methods=["POST"]),
]
