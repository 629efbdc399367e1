"""Tasks on their way to another agency: offered from a task's page, answered and directed on a page of their own."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.i18n import _
from app.web.desk.actions import form_of_task
from app.web.desk.answer_errors import answer_errors
from app.web.desk.answer_values import AnswerForm
from app.web.desk.desk import Desk, desk_of
from app.web.kit.form_values import cleaned
from app.web.kit.rendering import page, see_other
from app.web.kit.session_ended import session_ended
from models.accounts.queries import agencies_with_officers
from models.agencies.queries import AgencyRow, agencies_by_id
from models.applications.errors import OfferGone, TaskNotFound
from models.applications.operations.taking_over import accept_transfer, decline_transfer, withdraw_transfer
from models.applications.operations.transferring import TransferWish, direct_transfer, offer_transfer
from models.applications.queries.tasks import TaskRow
from models.applications.queries.transfers import OfferRow, offers_to, steps_to_direct
from models.applications.receivers import DECIDING, may_be_directed
from models.applications.states import OfferKind
from models.kit.errors import InvalidInput, Refusal
from models.kit.ids import parse_id, public_id
from models.kit.vault import new_token
from models.services.definition import Definition
from models.services.queries import service_versions

PAGE = 30
HERE = "/petugas/pengalihan"

Deed = Callable[[Request, UUID], Awaitable[str]]
"""Does something with an offer, and says where that leads."""


@form_of_task()
async def offer(request: Request, row: TaskRow) -> None:
    """Offer the task to the agency whose business it is, or ask the secretariat to find one."""
    regency = request.app.state.regency
    await offer_transfer(
        _wish(request, row.id), by=require_officer(request).actor, at=request.state.at, regency=regency
    )


@form_of_task()
async def withdraw(request: Request, row: TaskRow) -> None:
    """Keep the task after all."""
    regency = request.app.state.regency
    await withdraw_transfer(row.id, by=require_officer(request).actor, at=request.state.at, regency=regency)


def _wish(request: Request, task_id: UUID) -> TransferWish:
    form = request.state.form
    return TransferWish(
        task_id,
        cleaned(str(form.get("agency", "")))[:60],
        cleaned(str(form.get("reason", ""))),
        str(form.get("key", "")),
    )


async def transfers(request: Request) -> Response:
    """What is offered to this agency; the secretariat finds any application's open steps as well."""
    return await _show(request, AnswerForm())


async def back(request: Request) -> Response:
    """The address of a form leads back to its page when somebody opens it."""
    return see_other(HERE)


def _form_of_offer(deed: Deed) -> Callable[[Request], Awaitable[Response]]:
    """A form about one task on the page of transfers; what is wrong is shown on the page again."""

    @wraps(deed)
    async def handler(request: Request) -> Response:
        if request.state.account is None:
            return await session_ended(request, sign_in="/petugas/masuk")
        try:
            return see_other(await deed(request, _task_id(request)))
        except Refusal as refusal:
            return await _show_again(request, deed.__name__, refusal)

    return handler


@_form_of_offer
async def accept(request: Request, task_id: UUID) -> str:
    """Take the task over."""
    by, at, regency = require_officer(request).actor, request.state.at, request.app.state.regency
    await accept_transfer(task_id, by=by, at=at, regency=regency)
    return f"/petugas/tugas/{public_id('task', task_id)}"


@_form_of_offer
async def decline(request: Request, task_id: UUID) -> str:
    """Leave the task where it is."""
    reason = cleaned(str(request.state.form.get("reason", "")))
    by, at, regency = require_officer(request).actor, request.state.at, request.app.state.regency
    await decline_transfer(task_id, reason, by=by, at=at, regency=regency)
    return _found_by(request)


@_form_of_offer
async def direct(request: Request, task_id: UUID) -> str:
    """Ask the competent agency to take the task over."""
    by, at, regency = require_officer(request).actor, request.state.at, request.app.state.regency
    await direct_transfer(_wish(request, task_id), by=by, at=at, regency=regency)
    return _found_by(request)


