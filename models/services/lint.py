"""What a definition that fits `catalogue/schema.json` can still get wrong, found before anybody applies."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from models.services.codes import Fault
from models.services.rules.clocks import CLOCK_RULES
from models.services.rules.conditions import CONDITION_RULES
from models.services.rules.dates import DATE_RULES
from models.services.rules.duties import DUTY_RULES, unknown_agencies
from models.services.rules.ending import ENDING_RULES
from models.services.rules.form import FORM_RULES
from models.services.rules.graph import GRAPH_RULES
from models.services.rules.languages import LANGUAGE_RULES
from models.services.rules.neighbours import fills_nothing, kinds_of_others, registers_asked, taken
from models.services.rules.papers import own_products
from models.services.rules.parts import Rule
from models.services.rules.repealed import REPEALED_RULES
from models.services.rules.sight import SIGHT_RULES

_RULES: Collection[Rule] = (
    *FORM_RULES,
    *DATE_RULES,
    *CONDITION_RULES,
    *GRAPH_RULES,
    *ENDING_RULES,
    *DUTY_RULES,
    *CLOCK_RULES,
    *REPEALED_RULES,
    *SIGHT_RULES,
    *LANGUAGE_RULES,
)


def lint(
    content: Mapping[str, Any],
    *,
    agencies: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> list[Fault]:
    """All faults in a definition that the schema accepts; kinds and names of agencies by code where they are known."""
    faults = [fault for rule in _RULES for fault in rule(content)]
    faults += own_products(content, names or {})
    return faults if agencies is None else [*faults, *unknown_agencies(content, agencies)]


def lint_together(
    contents: Sequence[Mapping[str, Any]],
    *,
    agencies: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Iterator[tuple[int, Fault]]:
    """What is wrong between definitions that each fit the schema, with the place of the one to mend."""
    yield from taken(contents)
    for place, content in enumerate(contents):
        elsewhere = kinds_of_others(content, contents)
        for fault in registers_asked(content, contents, agencies or {}):
            yield place, fault
        for fault in own_products(content, names or {}, elsewhere=elsewhere):
            yield place, fault
        for fault in fills_nothing(content, contents):
            yield place, fault
