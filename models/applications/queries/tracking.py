"""Following an application by number and PIN, without signing in."""

from datetime import datetime

from models.applications import tables
from models.kit.actor import Actor, ActorKind
from models.kit.ids import could_name, normalised_number
from models.kit.regency import Regency
from models.kit.throttle import forget_tries, take_try


async def tracker(number: str, pin: str, *, at: datetime, regency: Regency) -> tuple[str, Actor] | None:
    """The number as stored, and the applicant to read in whose name; None when number and PIN do not belong together.

    Five wrong tries shut a number for a quarter of an hour, whether it exists or not: then raises RateLimited.
    """
    number = normalised_number(number)
    subject = regency.vault.blind("track", number)
    await take_try("track", subject, at)
    if not could_name(number, tables.LONGEST_NUMBER) or not regency.vault.is_pin(number, pin):
        return None
    application = await tables.Application.get_or_none(number=number)
    if application is None:
        return None
    await forget_tries("track", subject)
    return number, Actor(ActorKind.CITIZEN, "", application.applicant_id)
