"""Until when the applicant has asked the document to hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from models.applications import tables
from models.applications.dates import read_date
from models.services.definition import Definition


def last_day_asked(definition: Definition, answers: Mapping[str, Any]) -> date | None:
    """The day on which the document ends by the form; None where the form does not ask, or was not answered."""
    name = definition.output.valid_until if definition.output else None
    return read_date(answers.get(name)) if name else None


async def last_day_over(application_id: UUID, definition: Definition, *, today: date) -> date | None:
    """The day that was asked for, where it is over: nothing is approved or signed that has expired already."""
    if definition.output is None or definition.output.valid_until is None:
        return None
    newest = tables.Submission.filter(application_id=application_id).order_by("-number").first()
    row = await newest.values("answers")
    day = last_day_asked(definition, row["answers"]) if row else None
    return day if day is not None and day < today else None
