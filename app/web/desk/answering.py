"""Answering a task: approve, return with findings, refuse with a reason, or sign; at the desk or from paper."""

from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.web.desk.answer_values import AnswerForm, DocumentReference, read_answer_form, rupiah_in
from app.web.desk.case import found_task, page_of
from app.web.desk.drafts import keep_draft, written_in
from app.web.desk.moved import show_moved
from app.web.desk.paper import found_for_paper, show_paper
from app.web.desk.task import show_task
from app.web.kit.form_values import date_in
from app.web.kit.rendering import see_other
from app.web.kit.session_ended import session_ended
from models.applications.errors import TaskNotFound
from models.applications.operations.answering import Finding, Reference, TaskAnswer
from models.applications.operations.claiming import claim_task
from models.applications.operations.deciding import decide_task
from models.applications.queries.tasks import TaskRow
from models.applications.states import Decision
from models.kit.errors import InvalidInput, KeyReused, Problem, ProblemCode, RateLimited, Refusal
from models.kit.text import N_
from models.permits.operations import PermitSigning, sign_permit
from models.services.definition import Definition
from models.services.queries import service_versions

SIGN_IN = "/petugas/masuk"


async def decide(request: Request) -> Response:
    """Record an officer's answer, or show the task again with what is wrong with it."""
    if request.state.account is None:
        return await session_ended(request, sign_in=SIGN_IN)
    try:
        row = await found_task(request)
    except TaskNotFound:
        return await show_moved(request, written=list(written_in(request).values()), status=422)
    typed = await read_answer_form(request)
    if refusal := await _refused(request, row, typed, paper=False):
        await keep_draft(request, row)
        return await _show_again(request, typed, refusal)
    return see_other(page_of(row))


async def enter_paper(request: Request) -> Response:
    """Record what was decided on paper, or show its form again."""
    if request.state.account is None:
        return await session_ended(request, sign_in=SIGN_IN)
    row = await found_for_paper(request)
    typed = await read_answer_form(request)
    if refusal := await _refused(request, row, typed, paper=True):
        kept = replace(typed, problems=refusal.problems)
        return await show_paper(request, await found_for_paper(request), kept, status=422)
    return see_other(f"{page_of(row)}/kertas")


async def _refused(request: Request, row: TaskRow, typed: AnswerForm, *, paper: bool) -> Refusal | None:
    """Why the answer was not taken; None when it was, and when this very form had been taken before."""
    definition = (await service_versions([row.version_id]))[row.version_id].definition
    try:
        await decide_task(
            _answer(row, typed, definition, paper=paper),
            by=require_officer(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except KeyReused:
        return None
    except Refusal as refusal:
        return refusal
    return None


def _answer(row: TaskRow, typed: AnswerForm, definition: Definition, *, paper: bool) -> TaskAnswer:
    """The answer that was meant; raises InvalidInput with all that cannot be read."""
    problems = list(typed.problems)
    decision = Decision(typed.action) if typed.action in set(Decision) else None
    approves, returns = decision is Decision.APPROVE, decision is Decision.RETURN
    amount = reference = written = None
    try:
        amount = rupiah_in(typed.amount) if approves and definition.sets_amount(row.step) else None
    except InvalidInput as fault:
        problems += fault.problems
    records = definition.elsewhere is not None and definition.last_step.key == row.step
    if approves and records:
        reference = _reference(typed.reference, "reference", problems)
    if paper:
        written = _reference(typed.paper, "paper", problems)
        if typed.scan is None and not any(p.path == ("scan",) for p in problems):
            message = N_("Unggah pindaian surat keputusannya.")
            problems.append(Problem(ProblemCode.REQUIRED, ("scan",), message))
    if decision is None:
        problems.append(Problem(ProblemCode.REQUIRED, ("decision",), N_("Pilih satu keputusan.")))
    if problems or decision is None:
        raise InvalidInput(*problems)
    return TaskAnswer(
        task_id=row.id,
        decision=decision,
        reason=typed.reason.strip() or None,
        findings=[Finding(path, text) for path, text in typed.findings.items()] if returns else [],
        idempotency_key=typed.key,
        seen=typed.seen,
        amount=amount,
        reference=reference,
        paper=replace(written, document_id=typed.scan.id) if written and typed.scan else None,
        photos=[photo.id for photo in typed.photos],
        payment=typed.payment,
    )


def _reference(written: DocumentReference, name: str, problems: list[Problem]) -> Reference | None:
    """What is known by this number and date; what is wrong with them is added to `problems`."""
    if not written.number.strip():
        message = N_("Tulis nomornya.")
        problems.append(Problem(ProblemCode.REQUIRED, (name, "number"), message))
    try:
        day = date_in(written.date, name, "date")
    except InvalidInput as fault:
        problems += fault.problems
        day = None
    return Reference(written.number.strip(), day) if day else None


async def sign(request: Request) -> Response:
    """Sign and issue the document; the passphrase is used here once and goes nowhere else."""
    if request.state.account is None:
        return await session_ended(request, sign_in=SIGN_IN)
    row, form = await found_task(request), request.state.form
    secret, key, read = (str(form.get(name, "")) for name in ("secret", "key", "seen"))
    signing = PermitSigning(row.id, secret, key, read or None)
    typed = AnswerForm(action="SIGN", key=signing.idempotency_key)
    try:
        await sign_permit(
            signing,
            by=require_officer(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except Refusal as refusal:
        return await _show_again(request, typed, refusal)
    return see_other(page_of(row))


async def _show_again(request: Request, typed: AnswerForm, refusal: Refusal) -> Response:
    """The task as it stands now: a colleague may have answered it a moment ago. Whoever holds it holds it on."""
    row, actor, at = await found_task(request), require_officer(request).actor, request.state.at
    if row.is_held_by(actor, at):
        await claim_task(row.id, by=actor, at=at)
        row = await found_task(request)
    problems: Sequence[Problem] = refusal.problems
    kept = replace(typed, problems=problems)
    return await show_task(request, row, kept, status=429 if isinstance(refusal, RateLimited) else 422)
