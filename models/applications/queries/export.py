"""Everything, a line an application: for counting from outside."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from models.kit.transactions import rows_of

_PAGE = """
SELECT a.id, a.number, s.slug AS service, coalesce(p.name, '') AS applicant, a.state, a.idempotency_key,
  m.code AS permit_code,
  (SELECT jsonb_agg(jsonb_build_object('step', t.step, 'state', t.state, 'decision', t.decision,
     'opened_at', t.opened_at) ORDER BY t.id) FROM task t WHERE t.application_id = a.id) AS tasks
FROM application a JOIN service_version v ON v.id = a.version_id JOIN service s ON s.id = v.service_id
JOIN person p ON p.id = a.person_id LEFT JOIN permit m ON m.application_id = a.id
WHERE a.id > $1 ORDER BY a.id LIMIT $2
"""
_COLUMNS = ["number", "service", "applicant", "state", "tasks", "permit_code", "idempotency_key"]


async def exported(*, page: int = 500) -> AsyncIterator[dict[str, Any]]:
    """All applications in the order of their making: number, service, applicant, state, tasks, permit, key."""
    last = UUID(int=0)
    while rows := await rows_of(_PAGE, [last, page]):
        for row in rows:
            row["tasks"] = json.loads(row["tasks"] or "[]")
            yield {name: row[name] for name in _COLUMNS}
        last = rows[-1]["id"]
