"""What every page of the desk knows: who sits at it, and which doors that opens."""

from dataclasses import dataclass

from starlette.requests import Request

from app.auth.sessions import require_officer
from models.accounts.queries import AccountRow
from models.agencies.queries import AgencyRow, agencies_by_id
from models.kit.actor import OfficerRole

SECRETARIAT = "secretariat"
OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer's desk: heads decide objections and delegate, the secretariat keeps the calendar."""

    account: AccountRow
    agency: AgencyRow

    @property
    def heads(self) -> bool:
        """Whether a head sits here."""
        return self.account.role is OfficerRole.HEAD

    @property
    def collects(self) -> bool:
        """Whether it may have collected money: a dinas or an agency of the state, and the secretariat for all."""
        return self.agency.kind in {OFFICE, SECRETARIAT}

    @property
    def keeps_calendar(self) -> bool:
        """Whether it stands in the regency's secretariat."""
        return self.agency.kind == SECRETARIAT

    @property
    def directs(self) -> bool:
        """Whether those who sit here say which agency is competent: the regency's secretariat."""
        return self.agency.kind == SECRETARIAT


async def desk_of(request: Request) -> Desk:
    """The desk of the officer who asks; raises SignInNeeded or OfficersOnly."""
    account = require_officer(request)
    if account.agency_id is None:
        raise LookupError("an officer belongs to an agency")
    return Desk(account, (await agencies_by_id([account.agency_id]))[account.agency_id])
