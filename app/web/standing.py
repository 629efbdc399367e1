"""Where an application stands, as its applicant reads it: the same with an account or with number and PIN."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.i18n import _
from app.web.rendering import said
from models.agencies.queries import AgencyRow, agencies_by_id
from models.applications.positions import Progress, progress
from models.applications.queries.applications import ApplicationRow
from models.applications.queries.contents import EventRow, events_of
from models.applications.queries.tasks import TaskRow, tasks_of
from models.applications.states import ApplicationState, EventKind, TaskState
from models.applications.wording import event_text, label
from models.kit.actor import Actor
from models.services.definition import BRANCH_KINDS, Definition, Step, StepKind
from models.services.queries import service_versions

MOVING = frozenset({ApplicationState.IN_PROGRESS, ApplicationState.APPROVED})
"""States in which something can happen while the page is looked at."""


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the status block shows; nothing in it is about the person."""

    row: ApplicationRow
    definition: Definition
    label: str
    help: str
    progress: Progress
    steps: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]
    upcoming: Mapping[str, Any] | None
    tasks: Sequence[TaskRow]
    agencies: Mapping[UUID, AgencyRow]
    sent: int
    """How many times the citizen has sent the file; a form carries it, so that nobody answers what has changed."""
    releases: int
    """How many times findings have gone to the citizen, for the same end."""
    usually_by: date | None = None
    """By when nine of ten such applications are finished: no promise."""

    @property
    def moves(self) -> bool:
        """Whether looking again in half a minute can show something new."""
        return self.row.state in MOVING

    @property
    def findings(self) -> list[Mapping[str, Any]]:
        """What the citizen has been asked to correct, with the agency that asks."""
        return [
            {**finding, "agency": self.agencies[task.agency_id].name}
            for task in self.tasks
            if task.state is TaskState.RETURNED and task.told
            for finding in task.findings
        ]


async def standing_of(row: ApplicationRow, *, by: Actor, usually_by: date | None = None) -> Standing:
    """Read everything about one application that its status block shows."""
    definition = (await service_versions([row.version_id]))[row.version_id].definition
    tasks = (await tasks_of([row.id], by=by))[row.id]
    agencies = await agencies_by_id({task.agency_id for task in tasks})
    events = (await events_of([row.id], by=by))[row.id]
    open_tasks = [task for task in tasks if task.state is TaskState.OPEN]
    names = in_a_row([agencies[task.agency_id].name for task in open_tasks])
    return Standing(
        row=row,
        definition=definition,
        label=said(label(row.state, [task.kind for task in open_tasks])),
        help=_help(row.state, tasks, open_tasks, names),
        progress=progress((task.kind, task.state) for task in tasks),
        steps=steps_shown(definition, tasks, agencies),
        events=_events(definition, events, tasks, agencies),
        upcoming=_upcoming(row.state, open_tasks, names),
        tasks=tasks,
        agencies=agencies,
        sent=sum(event.kind in {EventKind.SUBMITTED, EventKind.CORRECTED} for event in events),
        releases=sum(event.kind is EventKind.FINDINGS_RELEASED for event in events),
        usually_by=usually_by,
    )


def in_a_row(names: Sequence[str]) -> str:
    """`A`, `A dan B`, `A, B, dan C`, each name once."""
    once = list(dict.fromkeys(names))
    if len(once) < 3:
        return _(" dan ").join(once)
    return _("{names}, dan {last}").format(names=", ".join(once[:-1]), last=once[-1])


def _help(
    state: ApplicationState, tasks: Sequence[TaskRow], open_tasks: Sequence[TaskRow], names: str
) -> str:
    if state is ApplicationState.RETURNED:
        told = sum(len(task.findings) for task in tasks if task.state is TaskState.RETURNED and task.told)
        return _("Ada {count} hal yang perlu diperbaiki. Yang sudah disetujui tetap berlaku.").format(
            count=told
        )
    if state is ApplicationState.APPROVED:
        return _("Permohonan disetujui. Dokumen menunggu tanda tangan pimpinan {agency}.").format(
            agency=names
        )
    if state is not ApplicationState.IN_PROGRESS:
        return _HELP.get(state, "")
    if any(task.kind in BRANCH_KINDS for task in open_tasks):
        return _("Sedang diperiksa oleh {agencies}. Anda tidak perlu datang.").format(agencies=names)
    if open_tasks:
        return _("Pemeriksaan selesai. {agency} sedang memutuskan.").format(agency=names)
    return _("Semua instansi sudah menjawab. Hasilnya segera kami kabarkan.")


_HELP = {
    ApplicationState.ISSUED: _("Dokumen sudah jadi dan ditandatangani."),
    ApplicationState.REFUSED: _("Permohonan tidak dapat dikabulkan."),
    ApplicationState.WITHDRAWN: _("Permohonan ini tidak diproses lagi."),
    ApplicationState.LAPSED: _("Anda dapat mengajukan permohonan baru."),
    ApplicationState.DEEMED_APPROVED: _(
        "Batas waktu lewat tanpa jawaban, maka menurut undang-undang dikabulkan."
    ),
}


def _upcoming(state: ApplicationState, open_tasks: Sequence[TaskRow], names: str) -> Mapping[str, Any] | None:
    if state is ApplicationState.RETURNED:
        return {"text": _("Anda mengirim perbaikan."), "due_at": None}
    if not open_tasks:
        return None
    due_at = max((task.due_at for task in open_tasks if task.due_at), default=None)
    kinds = {task.kind for task in open_tasks}
    if kinds & BRANCH_KINDS:
        text = _("Jawaban {agencies}.")
    elif StepKind.SIGN in kinds:
        text = _("Tanda tangan pimpinan {agencies}.")
    else:
        text = _("Keputusan {agencies}.")
    return {"text": text.format(agencies=names), "due_at": due_at}


def steps_shown(
    definition: Definition, tasks: Sequence[TaskRow], agencies: Mapping[UUID, AgencyRow]
) -> list[Mapping[str, Any]]:
    """The steps as the picture takes them, each with how it stands."""
    by_step = {task.step: task for task in tasks}
    return [
        _step_shown(step, by_step[step.key], agencies) for step in definition.steps if step.key in by_step
    ]


def _step_shown(step: Step, task: TaskRow, agencies: Mapping[UUID, AgencyRow]) -> Mapping[str, Any]:
    waits = task.state is TaskState.RETURNED and not task.told
    return {
        "key": step.key,
        "title": str(step.title),
        "agency": agencies[task.agency_id].name,
        "needs": step.needs,
        "kind": step.kind.value,
        "state": task.state.value,
        "decision": task.decision.value if task.decision else None,
        "due_at": task.due_at,
        "decided_at": task.decided_at,
        "note": _("Catatannya dikirim bersama jawaban instansi lain.") if waits else "",
    }


def _events(
    definition: Definition,
    events: Sequence[EventRow],
    tasks: Sequence[TaskRow],
    agencies: Mapping[UUID, AgencyRow],
) -> list[Mapping[str, Any]]:
    agency_of = {task.step: agencies[task.agency_id].name for task in tasks}
    shown: list[Mapping[str, Any]] = []
    for event in reversed(events):
        title = definition.step(event.step).title if event.step else None
        text = event_text(event.kind, title, agency_of.get(event.step or "", ""), event.decision)
        shown.append({"at": event.at, "text": said(text), "kind": event.kind.value})
    return shown


def refusal_of(standing: Standing) -> TaskRow | None:
    """The task whose refusal ended the application."""
    return next((task for task in standing.tasks if task.decision == "REFUSE"), None)
