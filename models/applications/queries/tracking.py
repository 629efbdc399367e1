"""Following an application by number and PIN, without signing in."""

from datetime import datetime, timedelta

from models.applications import tables
from models.kit.actor import Actor, ActorKind
from models.kit.caller import Caller
from models.kit.guard import Guard
from models.kit.ids import could_name, normalised_number
from models.kit.regency import Regency
from models.kit.throttle import Limit

_QUARTER, _HOUR, _DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

MARK = "pin"
GUARD = Guard(
    MARK,
    own=(Limit(5, _QUARTER), Limit(50, _DAY)),
    here=(Limit(5, _QUARTER), Limit(10, _DAY)),
    network=(Limit(60, _HOUR), Limit(100, _DAY)),
    anywhere=(Limit(20, _DAY),),
)
"""A PIN stands as long as its application."""


async def tracker(
    number: str, pin: str, *, caller: Caller, at: datetime, regency: Regency
) -> tuple[str, Actor] | None:
    """The number as stored, and the applicant to read in whose name; None when number and PIN do not belong together.

    Raises RateLimited, whether the number exists or not; the applicant can still sign in by SMS.
    """
    number = normalised_number(number)
    taken = await GUARD.take(number, caller, at=at, vault=regency.vault)
    if not could_name(number, tables.LONGEST_NUMBER) or not regency.vault.is_pin(number, pin):
        return None
    application = await tables.Application.get_or_none(number=number)
    if application is None:
        return None
    await taken.right()
    return number, Actor(ActorKind.CITIZEN, "", application.applicant_id)
