"""The front page."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.web.kit.rendering import page
from app.web.services.pages import cards
from models.services import queries

MOST_CARDS = 6


async def home(request: Request) -> Response:
    """What this is, a search, some services, and the way back to an application."""
    found = await queries.services(search=None, first=MOST_CARDS, after=None)
    context = {"services": await cards(found.rows), "more": found.has_next}
    return await page(request, "services/home.html", context)


routes = [Route("/", home)]
