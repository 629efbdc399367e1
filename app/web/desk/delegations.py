"""Who signs in a head's place: the list, appointing somebody, and ending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.web.desk.desk import Desk
from app.web.desk.objections import head_desk
from app.web.kit.form_values import cleaned, date_in
from app.web.kit.rendering import page, problem_text, see_other
from app.web.kit.session_ended import session_ended
from models.accounts.delegating import (
    ActingTitle,
    DelegationDraft,
    DelegationNotFound,
    delegate_signature,
    end_delegation,
    stand_ins,
)
from models.accounts.queries import (
    AccountRow,
    DelegationRow,
    agencies_with_officers,
    delegations_of,
)
from models.agencies.queries import AgencyRow
from models.kit.errors import InvalidInput, Problem, ProblemCode, Refusal
from models.kit.ids import parse_id, public_id
from models.kit.text import N_

HERE = "/petugas/delegasi"
FIELDS = ("delegate", "title", "basis", "firstDay", "lastDay", "agency")


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed into the form, and what is wrong with it."""

    typed: dict[str, str]
    problems: Sequence[Problem] = ()


async def delegations(request: Request) -> Response:
    """Who signs for the head now or soon, and the form for another."""
    return await _show(request, Filled(dict.fromkeys(FIELDS, "")))


async def delegate(request: Request) -> Response:
    """Appoint an officer of the agency, or say why not."""
    if request.state.account is None:
        return await session_ended(request, sign_in="/petugas/masuk")
    form = request.state.form
    typed = {name: cleaned(str(form.get(name, "")))[:300] for name in FIELDS}
    try:
        await delegate_signature(
            _draft(typed),
            by=require_officer(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except Refusal as refusal:
        return await _show(request, Filled(typed, refusal.problems), status=422)
    return see_other(_here(request))


def _here(request: Request) -> str:
    """The page that a form was sent from: the Sekda's shows one agency or another."""
    code = cleaned(str(request.state.form.get("agency", "")))[:60]
    return f"{HERE}?{urlencode({'instansi': code})}" if code else HERE


def _draft(typed: dict[str, str]) -> DelegationDraft:
    """What was meant; raises InvalidInput with all that cannot be read."""
    problems, days = list[Problem](), list[date]()
    if not typed["delegate"]:
        problems.append(Problem(ProblemCode.REQUIRED, ("delegate",), N_("Pilih petugas yang menggantikan.")))
    if typed["title"] not in set(ActingTitle):
        problems.append(Problem(ProblemCode.REQUIRED, ("title",), N_("Pilih Plh. atau Plt.")))
    if not typed["basis"].strip():
        problems.append(Problem(ProblemCode.REQUIRED, ("basis",), N_("Tulis nomor surat perintahnya.")))
    for name in ("firstDay", "lastDay"):
        try:
            days.append(date_in(typed[name], name))
        except InvalidInput as fault:
            problems += fault.problems
    if problems:
        raise InvalidInput(*problems)
    title = ActingTitle(typed["title"])
    agency = typed["agency"] or None
    return DelegationDraft(typed["delegate"], title, typed["basis"], days[0], days[1], agency=agency)


async def end(request: Request) -> Response:
    """End a delegation now; one that is over already stays over."""
    if request.state.account is None:
        return await session_ended(request, sign_in="/petugas/masuk")
    id = parse_id("delegation", request.path_params["id"])
    if id is None:
        raise DelegationNotFound("delegationId")
    try:
        await end_delegation(id, by=require_officer(request).actor, at=request.state.at)
    except DelegationNotFound as gone:
        return await _show(request, Filled(dict.fromkeys(FIELDS, ""), gone.problems), status=422)
    return see_other(_here(request))


async def back(request: Request) -> Response:
    """The address of a form leads back to its page when somebody opens it."""
    return see_other(HERE)


async def _show(request: Request, filled: Filled, *, status: int = 200) -> Response:
    desk, at = await head_desk(request), request.state.at
    agencies = await agencies_with_officers() if desk.keeps_calendar else []
    agency = _agency(request, desk, agencies)
    officers = await stand_ins(agency, by=desk.account.actor)
    context = {
        "desk": desk,
        "agency": agency,
        "own": agency.id == desk.agency.id,
        "agencies": [(one.code, one.name) for one in agencies],
        "delegations": [_line(row, at) for row in await delegations_of(agency.id, at=at)],
        "officers": [_choice(one) for one in officers],
        "typed": filled.typed,
        "errors": {".".join(p.path): problem_text(p) for p in reversed(filled.problems)},
        "problems": [{"message": problem_text(p), "path": p.path} for p in filled.problems],
    }
    return await page(request, "desk/delegations.html", context, status=status)


def _agency(request: Request, desk: Desk, agencies: Sequence[AgencyRow]) -> AgencyRow:
    """The own agency, or before the Sekda the one that was chosen: whose head cannot appoint anybody."""
    form = request.state.form if request.method == "POST" else {}
    code = cleaned(str(form.get("agency", "") or request.query_params.get("instansi", "")))
    return next((one for one in agencies if one.code == code), desk.agency)


def _line(row: DelegationRow, at: datetime) -> dict[str, Any]:
    return {
        "end_href": f"{HERE}/{public_id('delegation', row.id)}/akhiri",
        "delegate": row.delegate,
        "title": row.title,
        "position": row.position,
        "basis": row.basis,
        "first_at": row.starts_at,
        "last_at": row.ends_at - timedelta(hours=1),
        "stands": row.starts_at <= at,
    }


def _choice(account: AccountRow) -> tuple[str, str]:
    named = f"{account.name}, {account.position}" if account.position else account.name
    return account.username or "", named
