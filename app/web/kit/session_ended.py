"""A form that was sent after the session had ended: what was typed stays on the page, nothing of it is stored."""

from starlette.requests import Request
from starlette.responses import Response

from app.auth.csrf import FIELD
from app.web.kit.rendering import page

_SECRET = frozenset({FIELD, "secret"})


async def session_ended(request: Request, *, sign_in: str = "/masuk") -> Response:
    """Ask to sign in on another page and to send the same form again from this one."""
    form = request.state.form
    typed = [
        (name, text) for name, text in form.multi_items() if isinstance(text, str) and name not in _SECRET
    ]
    files = any(not isinstance(value, str) and value.filename for value in form.values())
    context = {
        "typed": typed,
        "files": files,
        "sign_in": sign_in,
        "action": request.url.path,
        "multipart": request.headers.get("content-type", "").startswith("multipart/"),
    }
    return await page(request, "kit/session_ended.html", context, status=422)
