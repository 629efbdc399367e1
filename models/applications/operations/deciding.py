"""Officers' answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.applications import tables
from models.applications.answers import UNSTORABLE, is_storable
from models.applications.errors import TaskAlreadyDecided, TaskNotFound, TaskNotOpen
from models.applications.journal import Happening, Journal, open_journal, times_sent
from models.applications.states import Decision, EventKind, TaskState
from models.kit.actor import Actor, ActorKind
from models.kit.errors import InvalidInput, Problem, ProblemCode, VersionChanged
from models.kit.idempotency import claim_key
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import unit_of_work
from models.services.definition import Definition, StepKind

MOST_FINDINGS = 50
LONGEST_MESSAGE = 500
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """What should be corrected, and where: `("answers", field)` or `("documents", requirement)`."""

    path: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """An officer's answer to a task; `seen`: how many times the citizen had sent when the officer looked."""

    task_id: UUID
    decision: Decision
    reason: str | None
    findings: Sequence[Finding]
    idempotency_key: str
    seen: int | None = None


async def decide_task(answer: TaskAnswer, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Record an officer's answer; of two at the same instant one is kept, the other raises TaskAlreadyDecided.

    Raises VersionChanged when the citizen has corrected the file since the officer looked at it.
    """
    async with unit_of_work():
        task = await own_task(answer.task_id, by=by)
        journal = await open_journal(task.application_id, regency=regency)
        content = [
            answer.task_id,
            answer.decision,
            answer.reason,
            [[f.path, f.message] for f in answer.findings],
        ]
        if not await claim_key(by.account, answer.idempotency_key, "decide", content, at):
            return
        must_be_open(journal, task.step, at)
        if answer.seen is not None and answer.seen != times_sent(journal.events):
            raise VersionChanged("taskId")
        if problems := _faults(answer, StepKind(task.kind), journal.definition):
            raise InvalidInput(*problems)
        findings = [{"path": list(f.path), "message": f.message.strip()} for f in answer.findings]
        data = {"decision": answer.decision.value, "reason": answer.reason, "findings": findings}
        await journal.append(Happening(EventKind.DECIDED, task.step, data), by=by, at=at)


async def own_task(task_id: UUID, *, by: Actor) -> tables.Task:
    """A task that the officer's agency and role may answer; raises TaskNotFound."""
    if by.kind is not ActorKind.OFFICER or by.role is None:
        raise TaskNotFound("taskId")
    task = await tables.Task.get_or_none(id=task_id, agency_id=by.agency_id, role=by.role.value)
    if task is None:
        raise TaskNotFound("taskId")
    return task


def must_be_open(journal: Journal, step: str, at: datetime) -> None:
    """Raise TaskAlreadyDecided or TaskNotOpen unless the step is open now."""
    task = journal.position(at).tasks[step]
    if task.state in {TaskState.DONE, TaskState.RETURNED}:
        raise TaskAlreadyDecided("taskId")
    if task.state is not TaskState.OPEN:
        raise TaskNotOpen("taskId")


def _faults(answer: TaskAnswer, kind: StepKind, definition: Definition) -> list[Problem]:
    problems = []
    if answer.decision is Decision.APPROVE and kind is StepKind.SIGN:
        message = N_("Tugas ini disetujui dengan menandatangani dokumennya.")
        problems.append(Problem(ProblemCode.NOT_ALLOWED, ("decision",), message))
    if answer.decision is Decision.REFUSE and not (answer.reason or "").strip():
        problems.append(Problem(ProblemCode.REQUIRED, ("reason",), N_("Tulis alasan penolakan.")))
    if len(answer.reason or "") > LONGEST_REASON:
        message = N_("Tulis paling banyak {limit} huruf.")
        problems.append(Problem(ProblemCode.TOO_LARGE, ("reason",), message, {"limit": LONGEST_REASON}))
    if not is_storable(answer.reason or ""):
        problems.append(Problem(ProblemCode.INVALID, ("reason",), UNSTORABLE))
    return problems + _faults_of_findings(answer, definition)


def _faults_of_findings(answer: TaskAnswer, definition: Definition) -> list[Problem]:
    if answer.decision is not Decision.RETURN:
        message = N_("Catatan perbaikan hanya untuk pengembalian.")
        return [Problem(ProblemCode.INVALID, ("findings",), message)] if answer.findings else []
    if not answer.findings:
        message = N_("Tunjukkan sedikitnya satu bagian yang perlu diperbaiki.")
        return [Problem(ProblemCode.REQUIRED, ("findings",), message)]
    if len(answer.findings) > MOST_FINDINGS:
        message = N_("Paling banyak {limit} catatan.")
        return [Problem(ProblemCode.TOO_LARGE, ("findings",), message, {"limit": MOST_FINDINGS})]
    places = {("answers", name) for name in definition.fields}
    places |= {("documents", requirement.key) for requirement in definition.documents}
    problems = []
    for index, finding in enumerate(answer.findings):
        if finding.path not in places:
            message = N_("Bagian ini tidak ada di formulir.")
            problems.append(Problem(ProblemCode.INVALID, ("findings", str(index), "path"), message))
        if not 1 <= len(finding.message.strip()) <= LONGEST_MESSAGE or not is_storable(finding.message):
            message = N_("Tulis apa yang perlu diperbaiki, paling banyak {limit} huruf.")
            path = ("findings", str(index), "message")
            problems.append(Problem(ProblemCode.INVALID, path, message, {"limit": LONGEST_MESSAGE}))
    return problems
