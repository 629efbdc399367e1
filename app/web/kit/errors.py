"""What people see when it does not work: one table from the family of an error to an answer."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from jinja2 import Environment
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from app.auth.errors import ExplainedError
from app.auth.headers import safe_headers
from app.auth.sessions import SignInNeeded
from app.i18n import _
from app.web.kit.rendering import page, problem_text, see_other
from models.kit.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    Problem,
    ProblemCode,
    RateLimited,
    Refusal,
    Unavailable,
)
from models.kit.transactions import DATABASE_AWAY

Handler = Callable[[Request, Any], Awaitable[Response]]

_STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (RateLimited, 429),
    (Unavailable, 503),
)
_CODES = {
    401: ProblemCode.NOT_ALLOWED,
    403: ProblemCode.NOT_ALLOWED,
    404: ProblemCode.NOT_FOUND,
    413: ProblemCode.TOO_LARGE,
    415: ProblemCode.UNSUPPORTED_TYPE,
    429: ProblemCode.RATE_LIMITED,
    503: ProblemCode.UNAVAILABLE,
}
_FOR_PROGRAMS = "/documents"
_GRAPHQL = "/graphql"


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal, by its family; 422 for what was typed."""
    return next((status for family, status in _STATUS if isinstance(refusal, family)), 422)


def json_problems(status: int, *problems: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """`{"problems": [{code, path, message}]}`, for programs."""
    rows = [{"code": p.code.value, "path": list(p.path), "message": problem_text(p)} for p in problems]
    return JSONResponse({"problems": rows}, status, headers={"Cache-Control": "no-store", **(headers or {})})


async def http_error(request: Request, error: HTTPException) -> Response:
    """A page that says what is wrong and where to go on."""
    text = error.detail if isinstance(error, ExplainedError) else _texts().get(error.status_code, "")
    return await _error(request, error.status_code, text, error.headers)


async def refused(request: Request, refusal: Refusal) -> Response:
    """What an operation refused and no page has dealt with."""
    text = " ".join(dict.fromkeys(problem_text(problem) for problem in refusal.problems))
    return await _error(request, status_of(refusal), text, None)


async def sign_in_needed(request: Request, error: SignInNeeded) -> Response:
    """The way to the sign-in page; a fragment cannot show it, so htmx is told to go there."""
    if request.headers.get("hx-request") == "true":
        return Response(headers={"HX-Redirect": error.at})
    return see_other(error.at)


async def hung_up(request: Request, error: ClientDisconnect) -> Response:
    """Nobody is left to read this."""
    return Response(status_code=400)


async def no_database(request: Request, error: Exception) -> Response:
    """The database does not answer: nothing was stored, and trying again helps."""
    return await _error(request, 503, _texts()[503], {"Retry-After": "5"})


async def broken(request: Request, error: Exception) -> Response:
    """Our own fault, told with nothing that could fail again: the page was made when the application started."""
    https = request.app.state.settings.public_url.startswith("https://")
    headers = {**safe_headers(https=https), "Cache-Control": "no-store"}
    if request.url.path.startswith(_FOR_PROGRAMS):
        return PlainTextResponse(_texts()[500], 500, headers=headers)
    return HTMLResponse(request.app.state.page_when_broken, 500, headers=headers)


def page_when_broken(templates: Environment) -> str:
    """What `broken` shows to people, in the frame of every page, to nobody in particular."""
    told = {"status": 500, "title": _titles()[500], "text": _texts()[500]}
    nobody = {"actor": None, "csrf": "", "path": ""}
    return templates.get_template("pages/kit/error.html").render({**nobody, **told})


def _graphql_error(status: int, text: str, headers: Mapping[str, str] | None) -> Response:
    """What was refused before the GraphQL door saw it, in the shape in which that door refuses."""
    error = {"message": text, "extensions": {"code": _CODES.get(status, ProblemCode.INVALID).value}}
    return JSONResponse({"errors": [error]}, status, headers={"Cache-Control": "no-store", **(headers or {})})


async def _error(request: Request, status: int, text: str, headers: Mapping[str, str] | None) -> Response:
    if request.url.path.startswith(_GRAPHQL):
        return _graphql_error(status, text, headers)
    if request.url.path.startswith(_FOR_PROGRAMS):
        problem = Problem(_CODES.get(status, ProblemCode.INVALID), (), text)
        return json_problems(status, problem, headers=headers)
    context = {"status": status, "title": _titles().get(status, _("Tidak dapat dijalankan")), "text": text}
    response = await page(request, "kit/error.html", context, status=status)
    response.headers.update(headers or {})
    return response


def _titles() -> dict[int, str]:
    return {
        400: _("Permintaan tidak dapat dibaca"),
        403: _("Tidak diizinkan"),
        404: _("Halaman tidak ditemukan"),
        405: _("Tidak dapat dijalankan"),
        413: _("Terlalu besar"),
        415: _("Tidak dapat dibaca"),
        429: _("Tunggu sebentar"),
        500: _("Ada gangguan di pihak kami"),
        503: _("Sedang tidak tersedia"),
    }


def _texts() -> dict[int, str]:
    return {
        400: _("Yang dikirim tidak lengkap atau rusak di jalan. Coba kirim lagi."),
        403: _("Anda tidak berwenang membuka halaman ini."),
        404: _("Periksa lagi alamatnya, atau mulai dari halaman depan."),
        405: _("Halaman ini tidak dapat dibuka dengan cara itu."),
        415: _("Kirim tulisan dalam UTF-8."),
        500: _(
            "Maaf, ini bukan salah Anda. Yang sudah tersimpan tidak hilang. Bila mencoba lagi tidak menolong, "
            "datang ke kantor desa atau kecamatan: petugas membantu Anda."
        ),
        503: _("Layanan sedang tidak tersedia. Coba beberapa saat lagi. Yang sudah tersimpan tidak hilang."),
    }


HANDLERS: dict[Any, Handler] = {
    HTTPException: http_error,
    Refusal: refused,
    SignInNeeded: sign_in_needed,
    ClientDisconnect: hung_up,
    **dict.fromkeys(DATABASE_AWAY, no_database),
}
