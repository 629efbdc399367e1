"""What there is at the places that an application is about."""

from collections.abc import Iterator, Mapping
from typing import Any

from models.accounts.queries import offices
from models.applications.competence import Ground
from models.places.queries import VillageRow, villages, villages_by_code
from models.places.workflow import is_village, parent_of_code
from models.services.definition import Definition


async def ground_of(definition: Definition, answers: Mapping[str, Any], *, home: str) -> Ground:
    """The villages that the answers name and the offices that the steps may fall to, in two statements."""
    found = await villages_by_code({home, *_named(definition, answers)})
    regions = {*found, *(parent_of_code(code) or "" for code in found)}
    codes = {code for step in definition.steps for code in step.codes}
    return Ground(home, found, await offices(codes=codes, regions=regions))


async def villages_named(definition: Definition, answers: Mapping[str, Any]) -> dict[str, VillageRow]:
    """The villages of this regency that the answers name, by code: no statement where they name none."""
    return await villages_by_code(set(_named(definition, answers)))


async def villages_for(definition: Definition) -> list[VillageRow]:
    """The villages to choose from in a form, by district and name; no statement where it asks for none."""
    return await villages() if definition.places else []


def _named(definition: Definition, answers: Mapping[str, Any]) -> Iterator[str]:
    """What is written like a village's code."""
    given = (answers.get(name) for name in definition.places)
    return (code for code in given if isinstance(code, str) and is_village(code))
