"""Making the document that will be signed: number and code set aside once, then the PDF."""

import hashlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from models.accounts import queries as accounts
from models.accounts.queries import AccountRow
from models.agencies import queries as agencies
from models.agencies.queries import AgencyRow
from models.applications import tables as applications
from models.applications.errors import LastDayOver
from models.applications.queries.ground import villages_named
from models.applications.queries.last_day import last_day_asked
from models.applications.states import TaskState
from models.kit.actor import OfficerRole
from models.kit.errors import Unavailable
from models.kit.idempotency import fingerprint
from models.kit.ids import new_id, random_code
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import rows_of, unit_of_work
from models.people import queries as people
from models.permits import tables
from models.permits.sheet import Dossier, sheet_of
from models.places import queries as places
from models.services.definition import Definition, StepKind
from models.services.presenting import day_in_words
from models.services.queries import service_versions

_NEXT = """
INSERT INTO permit_series AS s (name, newest) VALUES ($1, 1)
ON CONFLICT (name) DO UPDATE SET newest = s.newest + 1 RETURNING newest
"""
_KEEP = """
INSERT INTO permit_prepared (id, reservation_id, fingerprint, sha256, size, storage_key, prepared_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (reservation_id, fingerprint) DO NOTHING
"""


class NoSignatory(Unavailable):
    """The issuing agency has nobody in the system who may sign."""

    message = N_("Instansi penerbit belum memiliki pejabat penanda tangan.")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A PDF that waits for its signature."""

    id: UUID
    sha256: str
    dossier: Dossier
    content: bytes


async def prepare_permit(application_id: UUID, *, at: datetime, regency: Regency) -> None:
    """Make the document of an application whose signing is open, ahead of the signatory; may run twice."""
    waiting = applications.Task.filter(
        application_id=application_id, kind=StepKind.SIGN.value, state=TaskState.OPEN.value
    )
    task = await waiting.first()
    if task is None:
        return
    signer = await _expected_signer(task.agency_id, at)
    with suppress(LastDayOver):  # the signatory is told so, and sends it back
        await prepared_permit(task, signer, at=at, regency=regency)


async def _expected_signer(agency_id: UUID, at: datetime) -> AccountRow:
    """Who signs for an agency at this time: the delegate while there is one, else the head."""
    signers = await accounts.acting_heads(agency_id, at=at)
    if not signers:
        raise NoSignatory()
    return (await accounts.accounts_by_id(signers[:1]))[signers[0]]


async def position_of(signer: AccountRow, at: datetime) -> str:
    """As what an officer signs: a head as such, another as Plh. or Plt. of the head."""
    if signer.role is OfficerRole.HEAD:
        return signer.position
    delegation = await accounts.delegation_of(signer.id, at=at)
    if delegation is None:
        raise NoSignatory()
    return f"{delegation.title} {delegation.position}"


async def prepared_permit(
    task: applications.Task, signer: AccountRow, *, at: datetime, regency: Regency
) -> Prepared:
    """The document as `signer` would sign it today: the one made before when nothing has changed since.

    Raises LastDayOver, and sets no number aside, where the document would have expired.
    """
    dossier, reservation_id = await _dossier(task, signer, at=at, regency=regency)
    sheet = sheet_of(dossier, today=at.astimezone(regency.zone).date(), regency=regency)
    mark = fingerprint(asdict(sheet))
    known = await tables.PreparedDocument.get_or_none(reservation_id=reservation_id, fingerprint=mark)
    if known is not None:
        content = await regency.storage.get(known.storage_key)
        return Prepared(known.id, known.sha256, dossier, content)
    content = await regency.renderer.render(sheet)
    sha256 = hashlib.sha256(content).hexdigest()
    key = f"permits/prepared/{reservation_id.hex}-{sha256[:16]}"
    await regency.storage.put(key, content)
    await rows_of(_KEEP, [new_id(), reservation_id, mark, sha256, len(content), key, at])
    kept = await tables.PreparedDocument.get(reservation_id=reservation_id, fingerprint=mark)
    return Prepared(kept.id, kept.sha256, dossier, content)


async def _dossier(
    task: applications.Task, signer: AccountRow, *, at: datetime, regency: Regency
) -> tuple[Dossier, UUID]:
    application = await applications.Application.get(id=task.application_id)
    definition = (await service_versions([application.version_id]))[application.version_id].definition
    issuer = (await agencies.agencies_by_id([task.agency_id]))[task.agency_id]
    person = (await people.people_by_id([application.person_id]))[application.person_id]
    village = await places.village(person.village_code)
    submission = (
        await applications.Submission.filter(application_id=application.id).order_by("-number").first()
    )
    if submission is None or village is None:
        raise LookupError(f"application {application.number} has lost its submission or its village")
    day = last_day_asked(definition, submission.answers)
    if day is not None and day < at.astimezone(regency.zone).date():
        raise LastDayOver("taskId", day=day_in_words(day))
    reservation = await _reserved(application, definition, issuer, at=at, regency=regency)
    dossier = Dossier(
        definition=definition,
        answers=submission.answers,
        person=person,
        village=village,
        villages=await villages_named(definition, submission.answers),
        issuer=issuer,
        signer=signer,
        position=await position_of(signer, at),
        number=reservation.number,
        code=reservation.code,
    )
    return dossier, reservation.id


async def _reserved(
    application: applications.Application,
    definition: Definition,
    issuer: AgencyRow,
    *,
    at: datetime,
    regency: Regency,
) -> tables.Reservation:
    """The issuer's number for an application; another issuer's lapses (the signature went to another agency)."""
    async with unit_of_work():
        await applications.Application.select_for_update().get(id=application.id)
        of_issuer = f"{definition.slug}/{issuer.code}/"
        known = await tables.Reservation.get_or_none(
            application_id=application.id, series__startswith=of_issuer
        )
        if known is not None:
            return known
        today = at.astimezone(regency.zone).date()
        series = f"{of_issuer}{today.year}"
        sequence = (await rows_of(_NEXT, [series]))[0]["newest"]
        return await tables.Reservation.create(
            application_id=application.id,
            series=series,
            sequence=sequence,
            number=definition.document.number_format.format(sequence=sequence, year=today.year),
            code=random_code(),
            reserved_at=at,
        )
