"""Keeping what was sent, and how much of it nobody had to give again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.applications import tables
from models.applications.operations.reusing import Papers
from models.kit.ids import new_id


@dataclass(frozen=True, slots=True)
class AskedOnce:
    """How many answers and documents were asked for, and how many of each the regency had already."""

    fields_asked: int = 0
    fields_known: int = 0
    documents_asked: int = 0
    documents_known: int = 0


def counted(answers: Mapping[str, Any], known: Mapping[str, Any], papers: Papers) -> AskedOnce:
    """An answer counts as known when it is what was offered; a document when it came out of the wallet.

    Of a correction only the documents count that come with it.
    """
    return AskedOnce(
        fields_asked=len(answers),
        fields_known=sum(name in known and known[name] == answer for name, answer in answers.items()),
        documents_asked=len({key for key, _ in papers.brought}),
        documents_known=len({key for key, _ in papers.reused}),
    )


async def record_submission(
    application_id: UUID,
    number: int,
    answers: Mapping[str, Any],
    attached: Sequence[tuple[str, UUID]],
    *,
    at: datetime,
    asked_once: AskedOnce = AskedOnce(),
) -> None:
    """Keep what was sent, as submission `number` of the application."""
    submission_id = new_id()
    await tables.Submission.create(
        id=submission_id,
        application_id=application_id,
        number=number,
        answers=dict(answers),
        sent_at=at,
        fields_asked=asked_once.fields_asked,
        fields_known=asked_once.fields_known,
        documents_asked=asked_once.documents_asked,
        documents_known=asked_once.documents_known,
    )
    if attached:
        await tables.Attachment.bulk_create(
            tables.Attachment(submission_id=submission_id, requirement=key, document_id=id)
            for key, id in dict.fromkeys(attached)
        )
