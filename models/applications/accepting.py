"""What was accepted with an application enters its applicant's wallet."""

from datetime import date, datetime
from uuid import UUID

from models.applications import tables
from models.applications.states import ApplicationState
from models.calendar.workflow import months_after
from models.documents.keeping import Accepted, Owner, keep_in_wallet
from models.kit.regency import Regency
from models.kit.transactions import rows_of
from models.services.definition import Definition, Requirement

ACCEPTED = frozenset({ApplicationState.ISSUED, ApplicationState.COMPLETED})
"""States in which every agency has found the documents good."""

_ATTACHED = """SELECT x.requirement, x.document_id FROM attachment x WHERE x.submission_id =
  (SELECT s.id FROM submission s WHERE s.application_id = $1 ORDER BY s.number DESC LIMIT 1) ORDER BY x.id"""


async def keep_accepted(
    application: tables.Application, definition: Definition, *, at: datetime, regency: Regency
) -> None:
    """Put the documents of an application that ended well into the wallet, in the transaction at hand.

    Only those whose requirement says of what kind they are: another service can ask for that kind.
    """
    kinds = {one.key: one for one in definition.documents if one.kind is not None}
    if not kinds:
        return
    today = at.astimezone(regency.zone).date()
    accepted = [
        _accepted(kinds[row["requirement"]], row["document_id"], today)
        for row in await rows_of(_ATTACHED, [application.id])
        if row["requirement"] in kinds
    ]
    if accepted:
        owner = Owner(application.applicant_id, application.person_id)
        await keep_in_wallet(accepted, owner=owner, at=at)


def _accepted(requirement: Requirement, document_id: UUID, today: date) -> Accepted:
    until = None if requirement.months is None else months_after(today, requirement.months)
    return Accepted(document_id, requirement.kind or "", str(requirement.title), until)
