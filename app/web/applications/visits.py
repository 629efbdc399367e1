"""Appointments as the applicant reads them: two times to choose from, or the one that stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.i18n import _
from app.web.applications.status import ApplicationStatus
from models.applications.queries.contents import EventRow
from models.applications.queries.tasks import TaskRow
from models.applications.states import EventKind
from models.services.definition import StepKind
from models.services.presenting import moment_in_words

_TURNS = frozenset({EventKind.VISIT_PROPOSED, EventKind.VISIT_AGREED, EventKind.VISIT_DECLINED})


@dataclass(frozen=True, slots=True)
class VisitShown:
    """One visit that has not taken place: the times to choose from, and the one agreed on."""

    task: str
    agency: str
    title: str
    choices: Sequence[tuple[str, str]]
    """ISO 8601, and the same in words."""
    agreed: datetime | None
    help: str

    @property
    def asks(self) -> bool:
        """Whether there is something to choose."""
        return bool(self.choices)


def visits_shown(status: ApplicationStatus, *, at: datetime, zone: ZoneInfo) -> list[VisitShown]:
    """The visits that are open."""
    return [
        VisitShown(
            task=task.id.hex,
            agency=status.agency_of(task),
            title=str(status.definition.step(task.step).title),
            choices=[(time.isoformat(), moment_in_words(time, zone)) for time in task.visit_times],
            agreed=task.visit_at,
            help=_help(task, status, at),
        )
        for task in status.open_tasks
        if task.kind is StepKind.VISIT
    ]


def _help(task: TaskRow, status: ApplicationStatus, at: datetime) -> str:
    agency = status.agency_of(task)
    if task.visit_at is not None and task.visit_at > at:
        return _("Waktu kunjungan sudah disepakati. Pastikan ada orang di tempat.")
    if task.visit_at is not None:
        return _("Waktu kunjungan sudah lewat. {agency} sedang menulis hasilnya.").format(agency=agency)
    if not task.visit_times:
        return _("{agency} segera mengusulkan waktu kunjungan.").format(agency=agency)
    if _declined(task, status.history):
        return _("{agency} sudah menerima pesan Anda dan mengusulkan waktu lain.").format(agency=agency)
    return _("{agency} ingin datang meninjau. Pilih waktu yang cocok untuk Anda.").format(agency=agency)


def _declined(task: TaskRow, history: Sequence[EventRow]) -> bool:
    turns = [event.kind for event in history if event.step == task.step and event.kind in _TURNS]
    return bool(turns) and turns[-1] is EventKind.VISIT_DECLINED
