"""Whose step it is: the agency that is named, or the one competent where, or in what, the matter is."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from models.accounts.queries import Office
from models.agencies.queries import AgencyRow
from models.agencies.workflow import DISTRICT, RISING, RT
from models.applications.errors import PlaceNotServed
from models.kit.actor import OfficerRole
from models.kit.errors import Problem, ProblemCode
from models.kit.text import N_
from models.places.queries import VillageRow
from models.places.workflow import parent_of_code
from models.services.definition import BRANCH_KINDS, Definition, Step, StepKind

UNSERVED = N_("{place} dan kecamatannya belum memakai layanan ini. Untuk tempat ini belum dapat diajukan.")
SERVED_BY = N_("{office} belum memakai layanan ini; dilayani {agency}.")


@dataclass(frozen=True, slots=True)
class Ground:
    """What there is where the matter is: the village of the applicant's home, villages by code, and the offices."""

    home: str
    villages: Mapping[str, VillageRow]
    offices: Sequence[Office]


@dataclass(frozen=True, slots=True)
class Owner:
    """The agency that does a step, and what the one is called in whose place it serves; "" where it is that one."""

    agency: AgencyRow
    instead_of: str = ""

    @property
    def told(self) -> dict[str, str]:
        """What an event says of it: the agency's id (hexadecimal), and in whose place it serves."""
        return {"agency": self.agency.id.hex} | ({"for": self.instead_of} if self.instead_of else {})


@dataclass(frozen=True, slots=True)
class _Part:
    """The steps of one kind of agency at one place: they go to the same office, so that who decides also signs."""

    source: str | None
    kind: str
    steps: tuple[Step, ...]

    def is_done_by(self, office: Office) -> bool:
        """Whether there is somebody for every step: a head who signs, and two officers where two have to look."""
        officers = [
            step for step in self.steps if step.role is OfficerRole.OFFICER and step.kind is not StepKind.PAY
        ]
        apart = any(_apart(one, other) for one, other in product(officers, repeat=2))
        signs = any(step.role is OfficerRole.HEAD for step in self.steps)
        return office.officers >= (2 if apart else min(len(officers), 1)) and office.heads >= int(signs)


def _apart(one: Step, other: Step) -> bool:
    return other.key in one.other_officer_than or (one.kind is StepKind.DECIDE and other.kind in BRANCH_KINDS)


def owners_of(definition: Definition, answers: Mapping[str, Any], ground: Ground) -> dict[str, Owner | None]:
    """Who does each step with these answers; None where nobody in the system is competent and ready.

    An RT or a village that is not ready, for want of an officer or of a head where it signs, is served by the next
    one up to its district, with all its steps together, unless the definition forbids that for one of them.
    """
    by_code = {office.agency.code: office.agency for office in ground.offices}
    found: dict[str, Owner | None] = {}
    for step in definition.steps:
        if step.kind_found is None:
            agency = by_code.get(_code(step, answers) or "")
            found[step.key] = None if agency is None else Owner(agency)
    for part in _parts(definition):
        owner = _owner(part, _place(part, answers, ground), ground)
        found |= {step.key: owner for step in part.steps}
    return {step.key: found[step.key] for step in definition.steps}


def _code(step: Step, answers: Mapping[str, Any]) -> str | None:
    """The code of the agency that a step names, or names for this choice."""
    if step.agency_of is None:
        return step.agency
    return step.agency_of.agencies.get(str(answers.get(step.agency_of.field)))


def _parts(definition: Definition) -> Iterator[_Part]:
    steps = [step for step in definition.steps if step.kind_found is not None]
    for source, kind in dict.fromkeys((_source(step), step.kind_found or "") for step in steps):
        same = tuple(step for step in steps if (_source(step), step.kind_found) == (source, kind))
        yield _Part(source, kind, same)


def _source(step: Step) -> str | None:
    """The field that names the place; None for the applicant's home."""
    return step.agency_of.field if step.agency_of else None


def _place(part: _Part, answers: Mapping[str, Any], ground: Ground) -> str:
    return ground.home if part.source is None else str(answers.get(part.source))


def _owner(part: _Part, place: str, ground: Ground) -> Owner | None:
    kinds = RISING[RISING.index(part.kind) :]
    if not all(step.served_by_district for step in part.steps):
        kinds = kinds[:1]
    for kind in kinds:
        for office in _offices(place, kind, ground):
            if part.is_done_by(office):
                return Owner(office.agency, "" if kind == part.kind else _called(part.kind, place, ground))
    return None


def _offices(place: str, kind: str, ground: Ground) -> list[Office]:
    region = parent_of_code(place) if kind == DISTRICT else place
    there = [one for one in ground.offices if (one.agency.region_code, one.agency.kind) == (region, kind)]
    return sorted(there, key=lambda office: office.agency.code)


def _called(kind: str, place: str, ground: Ground) -> str:
    """What the agency is called that would be competent at a place."""
    village = ground.villages[place].title if place in ground.villages else place
    return f"RT {village}" if kind == RT else village


def unserved_places(
    definition: Definition, answers: Mapping[str, Any], ground: Ground, *, only: Collection[str] | None = None
) -> list[Problem]:
    """Where nobody is ready: at the field that names the place, or at `service` for the applicant's home.

    `only` these fields, where one asks about what was corrected.
    """
    owners = owners_of(definition, answers, ground)
    sources = [_source(step) for step in definition.steps if step.kind_found and owners[step.key] is None]
    problems = []
    for name in dict.fromkeys(sources):
        if name is None and only is None:
            problems.append(Problem(ProblemCode.UNAVAILABLE, ("service",), PlaceNotServed.message))
        elif name is not None and (only is None or name in only):
            village = ground.villages.get(str(answers.get(name)))
            if village is not None:  # else the answer itself is at fault
                facts = {"place": village.label}
                problems.append(Problem(ProblemCode.UNAVAILABLE, ("answers", name), UNSERVED, facts))
    return problems
