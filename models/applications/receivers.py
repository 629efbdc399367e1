"""Which agency may take a step over from another: what the definition names, and what the secretariat may direct."""

from collections.abc import Collection, Sequence

from models.agencies.queries import AgencyRow
from models.services.definition import Definition, Step, StepKind

DECIDING = frozenset({StepKind.DECIDE, StepKind.SIGN})
"""What is moved together, and only by the secretariat."""
SECRETARIAT = "secretariat"
_RT = "rt"


def is_named(step: Step, agency: AgencyRow) -> bool:
    """Whether the owner itself may offer the step to this agency: `transfer_to` names it, or it is the first owner."""
    return step.kind not in DECIDING and agency.code in (*step.transfer_to, step.agency)


def may_be_directed(steps: Sequence[Step], owner: AgencyRow, receiver: AgencyRow) -> bool:
    """Whether the secretariat may offer these steps, which move together, to an agency.

    A check goes to any agency, but not to the secretariat itself unless it is named, and to an RT only from an RT. A
    decision goes to a holder of the same competence: of a place the same kind of agency, else one that is named.
    """
    if receiver.id == owner.id:
        return False
    named = {code for step in steps for code in (*step.transfer_to, step.agency)}
    if any(step.kind in DECIDING for step in steps):
        of_a_place = owner.region_code is not None
        return (receiver.kind == owner.kind and of_a_place) or receiver.code in named
    if receiver.kind == SECRETARIAT:
        return receiver.code in named
    return receiver.kind != _RT or owner.kind == _RT


def moving_with(definition: Definition, step: str, owned: Collection[str]) -> list[Step]:
    """The steps that move when this one does: a decision and a signature together, of those that its agency has."""
    if definition.step(step).kind not in DECIDING:
        return [definition.step(step)]
    return [one for one in definition.steps if one.key in owned and one.kind in DECIDING]
