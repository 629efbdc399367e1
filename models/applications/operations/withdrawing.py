"""Taking an application back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.applications import tables
from models.applications.errors import ApplicationNotFound
from models.applications.journal import Happening, open_journal
from models.applications.operations.answering import LONGEST_REASON
from models.applications.states import EventKind
from models.kit.actor import Actor
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.idempotency import claim_key
from models.kit.reading import UNSTORABLE, is_storable, read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import unit_of_work


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A wish to take an application back; the reason may be empty."""

    application_id: UUID
    reason: str
    idempotency_key: str


async def withdraw_application(withdrawal: Withdrawal, *, by: Actor, at: datetime, regency: Regency) -> None:
    """End an application at its applicant's wish and free every agency; raises EventNotAllowed once it has ended."""
    reason = read_text(withdrawal.reason)
    if len(reason) > LONGEST_REASON:
        message = N_("Tulis paling banyak {limit} huruf.")
        raise InvalidInput(Problem(ProblemCode.TOO_LARGE, ("reason",), message, {"limit": LONGEST_REASON}))
    if not is_storable(reason):
        raise InvalidInput(Problem(ProblemCode.INVALID, ("reason",), UNSTORABLE))
    id = withdrawal.application_id
    async with unit_of_work():
        if not await tables.Application.filter(id=id, applicant_id=by.account).exists():
            raise ApplicationNotFound("applicationId")
        journal = await open_journal(id, regency=regency)
        if await claim_key(by.account, withdrawal.idempotency_key, "withdraw", [id, reason], at):
            await journal.append(Happening(EventKind.WITHDRAWN, data={"reason": reason}), by=by, at=at)
