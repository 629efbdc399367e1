"""The day's round of an agency."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from api.context import Context, Info
from api.fields import field
from api.scalars import PhoneNumber
from models.applications.queries.visits import VisitRow, days_with_visits, round_of
from models.kit.ids import public_id


@strawberry.type(description="An appointment: where an agency's officers have said that they will come.")
class Visit:
    """An appointment."""

    task_id: strawberry.ID = strawberry.field(description="The task that it is for.")
    number: str = strawberry.field(description="The number of the application.")
    service: str = strawberry.field(description="What is applied for.")
    step: str = strawberry.field(description="The step, as people read it.")
    at: datetime = strawberry.field(description="When.")
    done: bool = strawberry.field(description="Whether the task has been answered.")
    name: str = strawberry.field(description="Who applies.")
    address: str = strawberry.field(description="Where they live.")
    village: str = strawberry.field(description="The village (desa, kelurahan).")
    district: str = strawberry.field(description="The district (kecamatan).")
    phone: PhoneNumber | None = strawberry.field(
        description="The telephone number; null unless the step needs identities."
    )

    @classmethod
    def of(cls, row: VisitRow, context: Context) -> "Visit":
        """An appointment as the officers see it."""
        return cls(
            task_id=strawberry.ID(public_id("task", row.task_id)),
            number=row.number,
            service=str(row.service),
            step=str(row.step),
            at=context.local(row.visit_at),
            done=row.done,
            name=row.name,
            address=row.address,
            village=row.village,
            district=row.district,
            phone=PhoneNumber(row.phone) if row.phone else None,
        )


@strawberry.type(description="A day on which an agency has visits to make.")
class VisitDay:
    """A day with visits."""

    day: date = strawberry.field(name="date", description="The day.")
    visits: int = strawberry.field(description="How many are still to be made.")


@strawberry.type
class VisitQueries:
    """Visits."""

    @field(
        "The visits of the caller's agency on a day, village by village, 200 at most. Empty for everybody but officers."
        " The look is noted in the access log."
    )
    async def visits(
        self,
        info: Info,
        day: Annotated[date, strawberry.argument(name="date", description="The day.")],
    ) -> list[Visit]:
        """The day's round."""
        context = info.context
        rows = await round_of(day, by=context.actor, at=context.at, regency=context.regency)
        return [Visit.of(row, context) for row in rows]

    @field("The days of the next two weeks on which the caller's agency has visits to make.")
    async def visit_days(self, info: Info) -> list[VisitDay]:
        """When there are visits."""
        context = info.context
        days = await days_with_visits(context.today, by=context.actor, regency=context.regency)
        return [VisitDay(day=row.day, visits=row.visits) for row in days]
