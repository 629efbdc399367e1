"""Whether there is anybody for each step: officers, a head who signs, and two people where two have to look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from models.kit.text import N_
from models.services.codes import Code, Fault
from models.services.rules.duties import KINDS, same_office
from models.services.rules.parts import Content, codes_named, kind_found, owner_named
from models.services.rules.values import never_together


@dataclass(frozen=True, slots=True)
class Office:
    """An agency with how many of its people answer and how many head it."""

    name: str
    kind: str
    region: str | None
    officers: int
    heads: int

    @property
    def is_placeholder(self) -> bool:
        """Whether it only lends its name to what is printed: a village, a district or an RT of no place."""
        return self.kind in KINDS and self.region is None


Offices = Mapping[str, Office]
"""The regency's offices by their agency's code."""


def kinds_of(offices: Offices) -> dict[str, str]:
    """The kind of each agency by its code."""
    return {code: office.kind for code, office in offices.items()}


def names_of(offices: Offices) -> dict[str, str]:
    """What each agency is called, by its code."""
    return {code: office.name for code, office in offices.items()}


_OFFICERS, _HEADS = N_("petugas"), N_("pimpinan")


def unstaffed(content: Content, offices: Offices) -> Iterator[Fault]:
    """Steps that nobody could answer; where the regency has nobody at all yet only placeholders are told."""
    peopled = any(office.officers or office.heads for office in offices.values())
    for place, step in enumerate(content["steps"]):
        signs = step["kind"] == "sign"
        fewest = _most(step, offices, "heads" if signs else "officers")
        nobody = peopled and fewest == 0 and step["kind"] != "pay"
        if nobody or _names_placeholder(step, offices):
            facts = {"step": step["key"], "office": owner_named(step), "who": _HEADS if signs else _OFFICERS}
            yield Fault(Code.UNSTAFFED, ("steps", place), facts)


def lone_officers(content: Content, offices: Offices) -> Iterator[Fault]:
    """Steps that the definition keeps apart in an office with one officer."""
    steps, kinds = content["steps"], kinds_of(offices)
    for one, other in combinations(enumerate(steps), 2):
        for (place, step), (_, apart) in ((one, other), (other, one)):
            kept = apart["key"] in step.get("other_officer_than", ()) and step["kind"] != "sign"
            if not kept or not same_office(step, apart, kinds) or _never(content, step, apart):
                continue
            if 1 in (_most(step, offices, "officers"), _most(apart, offices, "officers")):
                facts = {"step": step["key"], "other": apart["key"], "office": owner_named(step)}
                yield Fault(Code.LONE_OFFICER, ("steps", place), facts)


def unfit_receivers(content: Content, offices: Offices) -> Iterator[Fault]:
    """Agencies that are to take a step over, and belong to a place, or have nobody who could answer it."""
    peopled = any(office.officers or office.heads for office in offices.values())
    for place, step in enumerate(content["steps"]):
        for index, code in enumerate(step.get("transfer_to", ())):
            office = offices.get(code)
            if office is None:
                continue
            people = office.heads if step["kind"] == "sign" else office.officers
            if office.kind in KINDS or (peopled and not people):
                facts = {"step": step["key"], "agency": code}
                yield Fault(Code.TRANSFER_TO, ("steps", place, "transfer_to", index), facts)


def _never(content: Content, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return never_together(content["form"]["properties"], one, other)


def _most(step: Mapping[str, Any], offices: Offices, who: str) -> int | None:
    """How many there are to do a step: at the place that has most, or by the choice that has fewest; None: unknown."""
    counted = [getattr(office, who) for office in _offices_of(step, offices)]
    return (min if codes_named(step) else max)(counted, default=None)


def _offices_of(step: Mapping[str, Any], offices: Offices) -> list[Office]:
    """The offices that a step names, or all that it may be found in."""
    if codes := codes_named(step):
        return [offices[code] for code in codes if code in offices]
    kind = kind_found(step)
    return [office for office in offices.values() if office.kind == kind and not office.is_placeholder]


def _names_placeholder(step: Mapping[str, Any], offices: Offices) -> bool:
    return any(offices[code].is_placeholder for code in codes_named(step) if code in offices)
