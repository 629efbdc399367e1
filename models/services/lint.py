"""What a definition that fits `catalogue/schema.json` can still get wrong, found before anybody applies."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from models.services.codes import Fault
from models.services.rules.clocks import CLOCK_RULES
from models.services.rules.conditions import CONDITION_RULES
from models.services.rules.dates import DATE_RULES
from models.services.rules.duties import DUTY_RULES, same_officer, unknown_agencies
from models.services.rules.ending import ENDING_RULES
from models.services.rules.form import FORM_RULES
from models.services.rules.graph import GRAPH_RULES
from models.services.rules.languages import LANGUAGE_RULES
from models.services.rules.neighbours import registers_asked, taken
from models.services.rules.papers import PAPER_RULES
from models.services.rules.parts import Rule
from models.services.rules.sight import SIGHT_RULES
from models.services.rules.staffing import Offices, lone_officers, unstaffed

_RULES: Collection[Rule] = (
    *FORM_RULES,
    *DATE_RULES,
    *CONDITION_RULES,
    *GRAPH_RULES,
    *ENDING_RULES,
    *DUTY_RULES,
    *CLOCK_RULES,
    *PAPER_RULES,
    *SIGHT_RULES,
    *LANGUAGE_RULES,
)


def lint(
    content: Mapping[str, Any],
    *,
    agencies: Mapping[str, str] | None = None,
    offices: Offices | None = None,
) -> list[Fault]:
    """All faults in a definition that the schema accepts.

    `agencies` (kind by code) and `offices` (who works in them) where they are known.
    """
    faults = [fault for rule in _RULES for fault in rule(content)]
    faults += same_officer(content, agencies or {})
    if agencies is not None:
        faults += unknown_agencies(content, agencies)
    return (
        faults
        if offices is None
        else [*faults, *unstaffed(content, offices), *lone_officers(content, offices)]
    )


def lint_in_place(content: Mapping[str, Any], offices: Offices) -> list[Fault]:
    """What only shows in a regency with these offices: nobody there, or one officer on both sides."""
    kinds = {code: office.kind for code, office in offices.items()}
    return [*same_officer(content, kinds), *unstaffed(content, offices), *lone_officers(content, offices)]


def lint_together(
    contents: Sequence[Mapping[str, Any]], *, agencies: Mapping[str, str] | None = None
) -> Iterator[tuple[int, Fault]]:
    """What is wrong between definitions that each fit the schema, with the place of the one to mend."""
    yield from taken(contents)
    for place, content in enumerate(contents):
        for fault in registers_asked(content, contents, agencies or {}):
            yield place, fault
