"""Who works on a task, as its page shows it."""

from typing import Any

from starlette.requests import Request

from app.auth.sessions import require_officer
from models.accounts.queries import agencies_with_officers, colleagues_of, roles_of
from models.applications.access import has_charge, may_answer
from models.applications.queries.tasks import TaskRow
from models.kit.actor import OfficerRole
from models.kit.ids import public_id
from models.services.definition import BRANCH_KINDS


async def claim_shown(request: Request, row: TaskRow) -> dict[str, Any]:
    """Who holds it and until when; and to whom it could go, unless a colleague holds it and one has no charge of it.

    A head who does not have the task may take it on.
    """
    account, at = require_officer(request), request.state.at
    actor, roles = account.actor, await roles_of(account.actor, at=at)
    held = row.is_held(actor, at)
    mine = may_answer(row.role.value, row.claimed_by_id, by=actor, roles=roles)
    charge = has_charge(row.role.value, roles)
    moves = row.kind in BRANCH_KINDS and not held and mine
    colleagues = [] if held and not charge else await colleagues_of(actor, OfficerRole(row.role.value))
    if charge and (held or not mine):
        colleagues = [account, *colleagues]
    agencies = await agencies_with_officers() if moves else []
    return {
        "held": held,
        "may_take": mine,
        "charge": charge,
        "mine": row.is_held_by(actor, at),
        "by": row.claimed_by or "",
        "until": row.claimed_until,
        "colleagues": [(public_id("account", one.id), _named(one.name, one.position)) for one in colleagues],
        "agencies": [(one.code, one.name) for one in agencies if one.id != row.agency_id],
    }


def _named(name: str, position: str) -> str:
    return f"{name}, {position}" if position else name
