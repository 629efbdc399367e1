"""The queue of an agency with 200,000 open tasks among a million."""

import statistics
import time
from functools import partial

from bench.data import BUSY, FOR_ITS_HEAD, fill_tasks
from bench.plans import Plan, Run, plan_of, statements_of
from models.accounts.queries import account_named
from models.applications.queries.tasks import MOST_COUNTED, queue, queue_count
from models.applications.states import TaskState
from models.kit.actor import Actor
from models.kit.clock import real_now
from models.kit.paging import encode_cursor
from models.kit.transactions import rows_of

RUNS = 30
MOST_READ = 5_000
"""Rows of a million, for a page or a count."""
MOST_STATEMENTS = 2
"""The roles that the officer acts in, and the page."""
PAGE = 20
OPEN, EVERY = [TaskState.OPEN], [TaskState.OPEN, TaskState.RETURNED, TaskState.DONE]
_DEEP = """
SELECT t.due_at, t.id FROM task t JOIN agency g ON g.id = t.agency_id
WHERE g.code = 'bapenda' AND role = 'officer' AND state = 'OPEN' ORDER BY due_at, t.id OFFSET $1 LIMIT 1
"""


async def measure_queues() -> None:
    """Print times, and hold to what is promised: by the index, few rows read, no table sorted, two statements."""
    tasks, now = await fill_tasks(), real_now()
    print(f"{tasks} tasks, {BUSY} open at one agency ({FOR_ITS_HEAD} for its head); {RUNS} runs each\n")
    print(f"{'':44}{'database':>10}{'slowest':>10}{'wall':>10}{'read':>10}{'sorted':>10}")
    officer, head = await _actor("bapenda"), await _actor("ka-bapenda")
    page = partial(queue, states=OPEN, overdue=None, first=PAGE, after=None, now=now)
    deep = await _cursor(BUSY // 2)
    await _measured("queue, first page of 20", partial(page, officer))
    await _measured("queue, a page after 100,000", partial(page, officer, after=deep))
    await _measured("queue, what is late", partial(page, officer, overdue=True))
    await _measured("queue, what is not late", partial(page, officer, overdue=False))
    await _measured("queue, what is not late, later", partial(page, officer, overdue=False, after=deep))
    await _measured("queue, open, returned and done", partial(page, officer, states=EVERY))
    await _measured("queue, pages of 100", partial(page, officer, first=100))
    await _measured("queue of the head", partial(page, head))
    await _measured(f"queue, counted up to {MOST_COUNTED}", partial(queue_count, officer, now=now))


async def _actor(username: str) -> Actor:
    account = await account_named(username)
    assert account is not None
    return account.actor


async def _cursor(place: int) -> str:
    (row,) = await rows_of(_DEEP, [place])
    return encode_cursor(row["due_at"].isoformat(), row["id"].hex)


async def _measured(name: str, run: Run) -> None:
    """Print the median and the slowest time in the database, and the median seen from here; hold to the promise."""
    sent = await statements_of(run)
    plans = [[await plan_of(*statement) for statement in sent] for _ in range(RUNS)]
    database = [sum(plan.milliseconds for plan in each) for each in plans]
    wall = [await _milliseconds(run) for _ in range(RUNS)]
    told = plans[-1]
    most_sorted, read = max(plan.most_sorted for plan in told), sum(plan.rows_read for plan in told)
    print(
        f"{name:44}{statistics.median(database):7.2f} ms{max(database):7.2f} ms{statistics.median(wall):7.2f} ms"
        f"{read:10}{most_sorted:10}"
    )
    _must_hold(name, told, read, most_sorted)


def _must_hold(name: str, plans: list[Plan], read: int, most_sorted: int) -> None:
    assert len(plans) <= MOST_STATEMENTS, f"{name} takes {len(plans)} statements"
    assert read <= MOST_READ, f"{name} reads {read} rows"
    assert any("task_queue" in plan.indexes for plan in plans), f"{name} does not use task_queue"
    assert not any("task" in plan.scanned_whole for plan in plans), f"{name} reads the whole table"
    assert most_sorted <= 3 * 101, f"{name} sorts {most_sorted} rows: more than a page of each state"


async def _milliseconds(run: Run) -> float:
    start = time.perf_counter()
    await run()
    return (time.perf_counter() - start) * 1000
