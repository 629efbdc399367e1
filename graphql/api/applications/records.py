"""What another system has issued."""

from collections.abc import Sequence
from datetime import date

import strawberry

from models.applications.queries.contents import EventRow


@strawberry.type(
    description="The number and the date under which another system (OSS, SIMBG, the police) has issued."
)
class Record:
    """What came out elsewhere."""

    system: str = strawberry.field(description="The other system.")
    number: str = strawberry.field(
        description="The number given there; `Service.elsewhere` says what it is called."
    )
    day: date = strawberry.field(name="date", description="The date of it.")


def record_of(events: Sequence[EventRow]) -> Record | None:
    """The newest number that an officer has written down."""
    found = (row.facts["reference"] for row in reversed(events) if "reference" in row.facts)
    reference = next(found, None)
    if reference is None:
        return None
    day = date.fromisoformat(reference["date"])
    return Record(system=reference["system"], number=reference["number"], day=day)
