"""Who may see an application: the SQL condition that every read carries, and what an agency may see of it."""

from collections.abc import Collection

from models.kit.actor import Actor, ActorKind
from models.services.definition import Definition

VISIBLE = """
(($1 = 'citizen' AND a.applicant_id = $2) OR ($1 = 'officer' AND EXISTS (SELECT 1 FROM task mine
  WHERE mine.application_id = a.id AND mine.agency_id = $3 AND mine.state <> 'SKIPPED')))
"""
"""Takes the three values of `asking`: the applicant, or an agency that has a task on it."""

OWN_STEPS = """
ARRAY(SELECT t.step FROM task t WHERE t.application_id = a.id AND t.agency_id = $3 AND t.opened_at IS NOT NULL
  ORDER BY t.opened_at)
"""
"""The steps of the agency that asks which have been opened: only these give it a right to an identity."""


def asking(by: Actor) -> list[object]:
    """The first three values of a statement with `VISIBLE` in it."""
    return [by.kind.value, by.account_id, by.agency_id]


def sees_identity(definition: Definition, own_steps: Collection[str], by: Actor) -> bool:
    """Whether NIK and phone may be shown: to the applicant, and to an agency whose opened step needs them."""
    if by.kind is ActorKind.CITIZEN:
        return True
    return any(step.sees_identity for step in definition.steps if step.key in own_steps)
