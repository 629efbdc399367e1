"""An officer leaves: what they hold goes back to their colleagues."""

from dataclasses import dataclass
from datetime import datetime

from models.accounts.officers import Leave, end_account
from models.applications import tables
from models.kit.transactions import unit_of_work


@dataclass(frozen=True, slots=True)
class Farewell:
    """What ended, and how many claimed tasks fell back to the colleagues."""

    leave: Leave
    claims: int


async def end_officer(username: str, *, at: datetime) -> Farewell:
    """End an officer's account now; what they decided and signed stays as it is. Raises OfficerUnknown.

    What they are writing down at this moment is either whole before, or refused with NoLongerHere.
    """
    async with unit_of_work():
        leave = await end_account(username, at=at)
        held = tables.Task.filter(claimed_by_id=leave.account_id)
        return Farewell(leave, await held.update(claimed_by_id=None, claimed_until=None))
