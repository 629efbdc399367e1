"""An officer's look at what is about a person is written down before it is shown, whichever field they ask for."""

from collections.abc import Awaitable, Mapping
from inspect import isawaitable
from typing import Any, Protocol
from uuid import UUID

from graphql import GraphQLObjectType
from graphql.type import GraphQLFieldResolver
from strawberry.schema import Schema

from api.context import Context
from models.applications.queries.applications import ApplicationRow
from models.kit.actor import ActorKind

NEUTRAL: Mapping[str, frozenset[str]] = {
    "Application": frozenset(
        "id number state label submittedAt sent dueAt citizenDueAt usuallyBy service tasks progress deemedBasis"
        " objectionUntil objection".split()
    ),
    "Task": frozenset(
        "id application step agency state hands openedAt dueAt decision decidedAt decidedBy decidedByKind lane"
        " visitTimes visitAt claimedBy claimedUntil colleagues".split()
    ),
    "Objection": frozenset("id application agency filedAt dueAt upheld decidedAt".split()),
}
"""What says nothing about the person: how a file goes, who works on it and until when; every other field is noted."""


class _Row(Protocol):
    @property
    def application_id(self) -> UUID: ...


def note_looks(schema: Schema) -> None:
    """Put the access log before every field of an application that is not `NEUTRAL`, one that is still to be made too."""
    for name, neutral in NEUTRAL.items():
        made = schema._schema.type_map[name]  # noqa: SLF001 - strawberry shows the core's types nowhere else
        if not isinstance(made, GraphQLObjectType):
            raise TypeError(name)
        for field_name, field in made.fields.items():
            if field_name not in neutral and field.resolve is not None:
                field.resolve = _noted(field.resolve)


def _noted(resolve: GraphQLFieldResolver) -> GraphQLFieldResolver:
    def look(source: Any, info: Any, **arguments: Any) -> Any:
        shown = resolve(source, info, **arguments)
        context: Context = info.context
        return _note(source.row, shown, context) if context.actor.kind is ActorKind.OFFICER else shown

    return look


async def _note(row: ApplicationRow | _Row, shown: Awaitable[Any] | Any, context: Context) -> Any:
    """What is shown, once the look is noted; nothing of a file that the caller may not read any more."""
    value = await shown if isawaitable(shown) else shown
    if value is None or value == []:
        return value
    known = isinstance(row, ApplicationRow)
    file = row if known else await context.loaders.applications.load(row.application_id)
    if file is None:
        return None
    await context.loaders.readings.load(file)
    return value
