"""The doors of the outside."""

import json
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.local.outside import bank, population, tax
from app.local.outside.bills import Bills
from app.local.outside.doors import has_token
from app.local.outside.keys import kept_keys
from app.local.outside.trouble import Troubles, UnknownTrouble, troubled
from app.local.ports import LOOPBACK
from integrations import payments
from integrations import tax as tax_client


def create_outside(folder: Path, *, site: str) -> Starlette:
    """Registries and bank over one folder; the bank tells `site` of payments."""
    app = Starlette(
        routes=[
            Route(
                "/dukcapil/get_json/{agency}/CALL_VERIFY_BY_ELEMEN",
                troubled("population", population.verify),
                methods=["POST"],
            ),
            Route(tax_client.PATH, troubled("tax", tax.clearance), methods=["POST"]),
            Route(payments.PATH, troubled("payment", bank.open_bill), methods=["POST"]),
            Route("/bayar/{code}", bank.bill_page),
            Route("/bayar/{code}", bank.pay, methods=["POST"]),
            Route("/bank.css", bank.stylesheet),
            Route("/kendali", control, methods=["GET", "POST"]),
        ],
        # A page of the web cannot come here by a name of its own.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])],
    )
    app.state.keys = kept_keys(folder)
    app.state.bills = Bills(folder / "bills", app.state.keys.payment.token)
    app.state.pages = bank.pages()
    app.state.troubles = Troubles()
    app.state.site = site.rstrip("/")
    return app


async def control(request: Request) -> Response:
    """GET: how often each service was asked, and whom the bank tells.

    POST: trouble (see `trouble.py`), or another `site` to tell.
    """
    state = request.app.state
    if not has_token(request, state.keys.control):
        return JSONResponse({"pesan": "Token tidak dikenal"}, 401)
    troubles: Troubles = state.troubles
    if request.method == "POST":
        try:
            told = json.loads(await request.body())
            troubles.order(told)
        except (UnknownTrouble, ValueError, TypeError, AttributeError) as fault:
            return JSONResponse({"pesan": str(fault)}, 422)
        state.site = told.get("site", state.site).rstrip("/")
    return JSONResponse({"asked": troubles.asked, "trouble": sorted(troubles.ordered), "site": state.site})
