"""Showing the regency's own enums to clients, each value described."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar, cast

import strawberry

E = TypeVar("E", bound=StrEnum)


def publish(enum: type[E], description: str, values: Mapping[E, str], *, name: str | None = None) -> None:
    """Make `enum` part of the schema, by default under its own name; raises KeyError when a value is not described."""
    strawberry.enum(enum, name=name, description=description)
    for value in cast(Any, enum).__strawberry_definition__.values:
        value.description = values[enum[value.name]]
