"""Following an application by number and PIN."""

from api.applications.history import told
from api.applications.values import Progress, Tracking, label_of
from api.context import Context
from models.applications.queries.applications import ApplicationRow, application_by_number
from models.applications.queries.contents import events_of, without_reasons
from models.applications.queries.tasks import tasks_of
from models.applications.queries.tracking import tracker
from models.kit.actor import Actor
from models.permits.queries import permits_of


async def track(number: str, pin: str, context: Context) -> Tracking | None:
    """What number and PIN show; None when they do not belong together. Raises RateLimited."""
    found = await tracker(number, pin, caller=context.caller, at=context.at, regency=context.regency)
    if found is None:
        return None
    stored, applicant = found
    row = await application_by_number(stored, by=applicant)
    return await _tracking(row, applicant, context) if row else None


async def _tracking(row: ApplicationRow, by: Actor, context: Context) -> Tracking:
    definition = (await context.loaders.versions.load(row.version_id)).definition
    tasks = (await tasks_of([row.id], by=by))[row.id]
    events = without_reasons((await events_of([row.id], by=by))[row.id])
    permit = (await permits_of([row.id], by=by, today=context.today)).get(row.id)
    return Tracking(
        number=row.number,
        service=str(definition.title),
        state=row.state,
        label=label_of(row, tasks, context),
        progress=Progress.of(tasks),
        due_at=context.local_or_none(row.due_at),
        citizen_due_at=context.local_or_none(row.citizen_due_at),
        usually_by=await context.loaders.usual_days.load(row.id),
        events=await told(
            events, history=events, tasks=tasks, definition=definition, context=context, names=False
        ),
        permit_code=permit.code if permit else None,
    )
