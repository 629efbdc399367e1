"""What the state of an application means for its applicant, and what comes next: sentences made of facts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.i18n import _
from app.web.applications.state_payments import StatePaymentShown
from app.web.applications.status import ApplicationStatus
from app.web.applications.visits import VisitShown
from app.web.kit.formats import joined_names
from models.applications.queries.tasks import TaskRow
from models.applications.states import ApplicationState, Hands
from models.kit.text import N_
from models.services.definition import BRANCH_KINDS, StepKind
from models.services.presenting import rupiah

_HELP = {
    ApplicationState.ISSUED: N_("Dokumen sudah jadi dan ditandatangani."),
    ApplicationState.REFUSED: N_("Permohonan tidak dapat dikabulkan."),
    ApplicationState.WITHDRAWN: N_("Tidak ada instansi yang memprosesnya lagi."),
    ApplicationState.LAPSED: N_("Batas waktu untuk melengkapi sudah lewat. Anda dapat mengajukan lagi."),
    ApplicationState.DEEMED_APPROVED: N_(
        "Batas waktu lewat tanpa jawaban. Menurut hukum, permohonan dikabulkan."
    ),
}


def help_of(
    status: ApplicationStatus, visits: Sequence[VisitShown], payments: Sequence[StatePaymentShown]
) -> str:
    """What it means, in two short sentences."""
    state, names = status.row.state, names_of(status, status.open_tasks)
    match state:
        case ApplicationState.RETURNED:
            text = _(
                "Ada {count} hal yang perlu diperbaiki. Instansi yang memakai bagian yang Anda ubah memeriksa lagi;"
                " persetujuan yang lain tetap berlaku."
            )
            return text.format(count=len(status.findings))
        case ApplicationState.APPROVED:
            text = _("Permohonan disetujui. Dokumen menunggu tanda tangan pimpinan {agency}.")
            return text.format(agency=names)
        case ApplicationState.COMPLETED:
            return _completed(status)
        case ApplicationState.IN_PROGRESS:
            return _under_way(status, visits, payments)
        case _:
            return _(_HELP.get(state, ""))


def _completed(status: ApplicationStatus) -> str:
    elsewhere = status.definition.elsewhere
    text = _("{product} sudah terbit di {system}.")
    return text.format(product=status.definition.product, system=elsewhere.system if elsewhere else "")


def _under_way(
    status: ApplicationStatus, visits: Sequence[VisitShown], payments: Sequence[StatePaymentShown]
) -> str:
    tasks = status.open_tasks
    kinds = {task.kind for task in tasks}
    if StepKind.PAY in kinds:
        return _to_pay(status, [task for task in tasks if task.kind is StepKind.PAY])
    if asked := [payment.help for payment in payments if payment.asks]:
        return " ".join(asked)
    if visits:
        return " ".join([*(visit.help for visit in visits), *(payment.help for payment in payments)])
    if kinds & BRANCH_KINDS:
        people = [task for task in tasks if task.role is not Hands.MACHINE]
        if not people:
            return _("Data Anda sedang dicocokkan secara otomatis. Anda tidak perlu datang.")
        names = names_of(status, people)
        return _("Menunggu jawaban {agencies}. Anda tidak perlu datang.").format(agencies=names)
    if payments:
        return " ".join(payment.help for payment in payments)
    if tasks:
        names = names_of(status, tasks)
        return _("Pemeriksaan selesai. {agency} sedang memutuskan.").format(agency=names)
    return _("Semua instansi sudah menjawab. Hasilnya segera kami kabarkan.")


def _to_pay(status: ApplicationStatus, tasks: Iterable[TaskRow]) -> str:
    text = _("Ada tagihan {amount} dari {agency}. Setelah dibayar, permohonan berlanjut.")
    sentences = [
        text.format(amount=rupiah(task.amount or 0), agency=status.agency_of(task)) for task in tasks
    ]
    return " ".join(sentences)


def names_of(status: ApplicationStatus, tasks: Iterable[TaskRow]) -> str:
    """The agencies of tasks, in a row."""
    return joined_names([status.agency_of(task) for task in tasks])


def upcoming(status: ApplicationStatus) -> Mapping[str, Any] | None:
    """What has to happen next, and by when."""
    if status.row.state is ApplicationState.RETURNED:
        return {"text": _("Pemohon mengirim perbaikan."), "due_at": status.row.citizen_due_at}
    tasks = status.open_tasks
    if not tasks:
        return None
    kinds = {task.kind for task in tasks}
    if any(task.kind is StepKind.PAY_STATE and task.role is Hands.CITIZEN for task in tasks):
        return {"text": _("Pemohon membayar ke kas negara."), "due_at": status.row.citizen_due_at}
    if StepKind.PAY in kinds:
        return {"text": _("Pemohon membayar tagihan."), "due_at": status.row.citizen_due_at}
    if kinds & (BRANCH_KINDS | {StepKind.PAY_STATE}):
        text = _("Jawaban {agencies}.")
    elif StepKind.SIGN in kinds:
        text = _("Tanda tangan pimpinan {agencies}.")
    else:
        text = _("Keputusan {agencies}.")
    due_at = max((task.due_at for task in tasks if task.due_at), default=None)
    return {"text": text.format(agencies=names_of(status, tasks)), "due_at": due_at}
