"""The wallet: what was accepted once, until when it is offered, and where and why it was used."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.auth.sessions import require_citizen
from app.i18n import _
from app.web.kit.rendering import page, see_other
from app.web.kit.request_values import id_in, today
from app.web.kit.session_ended import session_ended
from models.applications.queries.uses import UseRow, uses_of
from models.documents.keeping import EntryNotFound, withdraw_entry
from models.documents.wallet import WalletRow, wallet_of
from models.permits.queries import IssuedRow, issued_behind

HERE = "/dompet"


async def wallet(request: Request) -> Response:
    """Show it, or stop offering one document."""
    if request.method == "POST":
        return await _withdraw(request)
    by = require_citizen(request).actor
    mine = await wallet_of(by, today=today(request))
    rows = [*mine.valid, *mine.past]
    ids = {row.document.id for row in rows}
    uses = await uses_of(ids, by=by) if ids else {}
    issued = await issued_behind(ids, by=by) if ids else {}
    shown = {row.id: _shown(request, row, uses[row.document.id], issued.get(row.document.id)) for row in rows}
    context = {
        "documents": [shown[row.id] for row in mine.valid],
        "past": [shown[row.id] for row in mine.past],
    }
    return await page(request, "documents/wallet.html", context)


async def _withdraw(request: Request) -> Response:
    if request.state.account is None:
        return await session_ended(request)
    account = require_citizen(request)
    entry = id_in(request.state.form.get("entry"))
    if entry is None:
        raise EntryNotFound("itemId")
    await withdraw_entry(entry, by=account.actor, at=request.state.at)
    return see_other(HERE)


def _shown(
    request: Request, row: WalletRow, uses: Sequence[UseRow], permit: IssuedRow | None
) -> dict[str, Any]:
    first = next((use for use in uses if use.purpose is None), None)
    url = request.app.state.regency.links.to("document", row.document.id)
    return {
        "id": row.id.hex,
        "title": row.title,
        "name": row.document.name,
        "size": row.document.size,
        "url": "" if permit is not None and permit.revoked_at is not None else url,
        "issued": row.issued,
        "accepted_at": row.accepted_at,
        "expires_on": row.expires_on,
        "permit": permit,
        "first": first,
        "uses": [use for use in uses if use is not first],
        "over": _why_over(row, permit),
    }


def _why_over(row: WalletRow, permit: IssuedRow | None) -> str:
    """Why it is not offered any more; empty while nobody has taken it back."""
    if permit is not None and permit.revoked_at is not None:
        return _("Dicabut oleh penerbitnya.")
    if row.withdrawn_at is not None:
        return _("Anda minta tidak ditawarkan lagi.")
    return ""


routes = [Route(HERE, wallet, methods=["GET", "POST"])]
