"""From the identifiers that clients send to what they mean."""

from uuid import UUID

from api.applications.types import Application, Task
from api.context import Context
from models.applications.errors import ApplicationNotFound, TaskNotFound
from models.applications.queries.tasks import task, task_on_paper
from models.kit.ids import parse_id

NO_DOCUMENT = UUID(int=0)
"""Stands for an identifier that is none, so that its fault is told together with all others."""


def task_id_of(text: str) -> UUID:
    """The id of a task; raises TaskNotFound for what cannot be one."""
    id = parse_id("task", text)
    if id is None:
        raise TaskNotFound("taskId")
    return id


def application_id_of(text: str) -> UUID:
    """The id of an application; raises ApplicationNotFound for what cannot be one."""
    id = parse_id("application", text)
    if id is None:
        raise ApplicationNotFound("applicationId")
    return id


async def shown_task(id: UUID, context: Context) -> Task:
    """A task after a change, as the caller may see it: their own, or one that they have answered from paper."""
    row = await task(id, by=context.actor) or await task_on_paper(id, by=context.actor)
    if row is None:
        raise TaskNotFound("taskId")
    return Task.of(row, context)


async def shown_application(id: UUID, context: Context) -> Application:
    """An application after a change, as the caller may see it."""
    row = await context.loaders.applications.load(id)
    if row is None:
        raise ApplicationNotFound("applicationId")
    return Application.of(row, context)
