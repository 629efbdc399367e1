"""An officer's own password: changed at will, and before anything else where somebody else has given it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.auth.callers import SIGNED_IN, caller_of, remember_browser
from app.auth.sessions import require_officer, start_session
from app.web.kit.errors import status_of
from app.web.kit.rendering import page, problems_by_field, problems_of, see_other
from models.accounts.passwords import LONGEST, MARK, SHORTEST, PasswordChange, change_password, read_username
from models.kit.errors import Refusal

HERE = "/petugas/kata-sandi"
_LONGEST_TYPED = 2 * LONGEST


async def own_password(request: Request) -> Response:
    """Asks for the password that holds and twice for a new one."""
    return await password_form(request, require_officer(request).username or "")


async def change(request: Request) -> Response:
    """Takes the new password, ends all other sessions and goes on; whoever has a first password is not in yet."""
    username = _username(request)
    wish = PasswordChange(*(_typed(request, name) for name in ("old", "new", "again")))
    at, regency = request.state.at, request.app.state.regency
    try:
        token = await change_password(username, wish, caller=caller_of(request), at=at, regency=regency)
    except Refusal as refusal:
        return await password_form(request, username, refusal)
    response = see_other("/petugas")
    await start_session(request, response, token)
    remember_browser(request, response, [(MARK, read_username(username)), SIGNED_IN])
    return response


def _username(request: Request) -> str:
    """Whose password it is: of who has signed in, else of the name that comes with a first password."""
    if request.state.account is not None:
        return require_officer(request).username or ""
    return _typed(request, "username")


def _typed(request: Request, name: str) -> str:
    value = request.state.form.get(name, "")
    text = value.replace("\0", "").encode("utf-8", "ignore").decode() if isinstance(value, str) else ""
    return text[:_LONGEST_TYPED]


async def password_form(request: Request, username: str, refusal: Refusal | None = None) -> Response:
    """The form, after a refusal with what is wrong; passwords are typed anew."""
    context = {
        "username": username,
        "signed_in": request.state.account is not None,
        "least": SHORTEST,
        "problems": problems_of(refusal) if refusal else [],
        "errors": problems_by_field(refusal) if refusal else {},
    }
    status = status_of(refusal) if refusal else 200
    return await page(request, "accounts/password.html", context, status=status)


routes = [
    Route(HERE, own_password, methods=["GET"]),
    Route(HERE, change, methods=["POST"]),
]
