"""A queue as long as a busy agency's, made by the database itself."""

from models.kit.transactions import rows_of

ROWS = 100_000

_APPLICATIONS = """
INSERT INTO application (id, number, version_id, service_id, applicant_id, person_id, state,
  idempotency_key, fingerprint, submitted_at)
SELECT gen_random_uuid(), 'RKL-2611-' || n, v.id, v.service_id, a.id, a.person_id, 'IN_PROGRESS', n::text, 'x',
  now() - n * interval '1 minute'
FROM generate_series(1, $1::int) n,
  (SELECT v.id, v.service_id FROM service_version v JOIN service s ON s.id = v.service_id
   WHERE s.slug = 'izin-reklame') v,
  (SELECT id, person_id FROM account WHERE kind = 'citizen' LIMIT 1) a
"""
_TASKS = """
INSERT INTO task (id, application_id, step, kind, role, agency_id, state, opened_at, due_at, findings, told)
SELECT gen_random_uuid(), p.id, 'tax', 'VERIFY', 'officer', g.id, 'OPEN', p.submitted_at,
  p.submitted_at + interval '2 days', '[]', false
FROM application p, (SELECT id FROM agency WHERE code = 'bapenda') g
"""


async def fill_queue() -> None:
    """Give Bapenda `ROWS` open tasks."""
    await rows_of(_APPLICATIONS, [ROWS])
    await rows_of(_TASKS)
    await rows_of("ANALYZE")
