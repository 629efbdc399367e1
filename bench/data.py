"""A regency's tasks after some busy years, made by the database itself."""

from models.kit.transactions import rows_of

RUNNING, FINISHED = 200_000, 40_000
"""Applications: four tasks of each that runs, five of each that is finished, a million together."""
BUSY = RUNNING
"""Open tasks of the busiest agency: one of each running application, half of them late."""
FOR_ITS_HEAD = 20_000
"""Of its open tasks, those that wait for the head."""

_APPLICATIONS = """
INSERT INTO application (id, number, version_id, service_id, applicant_id, person_id, state,
  idempotency_key, fingerprint, submitted_at, finished_at)
SELECT gen_random_uuid(), 'RKL-2611-' || n, v.id, v.service_id, a.id, a.person_id,
  CASE WHEN n <= $1::int THEN 'IN_PROGRESS' ELSE 'ISSUED' END, n::text, 'x',
  now() - n * interval '1 minute', CASE WHEN n > $1::int THEN now() - n * interval '30 seconds' END
FROM generate_series(1, $1::int + $2::int) n,
  (SELECT v.id, v.service_id FROM service_version v JOIN service s ON s.id = v.service_id
   WHERE s.slug = 'izin-reklame') v,
  (SELECT id, person_id FROM account WHERE kind = 'citizen' LIMIT 1) a
"""
_TASKS = """
INSERT INTO task (id, application_id, step, kind, role, agency_id, state, opened_at, due_at, decision, decided_at,
  findings, told)
SELECT gen_random_uuid(), p.id, s.step, 'VERIFY',
  CASE WHEN s.state = 'OPEN' AND row_number() OVER (PARTITION BY s.state) <= $1::int THEN 'head' ELSE 'officer' END,
  g.id, s.state,
  CASE WHEN s.state <> 'WAITING' THEN p.submitted_at END,
  CASE WHEN s.state <> 'WAITING' THEN p.submitted_at + interval '70 days' END,
  CASE s.state WHEN 'DONE' THEN 'APPROVE' WHEN 'RETURNED' THEN 'RETURN' END,
  CASE WHEN s.state IN ('DONE', 'RETURNED') THEN p.submitted_at + interval '1 day' END, '[]', false
FROM (VALUES
  ('IN_PROGRESS', 'tax', 'bapenda', 'OPEN'),
  ('IN_PROGRESS', 'construction', 'dpupr', 'DONE'),
  ('IN_PROGRESS', 'public-order', 'satpolpp', 'RETURNED'),
  ('IN_PROGRESS', 'decision', 'dpmptsp', 'WAITING'),
  ('ISSUED', 'tax', 'bapenda', 'DONE'),
  ('ISSUED', 'construction', 'dpupr', 'DONE'),
  ('ISSUED', 'public-order', 'satpolpp', 'DONE'),
  ('ISSUED', 'traffic', 'dishub', 'SKIPPED'),
  ('ISSUED', 'decision', 'dpmptsp', 'DONE')) s (of, step, agency, state)
JOIN agency g ON g.code = s.agency JOIN application p ON p.state = s.of
"""
PEOPLE = 67_000
"""Citizens who have told who they are, one account each."""
EVENTS_OF_EACH, MESSAGES_OF_EACH = 4, 2
"""Of each application."""

_PERSONS = """
INSERT INTO person (id, name, nik_sealed, nik_hash, address, rt, rw, village_code, notes, created_at)
SELECT gen_random_uuid(), 'Contoh ' || n, p.nik_sealed, md5(n::text) || md5(n::text), p.address, p.rt, p.rw,
  p.village_code, p.notes, p.created_at FROM (SELECT * FROM person LIMIT 1) p, generate_series(1, $1::int) n
"""
_ACCOUNTS = """
INSERT INTO account (id, kind, name, phone_hash, person_id, position, created_at)
SELECT gen_random_uuid(), 'citizen', p.name, p.nik_hash, p.id, '', p.created_at
FROM person p WHERE p.name LIKE 'Contoh %'
"""
_EVENTS = """
INSERT INTO event (application_id, sequence, kind, at, actor_kind, actor_name, data)
SELECT a.id, n, 'recalculated', a.submitted_at, 'system', 'Sistem', '{"cause": "bench"}'
FROM application a, generate_series(1, $1::int) n
"""
_MESSAGES = """
INSERT INTO message (id, account_id, application_id, text_sealed, created_at)
SELECT gen_random_uuid(), a.applicant_id, a.id, '', a.submitted_at FROM application a, generate_series(1, $1::int)
"""
BIG = frozenset({"person", "account", "application", "task", "event", "message"})
"""The tables that grow with the years: nothing that people wait for reads one of them whole."""
_COUNT = "SELECT count(*) FROM task"


async def fill_people() -> None:
    """Make 67,000 citizens, and a million events and half a million messages of the applications that are there."""
    await rows_of(_PERSONS, [PEOPLE])
    await rows_of(_ACCOUNTS)
    await rows_of(_EVENTS, [EVENTS_OF_EACH])
    await rows_of(_MESSAGES, [MESSAGES_OF_EACH])
    for table in BIG:
        await rows_of(f"VACUUM ANALYZE {table}")


async def fill_tasks() -> int:
    """Make a million tasks, 200,000 of them open at Bapenda; answers how many there are."""
    await rows_of(_APPLICATIONS, [RUNNING, FINISHED])
    await rows_of(_TASKS, [FOR_ITS_HEAD])
    for table in ("task", "application"):
        await rows_of(f"VACUUM ANALYZE {table}")
    count: int = (await rows_of(_COUNT))[0]["count"]
    return count
