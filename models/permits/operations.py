"""Issuing."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from models.accounts import queries as accounts
from models.applications import tables as applications
from models.applications.journal import Happening, open_journal
from models.applications.operations.answer_drafts import forget_answer_draft
from models.applications.operations.deciding import must_be_free, must_be_open, own_task
from models.applications.operations.separating import must_be_another
from models.applications.states import Decision, EventKind, Lane
from models.documents.keeping import Owner
from models.kit.actor import Actor
from models.kit.errors import InvalidInput, NotAllowed, Problem, ProblemCode, Unavailable, VersionChanged
from models.kit.idempotency import claim_key
from models.kit.ports import SignedDocument, SignerUnavailable, SignerUnknown, WrongSecret
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.throttle import Limit, clear, counts, judging, take
from models.kit.transactions import unit_of_work
from models.permits import tables
from models.permits.keeping import keep_for_holder
from models.permits.preparing import Prepared, prepared_permit
from models.permits.sheet import signatory_of, valid_until
from models.services.conditions import kind_of
from models.services.definition import StepKind

REASON = N_("Menyetujui dan menerbitkan dokumen")
WRONG_SECRETS = (Limit(5, timedelta(minutes=15)),)
"""Of one officer, who has signed in: nobody else tries there."""


class SignerRefused(NotAllowed):
    """The signing service does not know this officer."""

    message = N_("Anda belum memiliki sertifikat untuk menandatangani.")


class NothingToSign(NotAllowed):
    """The task is not a signature."""

    message = N_("Tugas ini bukan penandatanganan.")


@dataclass(frozen=True, slots=True)
class PermitSigning:
    """An officer's wish to sign; the secret is used once and shown nowhere.

    `seen` is the SHA-256 of the prepared document that the officer has read, where the door knows it.
    """

    task_id: UUID
    secret: str = field(repr=False)
    idempotency_key: str
    seen: str | None = None
    lane: Lane = Lane.DESK


async def sign_permit(signing: PermitSigning, *, by: Actor, at: datetime, regency: Regency) -> UUID:
    """Sign and issue an application's document, and answer the application's id.

    The signing service is called outside any transaction; of two signatures side by side one is issued.
    Raises TaskAlreadyDecided, LastDayOver where it would have expired already, InvalidInput at `secret`, RateLimited
    after five wrong secrets, Unavailable, and VersionChanged when the document is not the one that was read, or the
    file changed while it was being signed.
    """
    task = await own_task(signing.task_id, by=by, at=at)
    if task.kind != StepKind.SIGN:
        raise NothingToSign("taskId")
    seen = await _history_before(signing, task, by=by, at=at, regency=regency)
    if seen is None:
        return task.application_id
    signer = (await accounts.accounts_by_id([by.account]))[by.account]
    prepared = await prepared_permit(task, signer, at=at, regency=regency)
    if signing.seen is not None and signing.seen != prepared.sha256:
        raise VersionChanged("taskId")
    signed = await _signed(prepared, signing.secret, by=by, at=at, regency=regency)
    sha256 = hashlib.sha256(signed.content).hexdigest()
    key = f"permits/{prepared.dossier.code}-{sha256[:16]}"
    await regency.storage.put(key, signed.content)
    async with unit_of_work():
        journal = await open_journal(task.application_id, regency=regency)
        if await claim_key(by.account, signing.idempotency_key, "sign", [signing.task_id], at):
            must_be_open(journal, task.step, at)
            await must_be_free(task.id, by=by, at=at)
            await must_be_another(journal, task, by=by)
            if len(journal.events) != seen:
                raise VersionChanged("taskId")
            stored = Stored(sha256, len(signed.content), key)
            permit = _permit(prepared, signed, stored, task, by=by, at=at, regency=regency)
            await permit.save(force_create=True)
            holder = Owner(journal.application.applicant_id, journal.application.person_id)
            output = prepared.dossier.definition.document
            kind = kind_of(output, prepared.dossier.answers)
            await keep_for_holder(permit, output, kind, owner=holder, at=at)
            issued = {"decision": Decision.APPROVE.value, "permit": permit.number, "lane": signing.lane.value}
            await journal.append(Happening(EventKind.ISSUED, task.step, issued), by=by, at=at)
            await forget_answer_draft(task.id, by=by)
    return task.application_id


class Stored(NamedTuple):
    """Where the signed file lies."""

    sha256: str
    size: int
    key: str


async def _history_before(
    signing: PermitSigning, task: applications.Task, *, by: Actor, at: datetime, regency: Regency
) -> int | None:
    """How many events there are, or None when this very request was carried out before; raises when not open."""
    async with unit_of_work():
        journal = await open_journal(task.application_id, regency=regency)
        issued = await tables.Permit.filter(application_id=task.application_id).exists()
        if issued and not await claim_key(by.account, signing.idempotency_key, "sign", [signing.task_id], at):
            return None
        must_be_open(journal, task.step, at)
        await must_be_free(task.id, by=by, at=at)
        await must_be_another(journal, task, by=by)
        return len(journal.events)


async def _signed(
    prepared: Prepared, secret: str, *, by: Actor, at: datetime, regency: Regency
) -> SignedDocument:
    tries = counts("sign", WRONG_SECRETS, by.account.hex)
    async with judging(tries, at):
        try:
            signed = await regency.signer.sign(
                prepared.content,
                signatory_of(prepared.dossier),
                secret,
                reason=REASON,
                location=regency.seat,
                reference=prepared.dossier.code,
            )
        except WrongSecret:
            await take(tries, at)
            message = N_("Sandi tanda tangan salah.")
            raise InvalidInput(Problem(ProblemCode.INVALID, ("secret",), message)) from None
        except SignerUnknown:
            raise SignerRefused("taskId") from None
        except SignerUnavailable:
            raise Unavailable("taskId") from None
    await clear(tries)
    return signed


def _permit(
    prepared: Prepared,
    signed: SignedDocument,
    stored: Stored,
    task: applications.Task,
    *,
    by: Actor,
    at: datetime,
    regency: Regency,
) -> tables.Permit:
    dossier = prepared.dossier
    today = at.astimezone(regency.zone).date()
    return tables.Permit(
        application_id=task.application_id,
        number=dossier.number,
        code=dossier.code,
        service=str(dossier.definition.document.title),
        holder=dossier.person.name,
        issuer=dossier.issuer.name,
        signatory_id=by.account,
        signed_by=f"{dossier.signer.name}, {dossier.position}",
        certified=signed.certified,
        reference=signed.reference,
        issued_at=at,
        valid_until=valid_until(dossier, today),
        sha256=stored.sha256,
        size=stored.size,
        storage_key=stored.key,
    )
