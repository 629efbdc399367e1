"""Answering a task: approve, return with findings, refuse with a reason, or sign."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.web.again import sign_in_again
from app.web.desk.task import Typed, found_task, show_task
from app.web.rendering import see_other
from app.web.typed import cleaned, number_in
from models.applications.operations.answering import Finding, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.queries.tasks import TaskRow
from models.applications.states import Decision
from models.kit.errors import InvalidInput, Problem, ProblemCode, RateLimited, Refusal
from models.kit.ids import public_id
from models.kit.text import N_
from models.permits.operations import PermitSigning, sign_permit

FINDING = "finding."
"""Text boxes named `finding.answers.width` say what has to be corrected there."""

SIGN_IN = "/petugas/masuk"


async def decide(request: Request) -> Response:
    """Record an officer's answer, or show the task again with what is wrong with it."""
    if request.state.account is None:
        return await sign_in_again(request, sign_in=SIGN_IN)
    row, form = await found_task(request), request.state.form
    typed = Typed(
        action=cleaned(str(form.get("decision", ""))),
        reason=cleaned(str(form.get("reason", ""))),
        findings=_findings(form),
        key=str(form.get("key", "")),
        seen=number_in(form, "seen"),
    )
    try:
        await decide_task(
            _answer(row.id, typed),
            by=require_officer(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except Refusal as refusal:
        return await _again(request, typed, refusal)
    return see_other(_page_of(row))


def _answer(task_id: UUID, typed: Typed) -> TaskAnswer:
    if typed.action not in set(Decision):
        raise InvalidInput(Problem(ProblemCode.REQUIRED, ("decision",), N_("Pilih satu keputusan.")))
    decision = Decision(typed.action)
    returns = decision is Decision.RETURN
    return TaskAnswer(
        task_id=task_id,
        decision=decision,
        reason=typed.reason.strip() or None,
        findings=[Finding(path, text) for path, text in typed.findings.items()] if returns else [],
        idempotency_key=typed.key,
        seen=typed.seen,
    )


def _findings(form: FormData) -> Mapping[tuple[str, str], str]:
    """What was written at each place, in the order of the form; empty boxes are left out."""
    found = {}
    for name, text in form.multi_items():
        part, _, key = name.removeprefix(FINDING).partition(".")
        if name.startswith(FINDING) and isinstance(text, str) and cleaned(text).strip():
            found[part, key] = cleaned(text)
    return found


async def sign(request: Request) -> Response:
    """Sign and issue the document; the passphrase is used here once and goes nowhere else."""
    if request.state.account is None:
        return await sign_in_again(request, sign_in=SIGN_IN)
    row, form = await found_task(request), request.state.form
    secret, key, read = (str(form.get(name, "")) for name in ("secret", "key", "seen"))
    signing = PermitSigning(row.id, secret, key, read or None)
    typed = Typed(action="SIGN", key=signing.idempotency_key)
    try:
        await sign_permit(
            signing,
            by=require_officer(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except Refusal as refusal:
        return await _again(request, typed, refusal)
    return see_other(_page_of(row))


async def _again(request: Request, typed: Typed, refusal: Refusal) -> Response:
    """The task as it stands now: a colleague may have answered it a moment ago."""
    row = await found_task(request)
    problems: Sequence[Problem] = refusal.problems
    kept = replace(typed, problems=problems)
    return await show_task(request, row, kept, status=429 if isinstance(refusal, RateLimited) else 422)


def _page_of(row: TaskRow) -> str:
    return f"/petugas/tugas/{public_id('task', row.id)}"
