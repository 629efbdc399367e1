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


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEUTRAL: Mapping[str, frozenset[str]] = {
    "Application": _names(
        "id number state label submittedAt sent dueAt citizenDueAt usuallyBy service tasks progress deemedBasis"
        " objectionUntil objection"
    ),
    "Task": _names(
        "id application step agency state hands openedAt dueAt decision decidedAt decidedBy decidedByKind lane"
        " visitTimes visitAt claimedBy claimedUntil colleagues"
    ),
    "Objection": _names("id application agency filedAt dueAt upheld decidedAt"),
}
"""What says nothing about the person: how a file goes, who works on it and until when; every other field is noted."""


class _Row(Protocol):
    @property
    def application_id(self) -> UUID: ...


def note_looks(schema: Schema) -> None:
    """Put the access log before every field of an application that is not `NEUTRAL`."""
    for name, neutral in NEUTRAL.items():
        made = schema._schema.type_map[name]
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
    if isinstance(row, ApplicationRow):
        file: ApplicationRow | None = row
    else:
        file = await context.loaders.applications.load(row.application_id)
    if file is None:
        return None
    await context.loaders.readings.load(file)
    return value
