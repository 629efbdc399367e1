"""Forgetting what never became part of a file."""

from datetime import datetime, timedelta

from models.kit.regency import Regency
from models.kit.transactions import rows_of, unit_of_work

LOOSE_UPLOADS_LIVE = timedelta(days=30)
AT_A_TIME = 500

_LOOSE = """
WITH drafted AS (SELECT paper.id::uuid AS id FROM draft f CROSS JOIN jsonb_each(f.documents) AS given (requirement, ids)
  CROSS JOIN jsonb_array_elements_text(given.ids) AS paper (id) WHERE f.application_id IS NULL),
loose AS (SELECT d.id FROM document d WHERE d.created_at < $1 AND d.storage_key LIKE 'documents/%'
  AND NOT EXISTS (SELECT 1 FROM attachment x WHERE x.document_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM task_document x WHERE x.document_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM document_reuse x WHERE x.document_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM state_payment x WHERE x.document_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM wallet_entry x WHERE x.document_id = d.id)
  AND NOT EXISTS (SELECT 1 FROM drafted x WHERE x.id = d.id)
  ORDER BY d.created_at LIMIT $2)
DELETE FROM document d USING loose WHERE d.id = loose.id RETURNING d.storage_key
"""


async def forget_loose_uploads(*, at: datetime, regency: Regency) -> int:
    """Delete uploads, with their content, that nothing has used within `LOOSE_UPLOADS_LIVE`; answers how many.

    At most `AT_A_TIME`, the oldest. Where somebody attaches one at the same instant, the database refuses all of it.
    """
    async with unit_of_work():
        rows = await rows_of(_LOOSE, [at - LOOSE_UPLOADS_LIVE, AT_A_TIME])
        for row in rows:
            await regency.storage.delete(row["storage_key"])
    return len(rows)
