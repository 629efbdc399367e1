"""Who keeps the calendar."""

from models.kit.actor import Actor, ActorKind


def may_keep(by: Actor, *, agency_kind: str | None) -> bool:
    """The officers of the regency's secretariat, and whoever may run commands on its machine."""
    if by.kind is ActorKind.SYSTEM:
        return True
    return by.kind is ActorKind.OFFICER and agency_kind == "secretariat"