@_form_of_offer
async def take_back(request: Request, task_id: UUID) -> str:
    """Take back what the secretariat has directed."""
    by, at, regency = require_officer(request).actor, request.state.at, request.app.state.regency
    await withdraw_transfer(task_id, by=by, at=at, regency=regency)
    return _found_by(request)


def _task_id(request: Request) -> UUID:
    id = parse_id("task", request.path_params["id"])
    if id is None:
        raise TaskNotFound("taskId")
    return id


def _number(request: Request) -> str:
    """The number by which the secretariat looks for an application, as it was typed."""
    typed = request.query_params.get("nomor") or str(getattr(request.state, "form", {}).get("nomor", ""))
    return typed.replace("\0", "").strip()[:40]


def _found_by(request: Request) -> str:
    number = _number(request)
    return f"{HERE}?{urlencode({'nomor': number})}" if number else HERE


async def _show_again(request: Request, action: str, refusal: Refusal) -> Response:
    """The page as it stands now: the offer may be gone."""
    form, place = request.state.form, request.path_params["id"]
    typed = AnswerForm(
        action=f"{action}.{place}",
        reason=cleaned(str(form.get("reason", ""))),
        choice=cleaned(str(form.get("agency", ""))),
        key=str(form.get("key", "")),
        problems=[replace(one, path=(action, place, *one.path)) for one in refusal.problems],
    )
    status = 409 if isinstance(refusal, OfferGone) else 404 if isinstance(refusal, TaskNotFound) else 422
    return await _show(request, typed, status=status)


async def _show(request: Request, typed: AnswerForm, *, status: int = 200) -> Response:
    desk, at = await desk_of(request), request.state.at
    actor, after = desk.account.actor, request.query_params.get("after")
    try:
        found = await offers_to(actor, first=PAGE, after=after, now=at)
    except InvalidInput:
        found = await offers_to(actor, first=PAGE, after=None, now=at)
    number = _number(request) if desk.directs else ""
    steps = await steps_to_direct(number, by=actor) if number else []
    lines = await _lines([*found.rows, *steps], desk, request)
    context = {
        "desk": desk,
        "offers": lines[: len(found.rows)],
        "steps": lines[len(found.rows) :],
        "number": number,
        "next_href": f"{HERE}?after={found.cursors[-1]}" if found.has_next else None,
        "key": typed.key or new_token(),
        "typed": typed,
        **answer_errors(typed),
    }
    return await page(request, "desk/transfers.html", context, status=status)


async def _lines(rows: list[OfferRow], desk: Desk, request: Request) -> list[dict[str, Any]]:
    versions = await service_versions({row.version_id for row in rows})
    ids = {row.agency_id for row in rows} | {row.offered_to_id for row in rows if row.offered_to_id}
    agencies = await agencies_by_id(ids)
    staffed = await agencies_with_officers() if desk.directs and rows else []
    return [_line(row, versions[row.version_id].definition, agencies, staffed, request) for row in rows]


def _line(
    row: OfferRow,
    definition: Definition,
    agencies: dict[UUID, AgencyRow],
    staffed: list[AgencyRow],
    request: Request,
) -> dict[str, Any]:
    owner = agencies[row.agency_id]
    asked = row.offer_kind is OfferKind.ASKED
    steps = [definition.step(row.step)]
    if row.kind in DECIDING:
        steps = [step for step in definition.steps if step.kind in DECIDING]
    return {
        "id": public_id("task", row.id),
        "number": row.number,
        "service": str(definition.title),
        "step": str(definition.step(row.step).title),
        "agency": owner.name,
        "reason": row.reason or "",
        "due_at": row.due_at,
        "overdue": row.due_at < request.state.at,
        "asked": asked,
        "together": _("Keputusan dan tanda tangannya pindah bersama.") if row.kind in DECIDING else "",
        "offered_to": agencies[row.offered_to_id].name if row.offered_to_id and not asked else "",
        "directed": row.offer_kind is OfferKind.DIRECTED,
        "choices": [(one.code, one.name) for one in staffed if may_be_directed(steps, owner, one)],
    }
