"""The catalogue: finding a service, and all that its Standar Pelayanan promises."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.i18n import _
from app.web.kit.rendering import page
from app.web.services.sheet import issuer_name, sheet
from models.agencies.queries import agencies_by_code
from models.services import queries
from models.services.queries import ServiceRow

PAGE = 30


async def service_list(request: Request) -> Response:
    """All services, or those that a search finds; htmx takes only the results."""
    search = (request.query_params.get("cari") or request.query_params.get("search") or "").strip()[:100]
    search = search.replace("\0", "")
    found = await queries.services(search=search, first=PAGE, after=request.query_params.get("after"))
    context = {
        "search": search,
        "services": await cards(found.rows),
        "next_href": _more(search, found.cursors[-1]) if found.has_next else None,
    }
    return await page(request, "services/list.html", context, block="results")


async def service(request: Request) -> Response:
    """One service: what it needs, costs and takes, who works on it, and the way to apply."""
    row = await queries.service(request.path_params["slug"])
    if row is None:
        raise HTTPException(404)
    return await page(request, "services/service.html", await sheet(row))


async def cards(rows: Sequence[ServiceRow]) -> list[dict[str, Any]]:
    """Services as `listing.services` shows them; one statement for all their agencies."""
    agencies = await agencies_by_code({row.definition.issuer for row in rows})
    return [_card(row, issuer_name(row.definition.issuer, agencies)) for row in rows]


def _card(row: ServiceRow, issuer: str) -> dict[str, Any]:
    definition = row.definition
    return {
        "href": f"/layanan/{row.slug}",
        "title": definition.title,
        "summary": definition.summary,
        "promised_working_days": definition.promised_working_days,
        "fee": _("Gratis") if definition.fee.amount == 0 else "",
        "issuer": issuer,
    }


def _more(search: str, cursor: str) -> str:
    return "/layanan?" + urlencode({"search": search, "after": cursor} if search else {"after": cursor})


routes = [Route("/layanan", service_list), Route("/layanan/{slug}", service)]
