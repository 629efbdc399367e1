"""Taking an issued document back: it stays on record, and nobody can rely on it any more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.accounts.queries import accounts_by_id, roles_of
from models.applications import tables as applications
from models.applications.journal import Happening, open_journal
from models.applications.states import EventKind
from models.documents.keeping import withdraw_issued
from models.kit.actor import Actor, ActorKind, OfficerRole
from models.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound, Problem, ProblemCode
from models.kit.idempotency import claim_key
from models.kit.reading import is_storable, read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import unit_of_work
from models.permits import tables
from models.permits.preparing import position_of
from models.services.definition import StepKind

LONGEST_REASON = 2_000
LONGEST_BASIS = 300


class PermitNotFound(NotFound):
    """There is no such document, or another agency has issued it."""

    message = N_("Dokumen ini tidak ditemukan di instansi Anda.")


class RevokingNotYours(NotAllowed):
    """Only who may sign for the agency may take back what it has signed."""

    message = N_("Hanya pimpinan instansi penerbit yang dapat mencabut dokumen.")


class PermitAlreadyRevoked(Conflict):
    """Somebody has revoked it before."""

    message = N_("Dokumen ini sudah dicabut.")


@dataclass(frozen=True, slots=True)
class Revocation:
    """A document to be revoked, why, and by which rule where one is named."""

    permit_id: UUID
    reason: str
    idempotency_key: str
    basis: str | None = None


async def revoke_permit(revocation: Revocation, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Revoke a document for good: its check page says so at once, the wallet offers it no more, the holder is told.

    For the head of the issuing agency, or who acts in that head's place. Raises PermitNotFound, RevokingNotYours,
    PermitAlreadyRevoked, InvalidInput at `reason` or `basis`.
    """
    reason = _checked(revocation)
    permit = await _own_permit(revocation.permit_id, by, at)
    revoker = (await accounts_by_id([by.account]))[by.account]
    signed = f"{revoker.name}, {await position_of(revoker, at)}"
    async with unit_of_work():
        journal = await open_journal(permit.application_id, regency=regency)
        content = [revocation.permit_id, reason]
        if not await claim_key(by.account, revocation.idempotency_key, "revoke", content, at):
            return
        fresh = tables.Permit.filter(id=permit.id, revoked_at=None)
        if not await fresh.update(revoked_at=at, revoked_by=signed, revoked_reason=reason):
            raise PermitAlreadyRevoked("permitId")
        data = {"permit": permit.number, "reason": reason}
        await journal.append(Happening(EventKind.REVOKED, data=data), by=by, at=at)
        await withdraw_issued(permit.storage_key, owner_id=journal.application.applicant_id, at=at)


async def _own_permit(id: UUID, by: Actor, at: datetime) -> tables.Permit:
    permit = await tables.Permit.get_or_none(id=id) if by.kind is ActorKind.OFFICER else None
    if permit is None or not await _issued_by(permit, by):
        raise PermitNotFound("permitId")
    if OfficerRole.HEAD not in await roles_of(by, at=at):
        raise RevokingNotYours("permitId")
    return permit


async def _issued_by(permit: tables.Permit, by: Actor) -> bool:
    signing = applications.Task.filter(
        application_id=permit.application_id, agency_id=by.agency_id, kind=StepKind.SIGN.value
    )
    return await signing.exists()


def _checked(revocation: Revocation) -> str:
    reason, basis = read_text(revocation.reason), read_text(revocation.basis or "")
    problems = []
    for field, text, fewest, most in (
        ("reason", reason, 1, LONGEST_REASON),
        ("basis", basis, 0, LONGEST_BASIS),
    ):
        if not fewest <= len(text) <= most or not is_storable(text):
            message = N_("Tulis dengan jelas, paling banyak {limit} huruf.")
            problems.append(Problem(ProblemCode.REQUIRED, (field,), message, {"limit": most}))
    if problems:
        raise InvalidInput(*problems)
    return f"{reason} (Dasar: {basis})" if basis else reason
