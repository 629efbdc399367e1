"""Who works on a task, as its page shows it."""

from typing import Any

from starlette.requests import Request

from app.auth.sessions import require_officer
from app.i18n import _
from models.accounts.queries import colleagues_of, roles_of
from models.agencies.queries import agencies_by_code, agencies_by_id, secretariat
from models.applications.access import has_charge, may_answer
from models.applications.queries.tasks import TaskRow
from models.applications.queries.transfers import OfferRow, own_offer
from models.applications.receivers import DECIDING
from models.applications.states import OfferKind
from models.kit.actor import OfficerRole
from models.kit.ids import public_id
from models.services.definition import PAYING, Definition


async def claim_shown(request: Request, row: TaskRow, definition: Definition) -> dict[str, Any]:
    """Who holds it and until when; and to whom it could go, unless a colleague holds it and one has no charge of it.

    A head who does not have the task may take it on.
    """
    account, at = require_officer(request), request.state.at
    actor, roles = account.actor, await roles_of(account.actor, at=at)
    held = row.is_held(actor, at)
    mine = may_answer(row.role.value, row.claimed_by_id, by=actor, roles=roles)
    charge = has_charge(row.role.value, roles)
    moves = row.kind not in PAYING and not held and mine
    colleagues = [] if held and not charge else await colleagues_of(actor, OfficerRole(row.role.value))
    if charge and (held or not mine):
        colleagues = [account, *colleagues]
    offered = await own_offer(row.id, by=actor) if moves else None
    return {
        "held": held,
        "may_take": mine,
        "charge": charge,
        "mine": row.is_held_by(actor, at),
        "by": row.claimed_by or "",
        "until": row.claimed_until,
        "colleagues": [(public_id("account", one.id), _named(one.name, one.position)) for one in colleagues],
        "offered": await _offer_shown(offered) if offered else None,
        "agencies": await _receivers(row, definition) if moves and not offered else [],
    }


async def _receivers(row: TaskRow, definition: Definition) -> list[tuple[str, str]]:
    """The agencies that the definition names for the step, and the secretariat, which finds any other."""
    step = definition.step(row.step)
    codes = [code for code in (*step.transfer_to, step.agency) if code and row.kind not in DECIDING]
    named = await agencies_by_code(codes)
    choices = [
        (code, named[code].name) for code in codes if code in named and named[code].id != row.agency_id
    ]
    office = await secretariat()
    if office is not None and office.id != row.agency_id:
        label = _("{office} (menunjuk instansi yang berwenang)").format(office=office.name)
        choices.append((office.code, label))
    return choices


async def _offer_shown(offer: OfferRow) -> dict[str, Any]:
    """What stands between the agencies; what the secretariat has directed is not the owner's to take back."""
    asked = offer.offer_kind is OfferKind.ASKED
    to = (await agencies_by_id([offer.offered_to_id]))[offer.offered_to_id] if offer.offered_to_id else None
    return {
        "to": to.name if to else "",
        "asked": asked,
        "at": offer.offered_at,
        "reason": offer.reason or "",
        "own": offer.offer_kind is not OfferKind.DIRECTED,
    }


def _named(name: str, position: str) -> str:
    return f"{name}, {position}" if position else name
