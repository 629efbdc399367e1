"""The page of an application: how it stands, and what the applicant has to correct or to choose."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_citizen
from app.web.applications.details import details_context, found_application, remarks_by_path
from app.web.applications.state_payments import PaymentForm
from app.web.applications.status import ApplicationStatus
from app.web.documents.offers import PREFIX, offers_shown
from app.web.kit.error_summary import labels_of, summary_of
from app.web.kit.form_values import answers_from, values_of
from app.web.kit.forms import sections_of
from app.web.kit.rendering import page, problems_by_field, see_other
from app.web.kit.request_values import key_of_form, text_in, today
from app.web.kit.uploads import Uploads, accept_of
from models.applications.operations.reusing import Papers, gather_papers
from models.applications.queries.applications import ApplicationRow
from models.applications.queries.ground import villages_for
from models.applications.queries.returned import Returned, returned_file
from models.applications.states import ApplicationState
from models.applications.wording import Doer
from models.documents.queries import DocumentRow
from models.kit.errors import InvalidInput, Problem
from models.services.conditions import applies
from models.services.definition import Definition, Requirement

A_MOMENT = timedelta(minutes=10)


async def application(request: Request) -> Response:
    """One application: what happened, what is next and by when."""
    row = await found_application(request)
    return await application_page(request, row)


async def back_to_application(request: Request) -> Response:
    """The address of a form on the page leads back to it when somebody opens it."""
    return see_other(f"/permohonan/{request.path_params['number']}")


async def application_page(
    request: Request,
    row: ApplicationRow,
    *,
    typed: Mapping[str, str] | None = None,
    uploads: Uploads | None = None,
    problems: Sequence[Problem] = (),
    left: Sequence[str] = (),
    visit_problems: Sequence[Problem] = (),
    payment: PaymentForm | None = None,
) -> Response:
    """The page of an application; with a form for what waits for the applicant: a correction, a visit, a payment."""
    context = await details_context(request, row)
    status: ApplicationStatus = context["status"]
    fields = await _form(request, status, typed, uploads, left) if waits_for_correction(row) else None
    context |= {
        "correction": fields,
        "problems": summary_of(problems, labels_of(status.definition)),
        "errors": problems_by_field(InvalidInput(*problems)),
        "visit_errors": problems_by_field(InvalidInput(*visit_problems)),
        "visit_typed": {name: text_in(request, name) for name in ("task", "time", "message")},
        "payment_typed": payment,
        "payment_problems": summary_of(payment.problems, {}) if payment else [],
        "payment_errors": problems_by_field(InvalidInput(*payment.problems)) if payment else {},
        "key": key_of_form(request),
        "fresh": _fresh(status, request.state.at),
    }
    code = 422 if problems or visit_problems or payment else 200
    return await page(request, "applications/application.html", context, block="status_block", status=code)


def _fresh(status: ApplicationStatus, at: datetime) -> str:
    """What the citizen did a moment ago, when no officer has done anything since: the kind of the event."""
    newest = next((event for event in status.events if event["doer"] != Doer.ROBOT), None)
    mine = newest is not None and newest["doer"] == Doer.CITIZEN and at - newest["at"] < A_MOMENT
    return newest["kind"] if newest and mine else ""


def waits_for_correction(row: ApplicationRow) -> bool:
    """Whether it is with the applicant, to be corrected."""
    return row.state is ApplicationState.RETURNED


async def _form(
    request: Request,
    status: ApplicationStatus,
    typed: Mapping[str, str] | None,
    uploads: Uploads | None,
    left: Sequence[str],
) -> dict[str, Any]:
    definition = status.definition
    returned = await returned_file(status.row.id, by=require_citizen(request).actor)
    answers = {**returned.answers, **answers_from(definition, typed or {})}
    asked = asked_of(returned, definition, answers)
    stored = uploads.stored if uploads else ()
    papers = await papers_of(request, definition, returned, answers)
    offers = offers_shown(request, definition, papers, _agencies(status, answers))
    typed = values_of(definition, returned.answers) if typed is None else typed
    remarks = remarks_by_path(status.findings)
    return {
        "key": key_of_form(request),
        "seen": status.releases,
        "left": left,
        "service": str(definition.title),
        "sections": sections_of(
            definition, typed, only=asked["answers"], villages=await villages_for(definition)
        ),
        "remarks": {".".join(path): text for path, text in remarks.items()},
        "requirements": [
            _requirement(request, requirement, stored, offers.get(requirement.key))
            for requirement in definition.documents
            if requirement.key in asked["documents"]
        ],
    }


def _requirement(
    request: Request,
    requirement: Requirement,
    stored: Sequence[tuple[str, DocumentRow]],
    offer: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """What the form shows; a file that has come makes it needless to add one, not to have agreed to one."""
    kept = [row for key, row in stored if key == requirement.key]
    return {
        "key": requirement.key,
        "title": str(requirement.title),
        "help": str(requirement.help or ""),
        "accept": accept_of(requirement),
        "kept": kept,
        "offer": None if offer is None or (kept and offer["automatic"]) else offer,
        "agreed": offer is not None and text_in(request, PREFIX + requirement.key) == offer["mark"],
    }


def asked_of(returned: Returned, definition: Definition, answers: Mapping[str, Any]) -> dict[str, set[str]]:
    """What may be changed: fields and requirements by their names."""
    asked: dict[str, set[str]] = {"answers": set(), "documents": set()}
    for part, name in returned.may_change(definition, answers):
        asked[part].add(name)
    return asked


async def papers_of(
    request: Request, definition: Definition, returned: Returned, answers: Mapping[str, Any]
) -> Papers:
    """What the wallet adds and offers while nothing has been uploaded."""
    actor, zone = require_citizen(request).actor, request.app.state.regency.zone
    return await gather_papers(
        definition, answers, (), by=actor, today=today(request), zone=zone, returned=returned
    )


def _agencies(status: ApplicationStatus, answers: Mapping[str, Any]) -> dict[str, str]:
    """The agency of each step that these answers call for."""
    called = {step.key for step in status.definition.steps if applies(step.when, answers)}
    return {task.step: status.agency_of(task) for task in status.tasks if task.step in called}
