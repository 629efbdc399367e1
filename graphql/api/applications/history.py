"""What happened to an application, as people read it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import strawberry

from api.context import Context
from models.applications.queries.contents import EventRow
from models.applications.queries.tasks import TaskRow
from models.applications.states import EventKind
from models.applications.wording import Doer, doer_of, event_text
from models.kit.actor import ActorKind
from models.kit.paging import Page, decode_place, encode_cursor
from models.kit.text import N_
from models.services.definition import Definition

KINDS = ", ".join(f"`{kind.value}`" for kind in EventKind)


@strawberry.type(description="Something that happened to an application. History is appended, never changed.")
class Event:
    """Something that happened."""

    at: datetime = strawberry.field(description="When.")
    kind: str = strawberry.field(description=f"What, for machines: {KINDS}. More kinds may follow.")
    actor: str = strawberry.field(
        description="Who did it: a name; when tracked without signing in, the agency or `Pemohon`."
    )
    actor_kind: Doer = strawberry.field(
        description="Whether the applicant, an officer, the legal signatory or a machine did it."
    )
    step: str | None = strawberry.field(description="The key of the step that it is about, if any.")
    text: str = strawberry.field(description="What happened, in a sentence of plain Indonesian.")


async def told(
    rows: Sequence[EventRow],
    *,
    history: Sequence[EventRow],
    tasks: Sequence[TaskRow],
    definition: Definition,
    context: Context,
    names: bool,
) -> list[Event]:
    """Events as people read them, out of the whole history; `names` says whether persons are named."""
    ids = {row.sequence: agency_at(row, history, tasks) for row in rows}
    gained = [id for row in rows for id in row.new_owners]
    wanted = sorted({id for id in [*ids.values(), *gained] if id is not None})
    found = dict(zip(wanted, await context.loaders.agencies.load_many(wanted), strict=True))
    agency_of = {place: found[id].name if id else "" for place, id in ids.items()}
    owners = {row.sequence: ", ".join(found[id].name for id in row.new_owners) for row in rows}
    return [
        _event(row, agency_of[row.sequence], owners[row.sequence], definition, context, names=names)
        for row in rows
    ]


def agency_at(row: EventRow, history: Sequence[EventRow], tasks: Sequence[TaskRow]) -> UUID | None:
    """The agency that had the step of an event then, or got it by this event; later ones may have it now."""
    if row.step in row.moved and "agency" in row.facts:
        return UUID(hex=row.facts["agency"])
    for later in history:
        sender = later.moved.get(row.step or "")
        if sender is not None and later.sequence > row.sequence:
            return sender
    return next((task.agency_id for task in tasks if task.step == row.step), None)


def _event(
    row: EventRow, agency: str, owners: str, definition: Definition, context: Context, *, names: bool
) -> Event:
    step = definition.step(row.step) if row.step else None
    said = event_text(row, step.title if step else None, owners or agency, context.regency.zone)
    actor = row.actor_name if names else row.facts.get("by", agency)
    if not actor:
        citizen = row.actor_kind == ActorKind.CITIZEN.value
        actor = context.translate(N_("Pemohon") if citizen else N_("Sistem"))
    return Event(
        at=context.local(row.at),
        kind=row.kind.value,
        actor=actor,
        actor_kind=doer_of(row, step.kind if step else None),
        step=row.step,
        text=context.say(said.message, said.facts),
    )


def page_of(rows: Sequence[EventRow], size: int, after: str | None) -> Page[EventRow]:
    """The page after a cursor, of events that were read for a whole level."""
    last = decode_place(after) if after else 0
    left = [row for row in rows if row.sequence > last]
    shown = left[:size]
    cursors = [encode_cursor(str(row.sequence)) for row in shown]
    return Page(shown, cursors, has_next=len(left) > size, has_previous=after is not None)
