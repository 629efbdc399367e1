"""What people wait for does not grow with the number of accounts."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bench.plans import read_whole, statements_of
from models.accounts.delegating import stand_ins
from models.accounts.operations import introduce
from models.accounts.queries import acting_heads, colleagues_of, heads_of, officers_of
from models.agencies.queries import agencies_by_code
from models.documents.wallet import wallet_of
from models.kit.actor import OfficerRole
from models.kit.transactions import rows_of
from models.people.operations import IdentityDraft
from tests.story import Story

_MANY = """
INSERT INTO account (id, kind, name, phone_hash, position, created_at)
SELECT gen_random_uuid(), 'citizen', '', md5(n::text), '', $1::timestamptz FROM generate_series(1, 20000) n
"""


async def crowd(story: Story) -> None:
    await rows_of(_MANY, [story.now])
    await rows_of("ANALYZE account")


async def must_not_read_all_accounts(run: Callable[[], Awaitable[object]]) -> None:
    sent = await statements_of(run)
    assert sent
    for sql, values in sent:
        assert "account" not in await read_whole(sql, values), sql


async def test_asking_who_works_somewhere_reads_no_crowd(story: Story) -> None:
    await crowd(story)
    by, office = await story.officer("dpmptsp"), (await agencies_by_code(["dpmptsp"]))["dpmptsp"]
    for run in (
        partial(officers_of, office.id, OfficerRole.OFFICER),
        partial(heads_of, office.id),
        partial(acting_heads, office.id, at=story.now),
        partial(colleagues_of, by, OfficerRole.OFFICER),
        partial(stand_ins, office, by=by),
    ):
        await must_not_read_all_accounts(run)


async def test_an_alert_and_a_decision_read_no_crowd(story: Story) -> None:
    sent = await story.submit()
    await crowd(story)
    await must_not_read_all_accounts(partial(story.decide, sent.id, "construction", "dpupr"))
    story.now += timedelta(days=30)
    await must_not_read_all_accounts(partial(story.sleep, sent.id))


async def test_what_a_person_has_elsewhere_is_found_without_reading_the_crowd(story: Story) -> None:
    await story.issue()
    await crowd(story)
    by = await story.citizen()
    draft = IdentityDraft("9908014107840001", "Tini Contoh", "Dusun Karang", "3", "1", "33.08.01.2001")
    await must_not_read_all_accounts(partial(wallet_of, by, today=story.now.date()))
    await must_not_read_all_accounts(partial(introduce, draft, by=by, at=story.at(), regency=story.regency))
