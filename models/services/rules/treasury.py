"""State revenue and the regency's own: each is paid to whom it belongs, by the way that the law has for it."""

from collections.abc import Collection, Iterator, Mapping

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule, charges

VERTICAL = "vertical"
"""The kind of an agency of the state in the regency (instansi vertikal): what it is paid is state revenue (PNBP)."""


def _other_setter(content: Content) -> Iterator[Fault]:
    """What the state is owed is set by the agency which is owed."""
    owners = {step["key"]: step.get("agency") for step in content["steps"]}
    for place, step, charge in charges(content):
        setter = charge.get("amount_of")
        if place[-1] == "state_revenue" and setter in owners and owners[setter] != step.get("agency"):
            facts = {"step": step["key"], "setter": setter, "agency": step.get("agency")}
            yield Fault(Code.REVENUE_SETTER, (*place, "amount_of"), facts)


def _found_by_village(content: Content) -> Iterator[Fault]:
    """Neither village nor district nor RT takes anything for the state."""
    for place, step in enumerate(content["steps"]):
        if step["kind"] == "pay-state" and "agency_of_village" in step:
            facts = {"step": step["key"], "agency": step["agency_of_village"]}
            yield Fault(Code.NOT_STATE_REVENUE, ("steps", place, "agency_of_village"), facts)


TREASURY_RULES: Collection[Rule] = (_other_setter, _found_by_village)


def wrong_treasury(content: Content, kinds: Mapping[str, str]) -> Iterator[Fault]:
    """State revenue that the regency would bill, and revenue of the regency that would go to the state.

    `kinds` of agency by code, where they are known.
    """
    for place, step in enumerate(content["steps"]):
        kind = kinds.get(step.get("agency", ""))
        facts = {"step": step["key"], "agency": step.get("agency")}
        if step["kind"] == "pay" and kind == VERTICAL:
            yield Fault(Code.STATE_REVENUE, ("steps", place, "kind"), facts)
        elif step["kind"] == "pay-state" and kind not in {None, VERTICAL}:
            yield Fault(Code.NOT_STATE_REVENUE, ("steps", place, "agency"), facts)
