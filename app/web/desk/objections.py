"""Objections (keberatan) before the head: the list, one of them with its file, and the decision."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.web.desk.answer_errors import answer_errors
from app.web.desk.answer_values import AnswerForm
from app.web.desk.desk import Desk, desk_of
from app.web.desk.file import VisibleFile, file_shown
from app.web.kit.form_values import cleaned
from app.web.kit.rendering import page, see_other
from app.web.kit.session_ended import session_ended
from models.accounts.queries import roles_of
from models.applications.errors import ObjectionNotFound
from models.applications.operations.objecting import ObjectionAnswer, decide_objection
from models.applications.queries.applications import applications_by_id, note_files_read
from models.applications.queries.objections import ObjectionRow, open_objection, open_objections
from models.kit.actor import OfficerRole
from models.kit.errors import InvalidInput, NotAllowed, Problem, ProblemCode, Refusal
from models.kit.ids import parse_id, public_id
from models.kit.text import N_
from models.kit.vault import new_token

PAGE = 30
UPHELD = {"terima": True, "tolak": False}


class HeadsOnly(NotAllowed):
    """An officer came to a page of the head."""

    message = N_("Halaman ini untuk pimpinan instansi.")


async def head_desk(request: Request) -> Desk:
    """The desk of a head; raises HeadsOnly for anybody else."""
    desk = await desk_of(request)
    if not desk.heads:
        raise HeadsOnly
    return desk


async def judge_desk(request: Request) -> Desk:
    """The desk of a head, or of who stands in for one today; raises HeadsOnly for anybody else."""
    desk = await desk_of(request)
    if OfficerRole.HEAD not in await roles_of(desk.account.actor, at=request.state.at):
        raise HeadsOnly
    return desk


async def objections(request: Request) -> Response:
    """The open objections that this head decides, most urgent first."""
    desk, at = await judge_desk(request), request.state.at
    after = request.query_params.get("after")
    try:
        found = await open_objections(desk.account.actor, at=at, first=PAGE, after=after)
    except InvalidInput:
        found = await open_objections(desk.account.actor, at=at, first=PAGE, after=None)
    context = {
        "desk": desk,
        "objections": [_line(row) for row in found.rows],
        "next_href": f"/petugas/keberatan?after={found.cursors[-1]}" if found.has_next else None,
        "now": at,
    }
    return await page(request, "desk/objections.html", context)


def _line(row: ObjectionRow) -> dict[str, Any]:
    return {
        "href": _page_of(row),
        "number": row.number,
        "service": str(row.definition.title),
        "filed_at": row.filed_at,
        "due_at": row.due_at,
        "refused_by": row.refused_by,
    }


def _page_of(row: ObjectionRow) -> str:
    return f"/petugas/keberatan/{public_id('objection', row.id)}"


async def _found(request: Request) -> ObjectionRow:
    id = parse_id("objection", request.path_params["id"])
    by, at = require_officer(request).actor, request.state.at
    row = await open_objection(id, by=by, at=at) if id else None
    if row is None:
        raise ObjectionNotFound("objectionId")
    return row


async def objection(request: Request) -> Response:
    """One objection with what the refused step looked at."""
    return await _show(request, AnswerForm(key=new_token()))


async def answer(request: Request) -> Response:
    """Decide it, or show it again with what is wrong."""
    if request.state.account is None:
        return await session_ended(request, sign_in="/petugas/masuk")
    form = request.state.form
    typed = AnswerForm(
        action=cleaned(str(form.get("upheld", ""))),
        reason=cleaned(str(form.get("reason", ""))),
        key=str(form.get("key", "")),
    )
    try:
        row = await _found(request)
        if typed.action not in UPHELD:
            message = N_("Pilih satu putusan.")
            raise InvalidInput(Problem(ProblemCode.REQUIRED, ("upheld",), message))
        await decide_objection(
            ObjectionAnswer(row.id, UPHELD[typed.action], typed.reason, typed.key),
            by=require_officer(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except ObjectionNotFound:
        return see_other("/petugas/keberatan")
    except Refusal as refusal:
        return await _show(request, _with(typed, refusal), status=422)
    return see_other("/petugas/keberatan")


def _with(typed: AnswerForm, refusal: Refusal) -> AnswerForm:
    return AnswerForm(action=typed.action, reason=typed.reason, key=typed.key, problems=refusal.problems)


async def _show(request: Request, typed: AnswerForm, *, status: int = 200) -> Response:
    row, desk, at = await _found(request), await judge_desk(request), request.state.at
    actor = desk.account.actor
    file = (await applications_by_id([row.application_id], by=actor))[row.application_id]
    await note_files_read([file], by=actor, at=at)
    seen = VisibleFile(file, row.definition, row.definition.step(row.step), actor)
    context = {
        "desk": desk,
        "here": _page_of(row),
        "objection": row,
        "granted": row.definition.objection.granted_by_silence,
        "service": str(row.definition.title),
        "step": str(row.definition.step(row.step).title),
        "own": row.refused_by_id == desk.account.id,
        "file": await file_shown(seen, request.app.state.regency),
        "typed": typed,
        **answer_errors(typed),
    }
    return await page(request, "desk/objection.html", context, status=status)
