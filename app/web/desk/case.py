"""A task with everything that its page speaks of."""

from dataclasses import dataclass

from starlette.requests import Request

from app.auth.sessions import require_officer
from app.web.applications.status import ApplicationStatus, application_status
from models.accounts.queries import roles_of
from models.applications.access import has_charge, may_answer
from models.applications.errors import TaskNotFound
from models.applications.positions import Position, TaskPosition
from models.applications.queries.applications import ApplicationRow, applications_by_id, note_files_read
from models.applications.queries.position import position_of
from models.applications.queries.tasks import TaskRow, task
from models.applications.states import TaskState
from models.calendar.queries import working_time
from models.calendar.workflow import WorkingTime
from models.kit.ids import parse_id, public_id
from models.services.definition import Definition, Step


@dataclass(frozen=True, slots=True)
class Case:
    """A task with everything that its page speaks of."""

    row: TaskRow
    file: ApplicationRow
    status: ApplicationStatus
    step: Step
    position: Position
    clock: WorkingTime
    mine: bool
    """Whether it is for the officer who looks: open, in a role that they have today, or taken on as the head."""
    charge: bool
    """Whether it is open, and theirs to give to whom they like: an officer's, before the head."""

    @property
    def definition(self) -> Definition:
        """The service as it was when this was sent."""
        return self.status.definition

    @property
    def now(self) -> TaskPosition:
        """How the step stands by the engine."""
        return self.position.tasks[self.row.step]


def page_of(row: TaskRow) -> str:
    """The page of a task."""
    return f"/petugas/tugas/{public_id('task', row.id)}"


async def found_task(request: Request) -> TaskRow:
    """The task in the address; raises TaskNotFound for one of another agency."""
    actor = require_officer(request).actor
    id = parse_id("task", request.path_params["id"])
    row = await task(id, by=actor) if id else None
    if row is None:
        raise TaskNotFound("taskId")
    return row


async def case_of(request: Request, row: TaskRow) -> Case:
    """Read all that belongs to a task; the look at the file is noted before it is shown."""
    account, at = require_officer(request), request.state.at
    file = (await applications_by_id([row.application_id], by=account.actor))[row.application_id]
    await note_files_read([file], by=account.actor, at=at)
    zone = request.app.state.regency.zone
    status = await application_status(file, by=account.actor, zone=zone)
    clock = await working_time(zone)
    roles = await roles_of(account.actor, at=at)
    own = row.state is TaskState.OPEN and row.agency_id == account.agency_id
    mine = own and may_answer(row.role.value, row.claimed_by_id, by=account.actor, roles=roles)
    charge = own and has_charge(row.role.value, roles)
    position = await position_of(file, at=at, clock=clock)
    return Case(row, file, status, status.definition.step(row.step), position, clock, mine, charge)
