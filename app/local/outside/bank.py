"""The bank: bills are made payable here, and paid on a page that moves no money."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from standardwebhooks import Webhook
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from app.local.outside.bills import Bill, Bills, OtherBill
from app.local.outside.doors import has_token, is_from_elsewhere
from app.local.outside.keys import Keys
from models.kit.clock import real_now

PAGES = Path(__file__).parent / "pages"
CALLBACK = "/pembayaran/lokal"
PATIENCE = 5.0
"""Seconds until a regency that does not answer is given up."""
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_WIB = ZoneInfo("Asia/Jakarta")


def pages() -> Environment:
    """The bank's own templates."""
    made = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters |= {"rupiah": _rupiah, "moment": _moment}
    return made


async def open_bill(request: Request) -> Response:
    """POST /tagihan: take a bill over, or find it again."""
    keys: Keys = request.app.state.keys
    bills: Bills = request.app.state.bills
    if not has_token(request, keys.payment.token):
        return JSONResponse({"pesan": "Token tidak dikenal"}, 401)
    told: dict[str, Any] = await request.json()
    try:
        bill = bills.open(told["nomor"], told["jumlah"], told["uraian"], told["batas"])
    except OtherBill:
        return JSONResponse({"pesan": "Nomor ini milik tagihan lain"}, 409)
    url = f"http://{request.url.netloc}/bayar/{bill.code}"
    return JSONResponse({"nomor": bill.number, "jumlah": bill.amount, "kode": bill.code, "url": url})


async def bill_page(request: Request) -> Response:
    """GET /bayar/{code}."""
    bill = _bill(request)
    return _page(request, bill, 200 if bill else 404)


async def pay(request: Request) -> Response:
    """POST /bayar/{code}: pay, or send the notice of payment once more."""
    bills: Bills = request.app.state.bills
    bill = _bill(request)
    if bill is None or is_from_elsewhere(request):
        return _page(request, None, 404)
    paid = bills.pay(bill)
    bills.note(paid, await _tell(request, paid))
    return RedirectResponse(request.url.path, 303, headers=_HEADERS)


async def stylesheet(request: Request) -> Response:
    """GET /bank.css."""
    return FileResponse(PAGES / "bank.css", media_type="text/css")


def _bill(request: Request) -> Bill | None:
    bills: Bills = request.app.state.bills
    return bills.find(request.path_params["code"])


def _page(request: Request, bill: Bill | None, status: int) -> Response:
    template = request.app.state.pages.get_template("bill.html")
    return HTMLResponse(template.render(bill=bill, site=request.app.state.site), status, headers=_HEADERS)


async def _tell(request: Request, bill: Bill) -> str:
    """Send the notice, signed as of now; answers what came of it: a status, or nothing."""
    keys: Keys = request.app.state.keys
    notice, notice_id, now = bill.notice or "", bill.notice_id or "", real_now()
    headers = {
        "Content-Type": "application/json",
        "Webhook-Id": notice_id,
        "Webhook-Timestamp": str(int(now.timestamp())),
        "Webhook-Signature": Webhook(keys.payment.webhook_secret).sign(notice_id, now, notice),
    }
    try:
        async with httpx2.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
            answer = await client.post(f"{request.app.state.site}{CALLBACK}", content=notice, headers=headers)
    except httpx2.HTTPError:
        return "silent"
    return "taken" if answer.is_success else f"refused {answer.status_code}"


def _rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")


def _moment(text: str) -> str:
    at = datetime.fromisoformat(text).astimezone(_WIB)
    return format_datetime(at, "d MMMM yyyy, HH.mm", locale="id") + " WIB"
