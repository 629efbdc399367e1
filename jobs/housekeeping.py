"""Jobs that throw away what has served its time."""

from datetime import timedelta

from jobs.context import Context
from models.accounts.operations import forget_old_sessions
from models.applications.operations.answer_drafts import forget_old_answer_drafts
from models.applications.operations.drafting import forget_old_drafts
from models.kit import tables
from models.kit.throttle import forget_old_tries
from models.messages.operations import forget_old_codes, forget_old_messages
from models.retention.operations import forget_loose_uploads

KEYS_LIVE = timedelta(hours=24)
DONE_JOBS_LIVE = timedelta(days=7)


async def tidy_up(ctx: Context) -> None:
    """Delete old sessions, codes, tries and messages, drafts and uploads left alone, old keys and finished jobs."""
    now = ctx["regency"].now()
    await forget_old_sessions(at=now)
    await forget_old_drafts(at=now)
    await forget_old_answer_drafts(at=now)
    await forget_old_codes(at=now)
    await forget_old_messages(at=now)
    await forget_old_tries(at=now)
    await tables.RequestKey.filter(created_at__lt=now - KEYS_LIVE).delete()
    await tables.OutboxEntry.filter(done_at__lt=now - DONE_JOBS_LIVE).delete()
    await forget_loose_uploads(at=now, regency=ctx["regency"])
