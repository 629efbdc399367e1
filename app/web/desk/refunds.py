"""Money to be given back, for the agency that collected it and for the secretariat: the lists, and “it was done”."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.i18n import _
from app.web.desk.desk import desk_of
from app.web.kit.form_values import cleaned, date_in
from app.web.kit.rendering import page, problem_text, see_other
from app.web.kit.session_ended import session_ended
from models.billing.refunding import GivingBack, RefundNotFound, give_back
from models.billing.refunds import GivenRow, OwedRow, refund_owed, refunds_given, refunds_owed
from models.billing.wording import WHY_GIVEN_BACK
from models.kit.errors import InvalidInput, Problem, Refusal
from models.kit.ids import parse_id, public_id
from models.kit.paging import Page

HERE = "/petugas/pengembalian"
GIVEN = "sudah"
PAGE = 30
FIELDS = ("transfer", "date", "amount")


async def refunds(request: Request) -> Response:
    """What is to be given back, the longest ago first; or what was, the newest first."""
    desk, given = await desk_of(request), request.query_params.get("tampilkan") == GIVEN
    try:
        found = await _one_page(request, request.query_params.get("after"), given=given)
    except InvalidInput:
        found = await _one_page(request, None, given=given)
    more = f"{HERE}?after={found.cursors[-1]}" if found.has_next else None
    context = {
        "desk": desk,
        "given": given,
        "rows": [_line(row) for row in found.rows],
        "next_href": f"{more}&tampilkan={GIVEN}" if more and given else more,
    }
    return await page(request, "desk/refunds.html", context)


async def _one_page(request: Request, after: str | None, *, given: bool) -> Page[OwedRow] | Page[GivenRow]:
    by = require_officer(request).actor
    if given:
        return await refunds_given(by, first=PAGE, after=after)
    return await refunds_owed(by, first=PAGE, after=after, regency=request.app.state.regency)


def _line(row: OwedRow | GivenRow) -> Mapping[str, Any]:
    return {
        "row": row,
        "why": _(WHY_GIVEN_BACK[row.reason]),
        "href": f"{HERE}/{public_id('notice', row.id)}" if isinstance(row, OwedRow) else None,
    }


async def refund(request: Request) -> Response:
    """One of them, with the form that says that it was given back."""
    return await _show(request, dict.fromkeys(FIELDS, ""), ())


async def record(request: Request) -> Response:
    """Write down the transfer, or say what is wrong with it; the same one again changes nothing."""
    if request.state.account is None:
        return await session_ended(request, sign_in="/petugas/masuk")
    form = request.state.form
    typed = {name: cleaned(str(form.get(name, "")))[:300] for name in FIELDS}
    amount = int(typed["amount"]) if typed["amount"].isascii() and typed["amount"].isdigit() else 0
    try:
        await give_back(
            GivingBack(_id(request), amount, typed["transfer"], date_in(typed["date"], "date")),
            by=require_officer(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except RefundNotFound:
        raise
    except Refusal as refusal:
        return await _show(request, typed, refusal.problems, status=422)
    return see_other(f"{HERE}?tampilkan={GIVEN}")


def _id(request: Request) -> UUID:
    id = parse_id("notice", request.path_params["id"])
    if id is None:
        raise RefundNotFound("noticeId")
    return id


async def _show(
    request: Request, typed: Mapping[str, str], problems: Sequence[Problem], *, status: int = 200
) -> Response:
    desk, regency = await desk_of(request), request.app.state.regency
    row = await refund_owed(_id(request), by=desk.account.actor, regency=regency)
    if row is None:
        raise RefundNotFound("noticeId")
    context = {
        "desk": desk,
        "line": _line(row),
        "early": row.from_at is not None and request.state.at <= row.from_at,
        "typed": typed,
        "errors": {".".join(p.path): problem_text(p) for p in reversed(problems)},
        "problems": [{"message": problem_text(p), "path": p.path} for p in problems],
    }
    return await page(request, "desk/refund.html", context, status=status)
