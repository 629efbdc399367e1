"""Signing in: citizens by a code on their phone, officers by password."""

from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.auth.callers import SIGNED_IN, caller_of, remember_browser
from app.auth.pending import Pending, asking, forget, remember, remembered
from app.auth.sessions import end_session, require_officer, start_session
from app.web.accounts.password import password_form
from app.web.kit.errors import status_of
from app.web.kit.rendering import page, problems_by_field, problems_of, see_other
from models.accounts.codes import MARK as CODE_MARK
from models.accounts.codes import Asked, mark_of_phone, sign_in_by_code
from models.accounts.operations import read_phone
from models.accounts.passwords import MARK as PASSWORD_MARK
from models.accounts.passwords import PasswordToChange, device_code, read_username, sign_in_officer
from models.accounts.workflow import masked_phone
from models.kit.actor import ActorKind
from models.kit.errors import RateLimited, Refusal
from models.messages.operations import send_sign_in_code


async def phone_form(request: Request) -> Response:
    """Asks for the phone number; whoever has signed in already goes on."""
    if request.state.account is not None:
        return see_other(_onwards(request))
    return await _form(request, "phone", {"phone": ""})


async def send_code(request: Request) -> Response:
    """Sends a code to the number that was typed, and goes on to where it is typed in, sent or not."""
    typed = _typed(request, "phone")
    try:
        pending = asking(request, read_phone(typed))
    except Refusal as refusal:
        return await _form(request, "phone", {"phone": typed}, refusal)
    asked = await _send_code(request, pending)
    query = {"lanjut": _next(request)} | ({"kode": asked.name.lower()} if asked is not Asked.SENT else {})
    response = see_other(f"/masuk/kode?{urlencode(query)}")
    remember(request, response, pending)
    return response


async def _send_code(request: Request, pending: Pending) -> Asked:
    return await send_sign_in_code(
        pending.phone,
        browser=pending.browser,
        caller=caller_of(request),
        at=request.state.at,
        regency=request.app.state.regency,
    )


async def code_form(request: Request) -> Response:
    """Asks for the code."""
    pending = remembered(request)
    if pending is None:
        return see_other(_with_next(request, "/masuk"))
    return await _code_form(request, pending, request.query_params.get("kode", ""))


async def _code_form(
    request: Request, pending: Pending, said: str, refusal: Refusal | None = None
) -> Response:
    """`said` is what came of asking for a code, by the name of `Asked`, small."""
    return await _form(request, "code", {"phone": masked_phone(pending.phone), "said": said}, refusal)


async def check_code(request: Request) -> Response:
    """Opens a session for whoever has the code, or sends another code."""
    pending = remembered(request)
    if pending is None:
        return see_other(_with_next(request, "/masuk"))
    if "again" in request.state.form:
        asked = await _send_code(request, pending)
        response = await _code_form(request, pending, asked.name.lower())
        remember(request, response, pending)
        return response
    at, regency = request.state.at, request.app.state.regency
    try:
        token = await sign_in_by_code(
            pending.phone, _typed(request, "code"), browser=pending.browser, at=at, regency=regency
        )
    except Refusal as refusal:
        return await _code_form(request, pending, "", refusal)
    response = see_other(_next(request) or "/permohonan")
    await start_session(request, response, token)
    remember_browser(request, response, [(CODE_MARK, mark_of_phone(pending.phone, regency.vault)), SIGNED_IN])
    forget(request, response)
    return response


async def officer_form(request: Request) -> Response:
    """Asks for user name and password."""
    if request.state.account is not None:
        return see_other(_onwards(request))
    return await _form(request, "officer", {"username": "", "shut": False})


async def check_password(request: Request) -> Response:
    """Opens a session for an officer."""
    username, password = _typed(request, "username"), _typed(request, "password", strip=False)
    at, regency, caller = request.state.at, request.app.state.regency, caller_of(request)
    device = _typed(request, "device")
    try:
        token = await sign_in_officer(
            username, password, device=device, caller=caller, at=at, regency=regency
        )
    except PasswordToChange as refusal:
        return await password_form(request, username, refusal)
    except Refusal as refusal:
        shut = isinstance(refusal, RateLimited) or bool(device)
        return await _form(request, "officer", {"username": username, "shut": shut}, refusal)
    response = see_other(_next(request) or "/petugas")
    await start_session(request, response, token)
    remember_browser(request, response, [(PASSWORD_MARK, read_username(username)), SIGNED_IN])
    return response


async def device_page(request: Request) -> Response:
    """Shows a signed-in officer the code that lets them past strangers' tries on another device."""
    code = device_code(
        require_officer(request).actor, at=request.state.at, vault=request.app.state.regency.vault
    )
    return await page(request, "accounts/device.html", {"code": [code[:4], code[4:8], code[8:]]})


async def sign_out_form(request: Request) -> Response:
    """A button: a mere link must not sign anybody out."""
    if request.state.account is None:
        return see_other("/")
    return await page(request, "accounts/sign_out.html")


async def sign_out(request: Request) -> Response:
    """Ends the session."""
    response = see_other("/")
    await end_session(request, response)
    forget(request, response)
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
    Route("/petugas/perangkat", device_page),
    Route("/keluar", sign_out_form),
    Route("/keluar", sign_out, methods=["POST"]),
]
