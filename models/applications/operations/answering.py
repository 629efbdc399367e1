"""What an officer answers, and what the event remembers of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from models.applications.states import Decision, Lane
from models.kit.reading import read_text
from models.services.definition import Definition

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """What should be corrected, and where: `("answers", field)` or `("documents", requirement)`."""

    path: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Reference:
    """What another system or a paper decision is known by: its number and its date, and the paper's scan."""

    number: str
    date: date
    document_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """An officer's answer to a task; `seen`: how many times the citizen had sent when the officer looked.

    `amount` (whole rupiah) is what a step sets that a bill is made from: 0 says that nothing is to be paid, None that
    nothing was said about it, and then nothing is asked for; `reference` what another system has issued;
    `paper` a decision that was made on paper; `photos` are documents of the officer's own, of a visit for instance;
    `payment` the payment to the state that the officer has looked at and confirms, where the door knows it.
    """

    task_id: UUID
    decision: Decision
    reason: str | None
    findings: Sequence[Finding]
    idempotency_key: str
    seen: int | None = None
    lane: Lane = Lane.DESK
    amount: int | None = None
    reference: Reference | None = None
    paper: Reference | None = None
    photos: Sequence[UUID] = ()
    payment: UUID | None = None


def as_kept(answer: TaskAnswer) -> TaskAnswer:
    """The answer with every text as `read_text` has it."""
    return replace(
        answer,
        reason=None if answer.reason is None else read_text(answer.reason),
        findings=[replace(one, message=read_text(one.message)) for one in answer.findings],
        reference=_read(answer.reference),
        paper=_read(answer.paper),
    )


def _read(reference: Reference | None) -> Reference | None:
    return None if reference is None else replace(reference, number=read_text(reference.number))


def content_of(answer: TaskAnswer) -> list[object]:
    """What an idempotency key stands for."""
    basic = [
        answer.task_id,
        answer.decision,
        answer.reason,
        [[f.path, f.message] for f in answer.findings],
    ]
    more = [answer.amount, answer.reference, answer.paper, list(answer.photos)]
    content = [*basic, *more] if any(one not in (None, []) for one in more) else basic
    return [*content, answer.payment] if answer.payment else content


def data_of(answer: TaskAnswer, definition: Definition) -> Mapping[str, Any]:
    """What the event remembers."""
    findings = [{"path": list(f.path), "message": f.message} for f in answer.findings]
    data: dict[str, Any] = {
        "decision": answer.decision.value,
        "reason": answer.reason,
        "findings": findings,
        "lane": Lane.PAPER.value if answer.paper else answer.lane.value,
    }
    if answer.amount is not None:
        data["amount"] = answer.amount
    if answer.reference is not None and definition.elsewhere is not None:
        data["reference"] = {"system": definition.elsewhere.system, **_written(answer.reference)}
    if answer.paper is not None:
        data["paper"] = _written(answer.paper)
    return data


def _written(reference: Reference) -> dict[str, str]:
    return {"number": reference.number, "date": reference.date.isoformat()}
