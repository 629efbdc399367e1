"""Who may let others act."""

from uuid import UUID

from models.kit.actor import Actor, ActorKind, OfficerRole


def may_delegate(by: Actor, *, agency_id: UUID, own_kind: str | None) -> bool:
    """The head of the agency itself, or the head of the secretariat; a delegate does not delegate on."""
    if by.kind is not ActorKind.OFFICER or by.role is not OfficerRole.HEAD:
        return False
    return by.agency_id == agency_id or own_kind == "secretariat"
