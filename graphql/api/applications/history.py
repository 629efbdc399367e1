"""What happened to an application, as people read it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import strawberry

from api.context import Context
from models.applications.queries.contents import EventRow
from models.applications.queries.tasks import TaskRow
from models.applications.wording import event_text
from models.kit.actor import ActorKind
from models.kit.paging import Page, decode_place, encode_cursor
from models.kit.text import N_
from models.services.definition import Definition


@strawberry.type(description="Something that happened to an application. History is appended, never changed.")
class Event:
    """Something that happened."""

    at: datetime = strawberry.field(description="When.")
    kind: str = strawberry.field(
        description="What, for machines: `submitted`, `decided`, `findings-released`, `corrected` or `issued`."
        " More kinds may follow."
    )
    actor: str = strawberry.field(
        description="Who did it: a name; when tracked without signing in, the agency or `Pemohon`."
    )
    text: str = strawberry.field(description="What happened, in a sentence of plain Indonesian.")


async def told(
    rows: Iterable[EventRow],
    *,
    tasks: Sequence[TaskRow],
    definition: Definition,
    context: Context,
    names: bool,
) -> list[Event]:
    """Events as people read them; `names` says whether persons are named."""
    agencies = await context.loaders.agencies.load_many([task.agency_id for task in tasks])
    agency_of = {task.step: agency.name for task, agency in zip(tasks, agencies, strict=True)}
    return [_event(row, agency_of.get(row.step or "", ""), definition, context, names=names) for row in rows]


def _event(row: EventRow, agency: str, definition: Definition, context: Context, *, names: bool) -> Event:
    step = definition.step(row.step).title if row.step else None
    said = event_text(row, step, agency, context.regency.zone)
    actor = row.actor_name if names else agency
    if not actor:
        citizen = row.actor_kind == ActorKind.CITIZEN.value
        actor = context.translate(N_("Pemohon") if citizen else N_("Sistem"))
    return Event(
        at=context.local(row.at),
        kind=row.kind.value,
        actor=actor,
        text=context.say(said.message, said.facts),
    )


def page_of(rows: Sequence[EventRow], size: int, after: str | None) -> Page[EventRow]:
    """The page after a cursor, of events that were read for a whole level."""
    last = decode_place(after) if after else 0
    left = [row for row in rows if row.sequence > last]
    shown = left[:size]
    cursors = [encode_cursor(str(row.sequence)) for row in shown]
    return Page(shown, cursors, has_next=len(left) > size, has_previous=after is not None)
