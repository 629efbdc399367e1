"""Relay connections over keyset pages."""

from collections.abc import Callable
from typing import Annotated, Generic, TypeVar

import strawberry

from models.kit.paging import MAX_PAGE, Page, page_size

T = TypeVar("T")
R = TypeVar("R")

DEFAULT_PAGE = 20

First = Annotated[
    int | None,
    strawberry.argument(description=f"How many, from 1 to {MAX_PAGE}; {DEFAULT_PAGE} when it is not said."),
]
After = Annotated[
    str | None,
    strawberry.argument(description="Go on after this cursor: the `endCursor` of the page before."),
]


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """Where a page lies."""

    has_next_page: bool = strawberry.field(description="Whether there is more after this page.")
    has_previous_page: bool = strawberry.field(description="Whether this page was asked for with `after`.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first edge; null when empty.")
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last edge; give it as `after` to go on. Null when empty."
    )


@strawberry.type(description="One thing in a page, with its place in the list.")
class Edge(Generic[T]):
    """A node and its cursor."""

    node: T = strawberry.field(description="The thing itself.")
    cursor: str = strawberry.field(description="Its place in the list, to be given as `after`.")


@strawberry.type(description="A page of a list, after the Relay cursor connections specification.")
class Connection(Generic[T]):
    """A page."""

    edges: list[Edge[T]] = strawberry.field(description="What is on the page, in order.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in its list.")


def size(first: int | None) -> int:
    """`first`, or the default; raises InvalidInput outside 1 to 100."""
    return page_size(DEFAULT_PAGE if first is None else first)


def connection(page: Page[R], node: Callable[[R], T]) -> Connection[T]:
    """The page in the contract's shape."""
    edges = [Edge(node=node(row), cursor=cursor) for row, cursor in zip(page.rows, page.cursors, strict=True)]
    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=page.cursors[0] if edges else None,
            end_cursor=page.cursors[-1] if edges else None,
        ),
    )
