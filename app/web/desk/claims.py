"""Who works on a task, as its page shows it."""

from typing import Any

from starlette.requests import Request

from app.auth.sessions import require_officer
from models.accounts.queries import agencies_with_officers, colleagues_of
from models.applications.queries.tasks import TaskRow
from models.kit.actor import OfficerRole
from models.kit.ids import public_id
from models.services.definition import BRANCH_KINDS


async def claim_shown(request: Request, row: TaskRow) -> dict[str, Any]:
    """Who holds it and until when; and to whom it could go, unless a colleague holds it."""
    actor, at = require_officer(request).actor, request.state.at
    held = row.is_held(actor, at)
    moves = row.kind in BRANCH_KINDS and not held
    colleagues = [] if held else await colleagues_of(actor, OfficerRole(row.role.value))
    agencies = await agencies_with_officers() if moves else []
    return {
        "held": held,
        "mine": row.is_held_by(actor, at),
        "by": row.claimed_by or "",
        "until": row.claimed_until,
        "colleagues": [(public_id("account", one.id), _named(one.name, one.position)) for one in colleagues],
        "agencies": [(one.code, one.name) for one in agencies if one.id != row.agency_id],
    }


def _named(name: str, position: str) -> str:
    return f"{name}, {position}" if position else name
