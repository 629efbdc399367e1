"""What an officer has written on a task's page and not sent: kept sealed for the officer alone, and not for ever."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from models.applications import tables
from models.kit.actor import Actor
from models.kit.ids import new_id
from models.kit.reading import read_text
from models.kit.regency import Regency
from models.kit.transactions import rows_of
from models.kit.vault import Vault

DRAFTS_LIVE = timedelta(days=30)
"""After the last change."""
MOST_TEXTS = 200
LONGEST_TEXT = 4_000
_SEAL = "answer-draft"

_KEEP = """
INSERT INTO answer_draft (id, task_id, account_id, text_sealed, written_at)
SELECT $1, t.id, $3, $4, $5 FROM task t WHERE t.id = $2 AND t.agency_id = $6
ON CONFLICT (task_id, account_id) DO UPDATE SET text_sealed = $4, written_at = $5
"""
"""For a task of the officer's own agency alone."""


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What was written, by the names of a form's controls, and when."""

    texts: Mapping[str, str]
    written_at: datetime


async def keep_answer_draft(
    task_id: UUID, texts: Mapping[str, str], *, by: Actor, at: datetime, regency: Regency
) -> None:
    """Keep what the officer has written instead of what they had before; nothing written keeps nothing."""
    written = {name: text[:LONGEST_TEXT] for name, text in texts.items() if read_text(text)}
    kept = dict(list(written.items())[:MOST_TEXTS])
    if not kept:
        await forget_answer_draft(task_id, by=by)
        return
    sealed = regency.vault.seal(json.dumps(kept), _SEAL)
    await rows_of(_KEEP, [new_id(), task_id, by.account, sealed, at, by.agency_id])


async def answer_draft(task_id: UUID, *, by: Actor, vault: Vault) -> AnswerDraft | None:
    """What the officer has written on this task, also after it went to another agency: it is their own."""
    row = await tables.AnswerDraft.get_or_none(task_id=task_id, account_id=by.account)
    return AnswerDraft(json.loads(vault.open(row.text_sealed, _SEAL)), row.written_at) if row else None


async def forget_answer_draft(task_id: UUID, *, by: Actor) -> None:
    """It was sent, or is not wanted any more."""
    await tables.AnswerDraft.filter(task_id=task_id, account_id=by.account).delete()


async def forget_old_answer_drafts(*, at: datetime) -> None:
    """Delete what nobody has come back to for thirty days."""
    await tables.AnswerDraft.filter(written_at__lt=at - DRAFTS_LIVE).delete()
