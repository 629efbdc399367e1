"""One task with the file that it is about; every look at it is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from app.auth.sessions import require_officer
from app.i18n import _
from app.web.desk.listing import decided_text, remaining
from app.web.forms import shown_answers
from app.web.own import documents_shown
from app.web.people import address_of
from app.web.rendering import page, problem_text, see_other
from app.web.standing import Standing, standing_of
from models.accounts.queries import AccountRow, accounts_by_id, phone_of
from models.applications.access import sees_identity
from models.applications.errors import TaskNotFound
from models.applications.operations.deciding import own_task
from models.applications.queries.applications import ApplicationRow, applications_by_id, note_files_read
from models.applications.queries.contents import answers_of, documents_of
from models.applications.queries.tasks import TaskRow, task
from models.applications.states import TaskState
from models.calendar.queries import working_time
from models.kit.errors import Problem
from models.kit.ids import parse_id
from models.kit.regency import Regency
from models.kit.vault import new_token
from models.people.queries import NOTES, PersonRow, nik_of, people_by_id
from models.permits.preparing import prepared_permit
from models.services.definition import Definition, Requirement, StepKind

NOT_PREPARED = {"prepared": "", "prepared_sha256": ""}


@dataclass(frozen=True, slots=True)
class Typed:
    """What an officer had typed when an answer was not taken: never the passphrase."""

    action: str = ""
    reason: str = ""
    findings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    key: str = ""
    seen: int | None = None
    problems: Sequence[Problem] = ()


async def task_page(request: Request) -> Response:
    """The file of one task and what the officer may answer."""
    return await show_task(request, await found_task(request), Typed(key=new_token()))


async def back_to_task(request: Request) -> Response:
    """The address of an answer leads back to its task when somebody opens it."""
    return see_other(f"/petugas/tugas/{request.path_params['id']}")


async def found_task(request: Request) -> TaskRow:
    """The task in the address; raises TaskNotFound for one of another agency."""
    actor = require_officer(request).actor
    id = parse_id("task", request.path_params["id"])
    row = await task(id, by=actor) if id else None
    if row is None:
        raise TaskNotFound("taskId")
    return row


async def show_task(request: Request, row: TaskRow, typed: Typed, *, status: int = 200) -> Response:
    """The page of a task; the look at the file is noted before it is shown."""
    account, at, regency = require_officer(request), request.state.at, request.app.state.regency
    files = await applications_by_id([row.application_id], by=account.actor)
    file = files[row.application_id]
    await note_files_read([file], by=account.actor, at=at)
    standing = await standing_of(file, by=account.actor, zone=regency.zone)
    step = standing.definition.step(row.step)
    clock = await working_time(regency.zone)
    open_ = row.state is TaskState.OPEN and row.due_at is not None
    may_answer = row.state is TaskState.OPEN and step.role is account.role
    context = {
        "here": request.url.path.removesuffix("/keputusan").removesuffix("/tanda-tangan"),
        "task": row,
        "step": str(step.title),
        "service": str(standing.definition.title),
        "standing": standing,
        "may_answer": may_answer,
        "signs": row.kind is StepKind.SIGN,
        **(
            await _prepared(row, account, at, regency)
            if may_answer and row.kind is StepKind.SIGN
            else NOT_PREPARED
        ),
        "overdue": row.is_overdue(at),
        "remaining": remaining(row.due_at, at, clock) if open_ and row.due_at else "",
        "decided": decided_text(row) if row.decision else "",
        "person": await _person(file, standing.definition, account, regency),
        "typed": typed,
        **await _contents(request, file, standing),
        **_told(typed),
    }
    return await page(request, "desk/task.html", context, status=status)


async def _contents(request: Request, file: ApplicationRow, standing: Standing) -> dict[str, Any]:
    actor, regency = require_officer(request).actor, request.app.state.regency
    definition = standing.definition
    answers = (await answers_of([file.id], by=actor))[file.id]
    attached = (await documents_of([file.id], by=actor))[file.id]
    shown = shown_answers(definition, answers)
    return {
        "answers": [
            (title, [{"label": row.label, "value": row.value} for row in rows]) for title, rows in shown
        ],
        "documents": documents_shown(definition, attached, (), regency),
        "places": [
            (title, [_place("answers", row.key, row.label, row.value) for row in rows])
            for title, rows in shown
        ]
        + [(_("Dokumen"), [_required(requirement) for requirement in definition.documents])],
    }


async def _prepared(row: TaskRow, account: AccountRow, at: datetime, regency: Regency) -> dict[str, str]:
    """Where the signatory reads the very document that will be signed, and its SHA-256 for the form."""
    waiting = await prepared_permit(
        await own_task(row.id, by=account.actor, at=at), account, at=at, regency=regency
    )
    return {"prepared": regency.links.to("prepared", waiting.id), "prepared_sha256": waiting.sha256}


def _place(part: str, key: str, label: str, value: str) -> dict[str, str]:
    return {"part": part, "key": key, "label": label, "value": value}


def _required(requirement: Requirement) -> dict[str, str]:
    return _place("documents", requirement.key, str(requirement.title), "")


async def _person(
    file: ApplicationRow, definition: Definition, account: AccountRow, regency: Regency
) -> dict[str, Any]:
    person: PersonRow = (await people_by_id([file.person_id]))[file.person_id]
    rows = [
        {"label": _("Nama"), "value": person.name},
        {"label": _("Alamat"), "value": await address_of(person)},
    ]
    if sees_identity(definition, file.own_steps, account.actor):
        rows.append({"label": _("NIK"), "value": nik_of(person, regency.vault)})
        rows.append({"label": _("Nomor HP"), "value": await _phone(file.applicant_id, regency)})
    return {"rows": rows, "notes": [_(NOTES[note]) for note in person.notes if note in NOTES]}


async def _phone(account_id: UUID, regency: Regency) -> str:
    account = (await accounts_by_id([account_id]))[account_id]
    return phone_of(account, regency.vault) or ""


def _told(typed: Typed) -> dict[str, Any]:
    """The problems for the summary and for the controls; a finding's own is at its text box."""
    places = list(typed.findings)
    errors: dict[str, str] = {}
    listed: list[dict[str, Any]] = []
    for problem in typed.problems:
        name = ".".join(problem.path)
        if problem.path[:1] == ("findings",) and len(problem.path) > 1:
            name = "finding." + ".".join(places[int(problem.path[1])])
        errors.setdefault(name, problem_text(problem))
        listed.append({"message": problem_text(problem), "id": name.replace(".", "-")})
    return {"errors": errors, "problems": listed}
