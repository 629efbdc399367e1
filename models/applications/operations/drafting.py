"""What has been typed and not sent yet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from models.applications import tables
from models.applications.answers import MOST_DOCUMENTS
from models.applications.errors import ApplicationNotFound, ServiceNotFound
from models.kit.actor import Actor
from models.kit.caller import Caller
from models.kit.errors import ProblemCode, Refusal
from models.kit.text import N_
from models.kit.throttle import Limit, counts, take
from models.kit.transactions import one_at_a_time, unit_of_work
from models.kit.vault import new_token, token_hash
from models.services import tables as services

MOST_BYTES_UNCLAIMED = 16 * 1024
UNCLAIMED_DRAFTS_LIVE = timedelta(days=1)
SENT_DRAFTS_LIVE = timedelta(days=30)
"""What was sent stands in the application; until then the page of the draft leads there."""
OPEN_DRAFTS_LIVE = timedelta(days=180)
UNCLAIMED_FROM_A_NETWORK = (Limit(20, timedelta(hours=1)),)
UNCLAIMED_IN_ALL = (Limit(5_000, timedelta(days=1)),)


class DraftTooLarge(Refusal):
    """More was typed than is kept for somebody who has not signed in."""

    code = ProblemCode.TOO_LARGE
    message = N_("Isian ini terlalu panjang untuk disimpan sebelum Anda masuk.")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft: answers as they were typed, documents by requirement, and the application once it was sent."""

    id: UUID
    service_id: UUID
    answers: Mapping[str, Any]
    documents: Mapping[str, list[str]]
    application_id: UUID | None

    @property
    def idempotency_key(self) -> str:
        """Sending a draft twice gives one application."""
        return f"draft:{self.id.hex}"


async def open_draft(slug: str, *, by: Actor, at: datetime) -> DraftRow:
    """The citizen's one open draft for a service, made when there is none; raises ServiceNotFound."""
    service = await services.Service.get_or_none(slug=slug)
    if service is None:
        raise ServiceNotFound("service")
    draft = await _open_one(service.id, by)
    if draft is not None:
        return _row(draft)
    async with unit_of_work():
        await one_at_a_time("draft", by.account, service.id)
        draft = await _open_one(service.id, by)
        if draft is None:
            draft = await tables.Draft.create(
                service_id=service.id, account_id=by.account, answers={}, documents={}, updated_at=at
            )
    return _row(draft)


async def draft(id: UUID, *, by: Actor) -> DraftRow:
    """A draft of the citizen, sent or not; raises ApplicationNotFound."""
    found = await tables.Draft.get_or_none(id=id, account_id=by.account)
    if found is None:
        raise ApplicationNotFound("draft")
    return _row(found)


async def keep_answers(id: UUID, answers: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Keep what was typed in an open draft."""
    mine = tables.Draft.filter(id=id, account_id=by.account, application_id=None)
    await mine.update(answers=dict(answers), updated_at=at)


@dataclass(frozen=True, slots=True)
class Added:
    """The documents of a draft, and those without room, as they came: a requirement takes ten."""

    documents: Mapping[str, list[str]]
    without_room: Sequence[tuple[str, UUID]]


async def add_documents(id: UUID, chosen: Sequence[tuple[str, UUID]], *, by: Actor, at: datetime) -> Added:
    """Add documents to an open draft, as far as there is room; what is there stays."""
    async with unit_of_work():
        mine = await _locked(id, by)
        documents = {key: list(ids) for key, ids in mine.documents.items()}
        without_room = []
        for key, document in dict.fromkeys(chosen):
            kept = documents.setdefault(key, [])
            if document.hex in kept:
                continue
            if len(kept) < MOST_DOCUMENTS:
                kept.append(document.hex)
            else:
                without_room.append((key, document))
        await tables.Draft.filter(id=id).update(documents=documents, updated_at=at)
        return Added(documents, without_room)


async def remove_document(id: UUID, document: UUID, *, by: Actor, at: datetime) -> Mapping[str, list[str]]:
    """Take a document out of an open draft, and answer those that stay."""
    async with unit_of_work():
        mine = await _locked(id, by)
        documents = {key: [i for i in ids if i != document.hex] for key, ids in mine.documents.items()}
        await tables.Draft.filter(id=id).update(documents=documents, updated_at=at)
        return documents


async def _locked(id: UUID, by: Actor) -> tables.Draft:
    mine = tables.Draft.select_for_update().filter(id=id, account_id=by.account, application_id=None)
    found = await mine.first()
    if found is None:
        raise ApplicationNotFound("draft")
    return found


async def close_draft(id: UUID, application_id: UUID, *, by: Actor) -> None:
    """Note what became of a draft; its content stays with the application."""
    mine = tables.Draft.filter(id=id, account_id=by.account, application_id=None)
    await mine.update(application_id=application_id)


async def keep_for_whoever_returns(
    slug: str, answers: Mapping[str, Any], *, caller: Caller, at: datetime
) -> str:
    """Keep what somebody typed whose session is over; the token that comes back claims it after signing in.

    Raises ServiceNotFound, DraftTooLarge and RateLimited: anybody may come here, so these drafts are small and few.
    """
    service = await services.Service.get_or_none(slug=slug)
    if service is None:
        raise ServiceNotFound("service")
    if len(json.dumps(dict(answers)).encode()) > MOST_BYTES_UNCLAIMED:
        raise DraftTooLarge("answers")
    here = counts("draft-network", UNCLAIMED_FROM_A_NETWORK, caller.origin) if caller.origin else []
    token = new_token()
    async with unit_of_work():
        await take([*here, *counts("draft", UNCLAIMED_IN_ALL)], at)
        await tables.Draft.create(
            service_id=service.id,
            claim_hash=token_hash(token),
            answers=dict(answers),
            documents={},
            updated_at=at,
        )
    return token


async def claim_draft(token: str, *, by: Actor, at: datetime) -> None:
    """Give the citizen what was typed before signing in again; it becomes their open draft for that service."""
    async with unit_of_work():
        kept = await tables.Draft.select_for_update().get_or_none(
            claim_hash=token_hash(token), account_id=None
        )
        if kept is None:
            return
        await one_at_a_time("draft", by.account, kept.service_id)
        mine = await _open_one(kept.service_id, by)
        if mine is None:
            await tables.Draft.filter(id=kept.id).update(
                account_id=by.account, claim_hash=None, updated_at=at
            )
            return
        merged = {**mine.answers, **kept.answers}
        await tables.Draft.filter(id=mine.id).update(answers=merged, updated_at=at)
        await kept.delete()


async def forget_old_drafts(*, at: datetime) -> None:
    """Delete what nobody came back for, what was sent long ago, and what its owner has long left alone."""
    for owned, sent, lives in (
        (False, False, UNCLAIMED_DRAFTS_LIVE),
        (True, True, SENT_DRAFTS_LIVE),
        (True, False, OPEN_DRAFTS_LIVE),
    ):
        old = tables.Draft.filter(updated_at__lt=at - lives)
        await old.filter(account_id__isnull=not owned, application_id__isnull=not sent).delete()


async def _open_one(service_id: UUID, by: Actor) -> tables.Draft | None:
    mine = tables.Draft.filter(account_id=by.account, service_id=service_id, application_id=None)
    return await mine.order_by("-updated_at").first()


def _row(draft: tables.Draft) -> DraftRow:
    return DraftRow(draft.id, draft.service_id, draft.answers, draft.documents, draft.application_id)
