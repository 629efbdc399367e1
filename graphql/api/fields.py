"""Fields that a function answers, typed."""

from collections.abc import Callable
from typing import TypeVar, cast

import strawberry

F = TypeVar("F", bound=Callable[..., object])


def field(description: str) -> Callable[[F], F]:
    """A field whose value the decorated function answers."""
    return cast(Callable[[F], F], strawberry.field(description=description))
