"""An application's steps as the picture takes them, and its history as the timeline does."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.i18n import _
from app.web.kit.rendering import sentence
from models.agencies.queries import AgencyRow
from models.applications.competence import SERVED_BY
from models.applications.queries.contents import EventRow
from models.applications.queries.tasks import TaskRow
from models.applications.states import EventKind, Hands, Outcome, TaskState
from models.applications.wording import Doer, doer_of, event_text
from models.kit.text import N_
from models.services.definition import PAYING, Definition, Step
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
    Reason.MOVED: N_("Sekarang dikerjakan instansi ini karena isiannya berubah."),
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
    before = {step: agencies[sender].name for event in history for step, sender in event.moved.items()}
    served = _stand_ins(history, agencies)
    silent = any(event.kind is EventKind.DEEMED_APPROVED for event in history)
    return [
        _step_shown(
            step,
            by_step[step.key],
            agencies,
            [*served.get(step.key, ()), *_notes(by_step[step.key], before.get(step.key, ""), silent, zone)],
        )
        for step in definition.steps
        if step.key in by_step
    ]


def _stand_ins(history: Sequence[EventRow], agencies: Agencies) -> dict[str, list[str]]:
    """By step, that an agency which is not ready is served by another, as long as that one has the step."""
    found: dict[str, list[str]] = {}
    for event in history:
        for step in event.moved.keys() | event.owners.keys():
            owner = event.owners.get(step, {})
            found[step] = []
            if "for" in owner:
                agency = agencies[UUID(hex=owner["agency"])].name
                found[step].append(_(SERVED_BY).format(office=owner["for"], agency=agency))
    return found


def _step_shown(step: Step, task: TaskRow, agencies: Agencies, notes: Sequence[str]) -> Mapping[str, Any]:
    return {
        "key": step.key,
        "title": str(step.title),
        "agency": agencies[task.agency_id].name,
        "needs": step.needs,
        "kind": step.kind.value,
        "state": task.state.value,
        "robot": task.role is Hands.MACHINE,
        "citizen": task.role is Hands.CITIZEN,
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
    if task.kind in PAYING and task.amount and task.state in {TaskState.OPEN, TaskState.DONE}:
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
        owner = ", ".join(agencies[id].name for id in event.new_owners) or agency_of.get(step, "")
        shown.append(
            {
                "at": event.at,
                "text": sentence(event_text(event, title, owner, zone)),
                "kind": event.kind.value,
                "doer": doer.value,
                "by": _(_DOERS[doer]),
            }
        )
        agency_of |= {step: agencies[sender].name for step, sender in event.moved.items()}
    return shown
