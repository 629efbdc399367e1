"""Taking what the applicant reports as paid to the state; a receipt that came with a faulty form is not lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_citizen
from app.web.applications.details import found_application
from app.web.applications.page import application_page
from app.web.applications.state_payments import PaymentForm
from app.web.kit.form_values import cleaned, date_in
from app.web.kit.rendering import see_other
from app.web.kit.request_values import id_in, text_in
from app.web.kit.session_ended import session_ended
from models.applications.errors import TaskAlreadyDecided, TaskNotFound
from models.billing.reporting import PaymentReport, faults_of_ntpn, report_payment
from models.documents.intake import MAX_BYTES
from models.documents.operations import store_document
from models.documents.queries import DocumentRow, own_documents
from models.kit.errors import Conflict, InvalidInput, KeyReused, Problem, ProblemCode, Refusal
from models.kit.text import N_

RECEIPT = "receipt"
"""The file of the form; `receipt.stored` names one that has come with an earlier try."""


async def report(request: Request) -> Response:
    """Take the report, or show its form again with every fault; what is no longer asked for leads back to the page."""
    if request.state.account is None:
        return await session_ended(request)
    row = await found_application(request)
    here = f"/permohonan/{row.number}"
    form = await _form_in(request)
    try:
        made = _report(request, form)
        await report_payment(
            made,
            by=require_citizen(request).actor,
            at=request.state.at,
            regency=request.app.state.regency,
        )
    except (Conflict, KeyReused, TaskAlreadyDecided, TaskNotFound):
        return see_other(here)
    except Refusal as refusal:
        return await application_page(request, row, payment=replace(form, problems=refusal.problems))
    return see_other(here)


async def _form_in(request: Request) -> PaymentForm:
    task, ntpn, paid_on = (cleaned(text_in(request, name)) for name in ("task", "ntpn", "paid_on"))
    receipt, problems = await _receipt_in(request)
    return PaymentForm(task, ntpn, paid_on, receipt, problems)


async def _receipt_in(request: Request) -> tuple[DocumentRow | None, Sequence[Problem]]:
    """The file of this form, or the one that came with an earlier try; and why a file was not taken."""
    by, file = require_citizen(request).actor, request.state.form.get(RECEIPT)
    if isinstance(file, UploadFile) and file.filename:
        content = await file.read(MAX_BYTES + 1)
        try:
            at, regency = request.state.at, request.app.state.regency
            return await store_document(file.filename, content, by=by, at=at, regency=regency), ()
        except Refusal as refusal:
            return None, [replace(problem, path=("documentId",)) for problem in refusal.problems]
    kept = id_in(text_in(request, f"{RECEIPT}.stored"))
    return ((await own_documents([kept], by=by)).get(kept) if kept else None), ()


def _report(request: Request, form: PaymentForm) -> PaymentReport:
    """The report that was meant; raises InvalidInput with all that cannot be read, and TaskNotFound."""
    problems, paid_on, task = [*faults_of_ntpn(form.ntpn), *form.problems], date.min, id_in(form.task)
    if task is None:
        raise TaskNotFound("taskId")
    try:
        paid_on = date_in(form.paid_on, "paidOn")
    except InvalidInput as fault:
        problems += fault.problems
    if form.receipt is None and not form.problems:
        message = N_("Unggah foto atau PDF bukti bayarnya.")
        problems.append(Problem(ProblemCode.REQUIRED, ("documentId",), message))
    if problems or form.receipt is None:
        raise InvalidInput(*problems)
    return PaymentReport(task, form.ntpn, paid_on, form.receipt.id, text_in(request, "key"))
