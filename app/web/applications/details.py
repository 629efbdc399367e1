"""One application of the citizen's own, with everything its page shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

from app.auth.sessions import require_citizen
from app.web.applications.overview import overview_of
from app.web.applications.register_questions import question_shown
from app.web.applications.state_payments import reported_shown
from app.web.applications.status import ApplicationStatus, application_status
from app.web.kit.forms import shown_answers
from app.web.kit.people import applicant_shown
from models.applications.errors import ApplicationNotFound
from models.applications.queries.applications import ApplicationRow, application_by_number
from models.applications.queries.contents import AttachedRow, answers_of, documents_of
from models.applications.queries.ground import villages_named
from models.applications.states import EventKind
from models.kit.regency import Regency
from models.people.queries import people_by_id
from models.permits.queries import PermitRow
from models.permits.workflow import PermitState
from models.registers.queries import questions_of
from models.services.conditions import asked_documents
from models.services.definition import Definition


async def found_application(request: Request) -> ApplicationRow:
    """The application in the address; raises ApplicationNotFound for any that is not the citizen's own."""
    account = require_citizen(request)
    row = await application_by_number(request.path_params["number"].replace("\0", ""), by=account.actor)
    if row is None:
        raise ApplicationNotFound("number")
    return row


async def details_context(request: Request, row: ApplicationRow) -> dict[str, Any]:
    """All that the page of an application shows, except its correction form."""
    actor, at, regency = require_citizen(request).actor, request.state.at, request.app.state.regency
    status = await application_status(row, by=actor, zone=regency.zone)
    overview = await overview_of(status, by=actor, at=at, regency=regency)
    answers = (await answers_of([row.id], by=actor))[row.id]
    attached = (await documents_of([row.id], by=actor))[row.id]
    asked = (await questions_of([row.id], by=actor))[row.id]
    person = (await people_by_id([row.person_id]))[row.person_id]
    return {
        "status": status,
        "overview": overview,
        "service": str(status.definition.title),
        "pin": regency.vault.pin(row.number),
        "applicant": await applicant_shown(person, regency.vault),
        "answers": await answers_shown(status.definition, answers, status.findings),
        "documents": documents_shown(status, answers, attached, regency),
        "questions": [question_shown(one) for one in asked],
        "reported": await reported_shown(status, by=actor, regency=regency),
        "permit": permit_shown(overview.permit, status, regency),
    }


async def answers_shown(
    definition: Definition, answers: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The answers under their headings, each with what an agency found about it."""
    remarks, villages = remarks_by_path(findings), await villages_named(definition, answers)
    return [
        (
            title,
            [
                {"label": row.label, "value": row.value, "finding": remarks.get(("answers", row.key), "")}
                for row in rows
            ],
        )
        for title, rows in shown_answers(definition, answers, villages)
    ]


def documents_shown(
    status: ApplicationStatus, answers: Mapping[str, Any], attached: Sequence[AttachedRow], regency: Regency
) -> list[dict[str, Any]]:
    """The documents by requirement, each with its address; what is missing is said.

    What the answers do not call for is not shown, unless something was given for it.
    """
    remarks, shown = remarks_by_path(status.findings), []
    asked = {requirement.key for requirement in asked_documents(status.definition, answers)}
    for requirement in status.definition.documents:
        finding = remarks.get(("documents", requirement.key), "")
        about = {"title": str(requirement.title), "required": requirement.required, "finding": finding}
        given = [one.document for one in attached if one.requirement == requirement.key]
        for row in given:
            url = regency.links.to("document", row.id)
            shown.append({**about, "name": row.name, "size": row.size, "url": url})
        if not given and requirement.key in asked:
            shown.append({**about, "name": "", "size": 0})
    return shown


def remarks_by_path(findings: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], str]:
    """The remarks of all agencies about each place."""
    remarks: dict[tuple[str, ...], list[str]] = {}
    for finding in findings:
        remarks.setdefault(tuple(finding["path"]), []).append(f"{finding['agency']}: {finding['message']}")
    return {path: " ".join(texts) for path, texts in remarks.items()}


def permit_shown(
    permit: PermitRow | None, status: ApplicationStatus, regency: Regency
) -> dict[str, Any] | None:
    """The issued document with its links; one that was revoked can be looked at, not downloaded."""
    if permit is None:
        return None
    revoked = permit.state is PermitState.REVOKED
    reasons = [event.facts.get("reason", "") for event in status.history if event.kind is EventKind.REVOKED]
    return {
        "number": permit.number,
        "state": permit.state.value,
        "url": None if revoked else regency.links.to("permit", permit.id),
        "check_url": f"/v/{permit.code}",
        "signed_by": permit.signed_by,
        "certified": permit.certified,
        "issued_at": permit.issued_at,
        "valid_until": permit.valid_until,
        "revoked_at": permit.revoked_at,
        "reason": reasons[-1] if revoked and reasons else "",
    }
