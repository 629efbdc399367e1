"""A seller of rice cakes who got a business statement and now wants fuel for her mill: the story of once-only."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from models.applications import tables
from models.applications.operations.answering import Finding
from models.applications.operations.submitting import (
    ApplicationDraft,
    SubmittedApplication,
    submit_application,
)
from models.applications.states import ApplicationState, Decision
from models.documents.wallet import WalletRow, wallet_of
from models.kit.actor import Actor
from models.kit.ids import random_code
from models.permits.revoking import Revocation, revoke_permit
from models.permits.tables import Permit
from tests.story import Story

SKU = "surat-keterangan-usaha"
FUEL = "rekomendasi-bbm"
STATEMENT = "business-statement"


@cache
def _sample() -> Mapping[str, Any]:
    source: Mapping[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "samples" / f"{FUEL}.yaml").read_text(encoding="utf-8")
    )
    return source


def mill() -> dict[str, Any]:
    """What a micro business answers."""
    sample = _sample()
    answers = {**sample["answers"], **sample["variants"]["micro-business"]}
    return {name: answer for name, answer in answers.items() if answer is not None}


def pump() -> dict[str, Any]:
    """What a farmer answers, who needs no statement."""
    return dict(_sample()["answers"])


async def statement_issued(
    story: Story, documents: Sequence[tuple[str, UUID]] | None = None
) -> SubmittedApplication:
    """A Surat Keterangan Usaha from its beginning to its end."""
    sent = await story.submit(SKU, documents=documents)
    await story.decide(sent.id, "neighbourhood", "rt-ngargoretno")
    await story.decide(sent.id, "location", "desa-ngargoretno")
    await story.sign(sent.id, "kades-ngargoretno", key=random_code())
    return sent


BLURRED = Finding(("documents", "business-photo"), "Fotonya buram.")


async def sent_back(story: Story, *findings: Finding, photo: UUID | None = None) -> SubmittedApplication:
    """Another such application with a red photo, or the one given, that the village finds blurred and returns."""
    photo = photo or await story.document(await story.citizen(), colour="red")
    sent = await story.submit(SKU, documents=[("business-photo", photo)])
    await found_wanting(story, sent.id, *findings or (BLURRED,))
    return sent


async def found_wanting(story: Story, application: UUID, *findings: Finding) -> None:
    """The village returns an application, and its applicant is told."""
    await story.decide(application, "location", "desa-ngargoretno", Decision.RETURN, findings=findings)
    while (await tables.Application.get(id=application)).state != ApplicationState.RETURNED:
        await story.sleep(application)


async def revoked(story: Story) -> None:
    """The village takes its statement back."""
    permit = await Permit.all().get()
    wish = Revocation(permit.id, "Usaha tidak ada lagi.", random_code())
    head = await story.officer("kades-ngargoretno")
    await revoke_permit(wish, by=head, at=story.at(), regency=story.regency)


async def ask_for_fuel(
    story: Story,
    *given: tuple[str, UUID],
    by: Actor | None = None,
    answers: Mapping[str, Any] | None = None,
) -> SubmittedApplication:
    """An application for fuel with exactly these documents."""
    draft = ApplicationDraft(FUEL, answers or mill(), given, random_code())
    by = by or await story.citizen()
    return await submit_application(draft, by=by, at=story.at(), regency=story.regency)


async def fresh(story: Story, *keys: str, by: Actor | None = None) -> list[tuple[str, UUID]]:
    """Photos that have just been taken, for these requirements."""
    by = by or await story.citizen()
    return [(key, await story.document(by)) for key in keys]


async def entry(story: Story, kind: str, by: Actor | None = None, *, today: date | None = None) -> WalletRow:
    """The one valid entry of this kind."""
    wallet = await wallet_of(by or await story.citizen(), today=today or story.today)
    (row,) = [row for row in wallet.valid if row.kind == kind]
    return row


async def attached(application: UUID, number: int = 1) -> dict[str, UUID]:
    """The documents of an application's first submission, or another, by requirement."""
    submission = await tables.Submission.get(application_id=application, number=number)
    rows = await tables.Attachment.filter(submission_id=submission.id)
    return {row.requirement: row.document_id for row in rows}
