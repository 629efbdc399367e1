"""What an officer has written and not sent, kept at every press and while typing, and shown again."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.web.desk.answer_values import FINDING, AnswerForm, DocumentReference, findings_in
from app.web.desk.case import found_task, page_of
from app.web.desk.moved import show_moved
from app.web.kit.form_values import cleaned
from app.web.kit.rendering import page, see_other, wants_fragment
from app.web.kit.session_ended import session_ended
from models.applications.errors import TaskNotFound
from models.applications.operations.answer_drafts import AnswerDraft, answer_draft, keep_answer_draft
from models.applications.queries.tasks import TaskRow
from models.services.definition import Definition

KEPT = ("reason.approve", "reason.refuse", "amount", "reference.number", "reference.date")
"""The controls of the answer whose text is kept, beside those of findings; never files, nor the passphrase."""


def written_in(request: Request) -> dict[str, str]:
    """What came of an answer with the form that was sent, by the names of its controls."""
    given = request.state.form.multi_items()
    return {
        name: cleaned(text)
        for name, text in given
        if isinstance(text, str) and (name in KEPT or name.startswith(FINDING))
    }


async def keep_draft(request: Request, row: TaskRow) -> None:
    """Keep what came along with any form of the task's page; a form without an answer in it changes nothing."""
    if texts := written_in(request):
        by, at = require_officer(request).actor, request.state.at
        await keep_answer_draft(row.id, texts, by=by, at=at, regency=request.app.state.regency)


async def save(request: Request) -> Response:
    """Keep what is written so far; htmx gets the line that says when."""
    if request.state.account is None:
        return await session_ended(request, sign_in="/petugas/masuk")
    try:
        row = await found_task(request)
    except TaskNotFound:
        return await show_moved(request, written=list(written_in(request).values()), status=422)
    await keep_draft(request, row)
    if wants_fragment(request):
        context = {"saved_at": request.state.at}
        return await page(request, "desk/draft.html", context, block="draft_block")
    return see_other(page_of(row))


async def draft_of(request: Request, row: TaskRow) -> AnswerDraft | None:
    """What this officer has written on the task."""
    by, vault = require_officer(request).actor, request.app.state.regency.vault
    return await answer_draft(row.id, by=by, vault=vault)


def with_draft(typed: AnswerForm, texts: Mapping[str, str]) -> AnswerForm:
    """The form with what was written before, unless it came with an answer of its own."""
    if typed.has_answer:
        return typed
    reasons = {action: texts.get(f"reason.{action.lower()}", "") for action in ("APPROVE", "REFUSE")}
    return replace(
        typed,
        findings=findings_in(texts.items()),
        amount=texts.get("amount", ""),
        reference=DocumentReference(texts.get("reference.number", ""), texts.get("reference.date", "")),
        reasons=reasons,
    )


def written_texts(typed: AnswerForm, definition: Definition) -> list[str]:
    """What an officer has written, to be copied where it cannot be sent any more."""
    titles = {("documents", one.key): str(one.title) for one in definition.documents}
    titles |= {("answers", name): field["title"] for name, field in definition.fields.items()}
    texts = [text for text in (typed.reason, *typed.reasons.values()) if text.strip()]
    texts += [f"{titles.get(place, place[1])}: {text}" for place, text in typed.findings.items()]
    texts += [text for text in (typed.amount, typed.reference.number) if text.strip()]
    return list(dict.fromkeys(texts))
