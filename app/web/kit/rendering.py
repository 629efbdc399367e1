"""Pages and fragments from templates, and problems in words."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.auth.csrf import CsrfField
from app.i18n import _, ngettext
from app.web.kit.assets import Assets
from app.web.kit.formats import Formats, filesize
from models.applications.wording import Said
from models.kit.errors import Problem, Refusal
from models.kit.regency import Regency
from models.services.presenting import rupiah

_PRIVATE = ("/lacak/", "/masuk/", "/dev/")
"""Pages that are about one person though nobody has signed in."""
TEMPLATES = Path(__file__).parents[3] / "templates"


def environment(regency: Regency, assets: Assets) -> Environment:
    """The templates with our filters and words; a name that is not given to a template is an error."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.policies["ext.i18n.trimmed"] = True
    templates.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    formats = Formats(regency.zone)
    templates.filters.update(
        date=formats.date,
        short_date=formats.short_date,
        datetime=formats.datetime,
        clock=formats.clock,
        month=formats.month,
        weekday=formats.weekday,
        weekday_time=formats.weekday_time,
        filesize=filesize,
        rupiah=rupiah,
        moment=formats.moment,
        short_datetime=formats.short_datetime,
    )
    templates.globals.update(static=assets.url, regency=regency, demo=regency.sample)
    return templates


async def page(
    request: Request,
    name: str,
    context: Mapping[str, Any] | None = None,
    *,
    block: str | None = None,
    status: int = 200,
) -> Response:
    """The page `templates/pages/<name>`, or only its `block` when htmx asks for a part of it."""
    templates: Environment = request.app.state.templates
    csrf = CsrfField(request)
    everything = {
        "actor": getattr(request.state, "actor", None),
        "csrf": csrf,
        "path": request.url.path,
        **(context or {}),
    }
    if block is not None and wants_fragment(request):
        html = render_block(templates, f"pages/{name}", block, everything)
    else:
        html = templates.get_template(f"pages/{name}").render(everything)
    response = HTMLResponse(html, status, headers=_keeping(request))
    csrf.settle(request, response)
    return response


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a part of the page."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-request-type") != "full"


def see_other(path: str) -> Response:
    """Go on to a page of ours with GET, after a POST."""
    return RedirectResponse(path, 303)


def _keeping(request: Request) -> dict[str, str]:
    """A shared phone must not show a page again after its reader has signed out or gone."""
    private = getattr(request.state, "actor", None) is not None or request.method == "POST"
    private = private or request.url.path.startswith(_PRIVATE)
    return {"Cache-Control": "no-store" if private else "no-cache", "Vary": "Cookie, HX-Request"}


def sentence(said: Said) -> str:
    """A sentence of `models.applications.wording` in the reader's language."""
    return _(said.message).format(**said.facts)


def problem_text(problem: Problem) -> str:
    """A problem in the reader's language."""
    return _(problem.message).format(**problem.facts)


def problems_of(refusal: Refusal) -> list[dict[str, Any]]:
    """For `error_summary`: `{message, path}`, each linking to the control whose name is the path with dots."""
    return [{"message": problem_text(problem), "path": problem.path} for problem in refusal.problems]


def problems_by_field(refusal: Refusal) -> dict[str, str]:
    """For the controls: the first problem of each, by its path with dots (`answers.width`)."""
    found: dict[str, str] = {}
    for problem in refusal.problems:
        found.setdefault(".".join(problem.path), problem_text(problem))
    return found
