"""Where an application stands: who has it, what happened, how many have answered. Nothing in it is about the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.web.applications.process_picture import events_shown, steps_shown
from models.agencies.queries import AgencyRow, agencies_by_id
from models.applications.positions import Progress, progress
from models.applications.queries.applications import ApplicationRow
from models.applications.queries.contents import EventRow, events_of, without_reasons
from models.applications.queries.tasks import TaskRow, tasks_of
from models.applications.states import EventKind, TaskState
from models.kit.actor import Actor
from models.services.definition import Definition
from models.services.queries import service_versions


@dataclass(frozen=True, slots=True)
class ApplicationStatus:
    """What a page shows of an application's way; `events` are as people read them, newest first."""

    row: ApplicationRow
    definition: Definition
    progress: Progress
    steps: Sequence[Mapping[str, Any]]
    events: Sequence[Mapping[str, Any]]
    history: Sequence[EventRow]
    tasks: Sequence[TaskRow]
    agencies: Mapping[UUID, AgencyRow]
    sent: int
    """How many times the citizen has sent the file; a form carries it, so that nobody answers what has changed."""
    releases: int
    """How many times findings have gone to the citizen, for the same end."""

    @property
    def findings(self) -> list[Mapping[str, Any]]:
        """What the citizen has been asked to correct, with the agency that asks."""
        return [
            {**finding, "agency": self.agencies[task.agency_id].name}
            for task in self.tasks
            if task.state is TaskState.RETURNED and task.told
            for finding in task.findings
        ]

    @property
    def open_tasks(self) -> list[TaskRow]:
        """What somebody should be working on."""
        return [task for task in self.tasks if task.state is TaskState.OPEN]

    def agency_of(self, task: TaskRow) -> str:
        """The name of the agency that has a task."""
        return self.agencies[task.agency_id].name


async def application_status(
    row: ApplicationRow, *, by: Actor, zone: ZoneInfo, public: bool = False
) -> ApplicationStatus:
    """Read an application's way, in five statements at most; `public` without what officers wrote to each other."""
    definition = (await service_versions([row.version_id]))[row.version_id].definition
    tasks = (await tasks_of([row.id], by=by))[row.id]
    history = (await events_of([row.id], by=by))[row.id]
    history = without_reasons(history) if public else history
    before = {id for event in history for id in event.moved.values()}
    found = {UUID(hex=owner["agency"]) for event in history for owner in event.owners.values()}
    agencies = await agencies_by_id({task.agency_id for task in tasks} | before | found)
    return ApplicationStatus(
        row=row,
        definition=definition,
        progress=progress((task.kind, task.state) for task in tasks),
        steps=steps_shown(definition, tasks, agencies, history, zone),
        events=events_shown(definition, history, tasks, agencies, zone),
        history=history,
        tasks=tasks,
        agencies=agencies,
        sent=sum(event.kind in {EventKind.SUBMITTED, EventKind.CORRECTED} for event in history),
        releases=sum(event.kind is EventKind.FINDINGS_RELEASED for event in history),
    )


def refusal_of(status: ApplicationStatus) -> TaskRow | None:
    """The task whose refusal ended the application."""
    return next((task for task in status.tasks if task.decision == "REFUSE"), None)
