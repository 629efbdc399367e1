"""An application's steps as the picture takes them, and its history as the timeline does."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.i18n import _
from app.web.kit.rendering import sentence
from models.agencies.queries import AgencyRow
from models.applications.queries.contents import EventRow
from models.applications.queries.tasks import TaskRow
from models.applications.states import EventKind, Hands, Outcome, TaskState
from models.applications.wording import Doer, doer_of, event_text
from models.kit.text import N_
from models.services.definition import Definition, Step, StepKind
from models.services.graph import Reason
from models.services.presenting import moment_in_words, rupiah

Agencies = Mapping[UUID, AgencyRow]

_DOERS = {
    Doer.ROBOT: N_("otomatis"),
    Doer.OFFICER: N_("petugas"),
    Doer.SIGNATORY: N_("pejabat yang berwenang"),
    Doer.CITIZEN: N_("pemohon"),
}
_ASKED_AGAIN = {
    Reason.RETURNED: N_("Memeriksa perbaikan yang dimintanya."),
    Reason.LOOKS: N_("Memakai bagian yang diubah, jadi memeriksa lagi."),
    Reason.RESTS: N_("Bersandar pada jawaban yang diperiksa lagi, jadi menjawab lagi sesudahnya."),
    Reason.APPLIES: N_("Ikut memeriksa karena isiannya berubah."),
}
"""Why a step answers again after a correction."""


def steps_shown(
    definition: Definition,
    tasks: Sequence[TaskRow],
    agencies: Agencies,
    history: Sequence[EventRow],
    zone: ZoneInfo,
) -> list[Mapping[str, Any]]:
    """Every step with who has it, its own limit, and how it stands."""
    by_step = {task.step: task for task in tasks}
    before = {step: _sender(event, agencies) for event in history for step in event.moved_steps}
    silent = any(event.kind is EventKind.DEEMED_APPROVED for event in history)
    return [
        _step_shown(
            step,
            by_step[step.key],
            agencies,
            _notes(by_step[step.key], before.get(step.key, ""), silent, zone),
        )
        for step in definition.steps
        if step.key in by_step
    ]


def _step_shown(step: Step, task: TaskRow, agencies: Agencies, notes: Sequence[str]) -> Mapping[str, Any]:
    return {
        "key": step.key,
        "title": str(step.title),
        "agency": agencies[task.agency_id].name,
        "needs": step.needs,
        "kind": step.kind.value,
        "state": task.state.value,
        "robot": task.role is Hands.MACHINE,
        "decision": task.decision.value if task.decision else None,
        "working_hours": step.working_hours,
        "due_at": task.due_at,
        "decided_at": task.decided_at,
        "notes": notes,
    }


def _notes(task: TaskRow, before: str, silent: bool, zone: ZoneInfo) -> list[str]:
    """What else one should know of a step."""
    notes = []
    if before:
        notes.append(_("Dialihkan dari {agency}.").format(agency=before))
    if task.asked_again is not None and task.state in {TaskState.OPEN, TaskState.WAITING}:
        notes.append(_(_ASKED_AGAIN[task.asked_again]))
    if task.state is TaskState.RETURNED and not task.told:
        notes.append(_("Catatannya dikirim bersama jawaban instansi lain."))
    if task.state is TaskState.OPEN and task.outcome is Outcome.MISMATCH:
        notes.append(_("Diperiksa otomatis, belum cocok. Petugas melihatnya."))
    if task.state is TaskState.OPEN and task.outcome is Outcome.NO_ANSWER:
        notes.append(_("Pemeriksaan otomatis tidak terjawab. Petugas melihatnya."))
    if task.state is TaskState.CANCELLED and silent and task.opened_at is not None:
        notes.append(_("Tidak menjawab sampai batas waktu."))
    if task.visit_at is not None and task.state is TaskState.OPEN:
        notes.append(_("Kunjungan {time}.").format(time=moment_in_words(task.visit_at, zone)))
    if task.kind is StepKind.PAY and task.amount and task.state in {TaskState.OPEN, TaskState.DONE}:
        notes.append(rupiah(task.amount))
    return notes


def events_shown(
    definition: Definition,
    history: Sequence[EventRow],
    tasks: Sequence[TaskRow],
    agencies: Agencies,
    zone: ZoneInfo,
) -> list[Mapping[str, Any]]:
    """What happened, newest first, each under the agency that had the step then, and by whose hand."""
    agency_of = {task.step: agencies[task.agency_id].name for task in tasks}
    shown: list[Mapping[str, Any]] = []
    for event in reversed(history):
        step = event.step or ""
        known = definition.step(step) if step else None
        title = known.title if known else None
        doer = doer_of(event, known.kind if known else None)
        shown.append(
            {
                "at": event.at,
                "text": sentence(event_text(event, title, agency_of.get(step, ""), zone)),
                "kind": event.kind.value,
                "doer": doer.value,
                "by": _(_DOERS[doer]),
            }
        )
        agency_of |= dict.fromkeys(event.moved_steps, _sender(event, agencies) if event.moved_steps else "")
    return shown


def _sender(event: EventRow, agencies: Agencies) -> str:
    """The agency that sent a step elsewhere."""
    return agencies[UUID(hex=event.facts["from"])].name
