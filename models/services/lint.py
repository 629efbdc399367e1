"""What a definition that fits `catalogue/schema.json` can still get wrong, found before anybody applies."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from models.services.codes import Fault
from models.services.rules.clocks import CLOCK_RULES
from models.services.rules.competence import COMPETENCE_RULES
from models.services.rules.conditions import CONDITION_RULES
from models.services.rules.dates import DATE_RULES
from models.services.rules.duties import DUTY_RULES, same_officer, unknown_agencies
from models.services.rules.ending import ENDING_RULES
from models.services.rules.form import FORM_RULES
from models.services.rules.graph import GRAPH_RULES
from models.services.rules.languages import LANGUAGE_RULES
from models.services.rules.neighbours import fills_nothing, kinds_of_others, registers_asked, taken
from models.services.rules.papers import own_products
from models.services.rules.parts import Rule
from models.services.rules.repealed import REPEALED_RULES
from models.services.rules.sight import SIGHT_RULES
from models.services.rules.staffing import (
    Offices,
    kinds_of,
    lone_officers,
    names_of,
    unfit_receivers,
    unstaffed,
)
from models.services.rules.treasury import TREASURY_RULES, wrong_treasury

_RULES: Collection[Rule] = (
    *FORM_RULES,
    *DATE_RULES,
    *CONDITION_RULES,
    *GRAPH_RULES,
    *COMPETENCE_RULES,
    *ENDING_RULES,
    *DUTY_RULES,
    *CLOCK_RULES,
    *TREASURY_RULES,
    *REPEALED_RULES,
    *SIGHT_RULES,
    *LANGUAGE_RULES,
)


def lint(content: Mapping[str, Any], *, offices: Offices | None = None) -> list[Fault]:
    """All faults in a definition that the schema accepts; those about the regency's offices where they are known."""
    faults = [fault for rule in _RULES for fault in rule(content)]
    faults += own_products(content, names_of(offices or {}))
    faults += same_officer(content, kinds_of(offices or {}))
    if offices is not None:
        faults += unknown_agencies(content, offices)
        faults += unstaffed(content, offices)
        faults += wrong_treasury(content, kinds_of(offices))
        faults += lone_officers(content, offices)
        faults += unfit_receivers(content, offices)
    return faults


def lint_together(
    contents: Sequence[Mapping[str, Any]], *, offices: Offices | None = None
) -> Iterator[tuple[int, Fault]]:
    """What is wrong between definitions that each fit the schema, with the place of the one to mend."""
    kinds, names = kinds_of(offices or {}), names_of(offices or {})
    yield from taken(contents)
    for place, content in enumerate(contents):
        elsewhere = kinds_of_others(content, contents)
        for fault in registers_asked(content, contents, kinds):
            yield place, fault
        for fault in own_products(content, names, elsewhere=elsewhere):
            yield place, fault
        for fault in fills_nothing(content, contents):
            yield place, fault
