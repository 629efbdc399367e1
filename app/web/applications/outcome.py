"""What an application has come to: refused, deemed granted, or issued by another system."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.i18n import _
from app.web.applications.status import ApplicationStatus, refusal_of
from models.applications.queries.filed_objections import FiledObjection, objections_of
from models.applications.states import ApplicationState
from models.calendar.queries import working_time
from models.kit.actor import Actor
from models.kit.regency import Regency
from models.services.definition import StepKind


async def refusal_shown(
    status: ApplicationStatus, *, by: Actor, at: datetime, regency: Regency
) -> Mapping[str, Any] | None:
    """Why it was refused, by which agency, until when one may object, and the objection to it."""
    task = refusal_of(status)
    if task is None or task.decided_at is None:
        return None
    days = status.definition.objection.working_days
    until = (await working_time(regency.zone)).add_days(task.decided_at, days)
    filed = (await objections_of([status.row.id], by=by))[status.row.id]
    objection = next((one for one in reversed(filed) if one.filed_at >= task.decided_at), None)
    return {
        "reason": task.reason,
        "agency": status.agency_of(task),
        "until": until,
        "objection": objection,
        "explanation": _objection(objection, in_time=at <= until),
        "open": objection is None and at <= until,
    }


def _objection(objection: FiledObjection | None, *, in_time: bool) -> str:
    if objection is None:
        return "" if in_time else _("Batas waktu untuk mengajukan keberatan sudah lewat.")
    if objection.upheld is None:
        return _("Keberatan Anda sedang diperiksa pejabat lain.")
    return _("Keberatan sudah diputuskan: penolakan tetap berlaku.")


def result_shown(status: ApplicationStatus) -> Mapping[str, Any] | None:
    """What another system has issued: its number and date there."""
    elsewhere = status.definition.elsewhere
    if elsewhere is None:
        return None
    found = [event.facts["reference"] for event in status.history if "reference" in event.facts]
    reference = found[-1] if found and status.row.state is ApplicationState.COMPLETED else None
    return {
        "system": elsewhere.system,
        "title": str(elsewhere.title),
        "issuer": str(elsewhere.issuer),
        "url": elsewhere.url,
        "called": str(elsewhere.number),
        "number": reference["number"] if reference else "",
        "date": date.fromisoformat(reference["date"]) if reference else None,
    }


def deemed_shown(status: ApplicationStatus) -> Mapping[str, str] | None:
    """What the law says about the silence, and what follows."""
    deemed = status.definition.deemed_approval
    if status.row.state is not ApplicationState.DEEMED_APPROVED or deemed is None:
        return None
    kinds = {task.kind for task in status.open_tasks}
    if StepKind.PAY in kinds:
        text = _("Bayar dulu tagihannya. Setelah itu dokumen dibuat dan ditandatangani.")
    elif StepKind.PAY_STATE in kinds:
        text = _("Pembayaran ke kas negara dikonfirmasi dulu. Setelah itu dokumen dibuat dan ditandatangani.")
    elif StepKind.SIGN in kinds:
        text = _("Pimpinan {agency} menandatangani dokumen Anda.")
    else:
        text = _("{agency} menulis keputusannya, lalu dokumen ditandatangani.")
    names = [status.agency_of(task) for task in status.open_tasks]
    return {"basis": str(deemed.basis), "following": text.format(agency=names[0] if names else "")}
