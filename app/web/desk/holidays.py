"""The calendar of the regency, kept by its secretariat: days of a year, one more, one less, and who changed what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.web.desk.desk import Desk, desk_of
from app.web.kit.form_values import cleaned, date_in
from app.web.kit.rendering import page, problem_text, see_other
from app.web.kit.request_values import today
from app.web.kit.session_ended import session_ended
from models.calendar.operations import (
    FARTHEST_YEARS,
    CalendarNotYours,
    HolidayDraft,
    declare_holiday,
    withdraw_holiday,
)
from models.calendar.queries import HolidayRow, holiday_changes, holidays
from models.kit.errors import NotAllowed, Problem, Refusal

HERE = "/petugas/kalender"
FIELDS = ("date", "name", "source")
FIRST_YEAR = 2020
CHANGES = 30


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed, in which of the two forms, and what is wrong with it."""

    typed: dict[str, str]
    action: str = ""
    problems: Sequence[Problem] = ()


async def _calendar_desk(request: Request) -> Desk:
    desk = await desk_of(request)
    if not desk.keeps_calendar:
        raise CalendarNotYours
    return desk


async def calendar(request: Request) -> Response:
    """The holidays of a year and what people have changed."""
    return await _show(request, Filled(dict.fromkeys(FIELDS, "")))


async def declare(request: Request) -> Response:
    """Make a day a holiday; deadlines that run move by themselves."""
    if request.state.account is None:
        return await session_ended(request, sign_in="/petugas/masuk")
    typed = _typed(request)
    try:
        day = date_in(typed["date"], "date")
        await declare_holiday(
            HolidayDraft(day, typed["name"], typed["source"]),
            by=require_officer(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return await _show(request, Filled(typed, "declare", refusal.problems), status=422)
    return see_other(f"{HERE}?tahun={day.year}")


async def withdraw(request: Request) -> Response:
    """Make a holiday a working day again."""
    if request.state.account is None:
        return await session_ended(request, sign_in="/petugas/masuk")
    typed = _typed(request)
    try:
        day = date_in(typed["date"], "date")
        await withdraw_holiday(
            day,
            source=typed["source"],
            by=require_officer(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return await _show(request, Filled(typed, "withdraw", refusal.problems), status=422)
    return see_other(f"{HERE}?tahun={day.year}")


async def back(request: Request) -> Response:
    """The address of a form leads back to its page when somebody opens it."""
    return see_other(HERE)


def _typed(request: Request) -> dict[str, str]:
    form = request.state.form
    return {name: cleaned(str(form.get(name, "")))[:400] for name in FIELDS}


async def _show(request: Request, filled: Filled, *, status: int = 200) -> Response:
    desk, now = await _calendar_desk(request), today(request)
    year = _year(request.query_params.get("tahun") or filled.typed["date"][:4], now)
    days = await holidays(year)
    context = {
        "desk": desk,
        "year": year,
        "years": range(now.year - 1, now.year + FARTHEST_YEARS + 1),
        "over": _months([day for day in days if day.date < now]),
        "over_count": sum(day.date < now for day in days),
        "coming": _months([day for day in days if day.date >= now]),
        "count": len(days),
        "source": _usual_source(days),
        "to_come": [(day.date.isoformat(), day) for day in days if day.date > now],
        "changes": await holiday_changes(most=CHANGES),
        "typed": filled.typed,
        "action": filled.action,
        "errors": {".".join(p.path): problem_text(p) for p in reversed(filled.problems)},
        "problems": [
            {"message": problem_text(p), "id": f"{filled.action}-{'-'.join(p.path)}"} for p in filled.problems
        ],
    }
    return await page(request, "desk/calendar.html", context, status=status)


def _year(text: str, now: date) -> int:
    """The year in the address; this one where it is none that the calendar could know."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else now.year
    return year if FIRST_YEAR <= year <= now.year + FARTHEST_YEARS else now.year


def _usual_source(days: Sequence[HolidayRow]) -> str:
    """Where most of the days come from: said once, not at each."""
    counted = Counter(day.source for day in days)
    return counted.most_common(1)[0][0] if counted else ""


def _months(days: Sequence[HolidayRow]) -> list[tuple[date, list[HolidayRow]]]:
    found: dict[date, list[HolidayRow]] = {}
    for day in days:
        found.setdefault(day.date.replace(day=1), []).append(day)
    return list(found.items())
