"""Visits: two times for the citizen to choose from, and the day's round."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.web.desk.answer_values import AnswerForm, moment_in
from app.web.desk.case import found_task, page_of
from app.web.desk.desk import desk_of
from app.web.desk.task import show_task
from app.web.kit.form_values import cleaned
from app.web.kit.rendering import page, see_other
from app.web.kit.session_ended import session_ended
from models.applications.operations.visiting import VisitProposal, propose_visit
from models.applications.queries.visits import MOST, VisitRow, days_with_visits, round_of
from models.kit.errors import InvalidInput, Problem, Refusal
from models.kit.ids import public_id

TIMES = ("time.1", "time.2")


async def propose(request: Request) -> Response:
    """Offer the citizen two times, or say what is wrong with them."""
    if request.state.account is None:
        return await session_ended(request, sign_in="/petugas/masuk")
    row, form = await found_task(request), request.state.form
    written = [cleaned(str(form.get(name, "")))[:40] for name in TIMES]
    key = str(form.get("key", ""))
    try:
        times = _times(request, written)
        await propose_visit(
            VisitProposal(row.id, times, key),
            by=require_officer(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except Refusal as refusal:
        typed = AnswerForm(action="VISIT", times=written, key=key, problems=refusal.problems)
        return await show_task(request, await found_task(request), typed, status=422)
    return see_other(page_of(row))


def _times(request: Request, written: list[str]) -> list[datetime]:
    """Both times by the regency's clock; raises InvalidInput at those that cannot be read."""
    times, problems = list[datetime](), list[Problem]()
    for name, text in zip(TIMES, written, strict=True):
        try:
            times.append(moment_in(text, request.app.state.regency.zone, *name.split(".")))
        except InvalidInput as fault:
            problems += fault.problems
    if problems:
        raise InvalidInput(*problems)
    return times


@dataclass(frozen=True, slots=True)
class Stop:
    """One village of the round, or one place that is nobody's home."""

    place: str
    district: str
    visits: list[dict[str, Any]]


async def day_round(request: Request) -> Response:
    """The visits of one day, village by village, to be taken along on paper."""
    desk, regency = await desk_of(request), request.app.state.regency
    today = request.state.at.astimezone(regency.zone).date()
    day = _day(request.query_params.get("tanggal", ""), today)
    by = desk.account.actor
    rows = await round_of(day, by=by, at=request.state.at, regency=regency)
    context = {
        "desk": desk,
        "day": day,
        "today": today,
        "before": (day - timedelta(days=1)).isoformat(),
        "after": (day + timedelta(days=1)).isoformat(),
        "days": await days_with_visits(today, by=by, regency=regency),
        "stops": _stops(rows),
        "count": len(rows),
        "is_cut": len(rows) == MOST,
    }
    return await page(request, "desk/round.html", context)


def _day(text: str, today: date) -> date:
    """The day in the address; today where it is none, or too far off to be reckoned with."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) < timedelta(days=3660) else today


def _stops(rows: list[VisitRow]) -> list[Stop]:
    """Village by village as the rows come; then what is not at an applicant's home, place by place."""
    homes, elsewhere = ([row for row in rows if (row.place is None) is home] for home in (True, False))
    villages = groupby(homes, key=lambda row: (row.village, row.district))
    places = groupby(
        sorted(elsewhere, key=lambda row: row.place or ""), key=lambda row: (row.place or "", "")
    )
    return [Stop(*where, [_shown(row) for row in visits]) for where, visits in chain(villages, places)]


def _shown(row: VisitRow) -> dict[str, Any]:
    return {
        "href": f"/petugas/tugas/{public_id('task', row.task_id)}",
        "number": row.number,
        "service": str(row.service),
        "step": str(row.step),
        "done": row.done,
        "at": row.visit_at,
        "name": row.name,
        "address": row.address if row.place is None else "",
        "phone": row.phone,
    }
