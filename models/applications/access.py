"""Who may see an application: the SQL condition that every read carries, and what an agency may see of it."""

from collections.abc import Collection
from uuid import UUID

from models.kit.actor import Actor, ActorKind, OfficerRole
from models.services.definition import Definition, Step, StepKind

_JUDGES = """EXISTS (SELECT 1 FROM objection o
  WHERE o.application_id = a.id AND o.agency_id = $3 AND o.upheld IS NULL)"""

VISIBLE = f"""
(($1 = 'citizen' AND a.applicant_id = $2) OR ($1 = 'officer' AND (EXISTS (SELECT 1 FROM task mine
  WHERE mine.application_id = a.id AND mine.agency_id = $3 AND mine.state <> 'SKIPPED') OR {_JUDGES})))
"""  # noqa: S608 - only the constant above is put in
"""Takes the three values of `asking`: the applicant, an agency with a task on it, or one that judges an objection."""

OWN_STEPS = f"""
ARRAY(SELECT t.step FROM task t WHERE t.application_id = a.id AND t.opened_at IS NOT NULL
  AND t.role IN ('officer', 'head') AND t.outcome IS DISTINCT FROM 'match'
  AND (t.agency_id = $3 OR (t.decision = 'REFUSE' AND {_JUDGES})) ORDER BY t.opened_at)
"""  # noqa: S608 - as above
"""The opened steps in which people of the agency that asks have to look: only these give it a right to see anything.

What a machine has answered, or the citizen pays, gives none; an open objection gives that of the step that refused.
"""


def asking(by: Actor) -> list[object]:
    """The first three values of a statement with `VISIBLE` in it."""
    return [by.kind.value, by.account_id, by.agency_id]


def may_answer(role: str, holder: UUID | None, *, by: Actor, roles: Collection[OfficerRole]) -> bool:
    """Whether a task of the officer's agency is for them: in one of their roles today, or taken on as the head.

    `holder` is who has claimed it. See `has_charge` for what a head may take on.
    """
    return role in roles or (has_charge(role, roles) and holder == by.account_id)


def has_charge(role: str, roles: Collection[OfficerRole]) -> bool:
    """Whether somebody with these roles may give a task of their agency to whom they like: a head an officer's."""
    return OfficerRole.HEAD in roles and role == OfficerRole.OFFICER


def knows_who(own_steps: Collection[str], by: Actor) -> bool:
    """Whether the name may be shown: to the applicant, and to an agency of which a step has opened."""
    return by.kind is ActorKind.CITIZEN or bool(own_steps)


def may_take_over(role: str, *, asked: bool, roles: Collection[OfficerRole]) -> bool:
    """Whether somebody with these roles answers an offer to their agency: a signature's only its head.

    Whom the secretariat was `asked` to find, anybody there may say.
    """
    return asked or role in roles or has_charge(role, roles)


def roles_offered(roles: Collection[OfficerRole]) -> list[str]:
    """In whose hands a step is that somebody with these roles may take over for their agency."""
    return [role.value for role in OfficerRole if may_take_over(role, asked=False, roles=roles)]


def sees_identity(definition: Definition, own_steps: Collection[str], by: Actor) -> bool:
    """Whether NIK and phone may be shown: to the applicant, and to an agency whose opened step needs them."""
    if by.kind is ActorKind.CITIZEN:
        return True
    return any(step.sees_identity for step in definition.steps if step.key in own_steps)


def may_see(definition: Definition, own_steps: Collection[str], by: Actor, part: str, key: str) -> bool:
    """Whether a part of the file (`answers` or `documents`) may be shown: all of it to the applicant.

    An agency sees what one of its opened steps looks at.
    """
    if by.kind is ActorKind.CITIZEN:
        return True
    return any(looks(definition, step, part, key) for step in definition.steps if step.key in own_steps)


def sees_document(definition: Definition, own_steps: Collection[str], by: Actor) -> bool:
    """Whether the issued document may be read: by its holder, who signs it, and who may see all that it prints."""
    if by.kind is ActorKind.CITIZEN or any(definition.step(key).kind is StepKind.SIGN for key in own_steps):
        return True
    output = definition.document
    printed = [*output.states, *([output.valid_until] if output.valid_until else [])]
    whole = sees_identity(definition, own_steps, by)
    return whole and all(may_see(definition, own_steps, by, "answers", name) for name in printed)


def looks(definition: Definition, step: Step, part: str, key: str) -> bool:
    """Whether a step looks at a part of the file; documents that show an identity only where it sees identities."""
    shows_identity = part == "documents" and key in definition.identity_documents
    return step.looks_at(part, key) and (step.sees_identity or not shows_identity)
