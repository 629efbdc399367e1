"""What every thing with an identity has in common."""

import strawberry


@strawberry.interface(
    description="A thing with an identifier of its own; the query `node` finds it again by that."
)
class Node:
    """A thing that `node(id)` finds."""

    id: strawberry.ID = strawberry.field(
        description="Opaque and lasting. Keep it as text; do not take it apart."
    )
