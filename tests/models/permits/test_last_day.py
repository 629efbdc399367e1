"""A document whose last day was asked for, and an office that takes longer than that."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from models.applications import tables
from models.applications.errors import LastDayOver
from models.applications.operations.answering import Finding
from models.applications.states import Decision
from models.kit.errors import InvalidInput
from models.permits.preparing import prepare_permit
from models.permits.tables import Permit, Reservation
from tests.story import Story

LAST, AFTER = datetime(2026, 12, 3, 16, 50, tzinfo=UTC), datetime(2026, 12, 3, 17, 1, tzinfo=UTC)
"""The evening of 3 December in Mungkid, and a minute past its midnight."""
TOLD = (
    "Hari terakhir yang diminta pemohon, 3 Desember 2026, sudah lewat. "
    "Kembalikan dengan catatan pada tanggal itu, atau tolak dengan alasan."
)
HEAD = "kadis-dpmptsp"
LATER = Finding(("answers", "end_date"), "Pilih hari terakhir yang belum lewat.")


async def checked(story: Story) -> UUID:
    sent = await story.submit(start_date="2026-12-01", end_date="2026-12-03")
    await story.verify_all(sent.id)
    return sent.id


async def test_what_is_over_is_neither_granted_nor_signed_and_takes_no_number(story: Story) -> None:
    id = await checked(story)
    story.now = AFTER
    with pytest.raises(InvalidInput) as refused:
        await story.decide(id, "decision", "dpmptsp")
    (problem,) = refused.value.problems
    assert (problem.path, problem.message.format(**problem.facts)) == (("decision",), TOLD)

    story.now = LAST
    await story.decide(id, "decision", "dpmptsp")
    story.now = AFTER
    await prepare_permit(id, at=story.at(), regency=story.regency)
    with pytest.raises(LastDayOver) as late:
        await story.sign(id)
    (problem,) = late.value.problems
    assert problem.message.format(**problem.facts) == TOLD
    assert (await Permit.all().count(), await Reservation.all().count()) == (0, 0)


async def test_on_its_last_day_it_is_still_signed(story: Story) -> None:
    id = await checked(story)
    story.now = LAST
    await story.decide(id, "decision", "dpmptsp")
    await story.sign(id)
    assert (await Permit.get(application_id=id)).valid_until == date(2026, 12, 3)


async def test_the_head_sends_it_back_and_signs_what_comes_with_a_later_day(story: Story) -> None:
    id = await checked(story)
    await story.decide(id, "decision", "dpmptsp")
    story.now = AFTER
    await story.decide(id, "signature", HEAD, Decision.RETURN, findings=[LATER])
    await story.correct(id, {"end_date": "2027-01-31"})
    for task in await tables.Task.filter(application_id=id, state="OPEN", role="officer").order_by("id"):
        if task.step != "decision":
            await story.decide(id, task.step, {"tax": "bapenda", "public-order": "satpolpp"}[task.step])
    await story.decide(id, "decision", "dpmptsp")
    await story.sign(id)
    assert (await Permit.get(application_id=id)).valid_until == date(2027, 1, 31)
    assert await Reservation.all().count() == 1


async def test_the_head_may_refuse_it(story: Story) -> None:
    id = await checked(story)
    await story.decide(id, "decision", "dpmptsp")
    story.now = AFTER
    await story.decide(id, "signature", HEAD, Decision.REFUSE, reason="Masa pemasangan sudah lewat.")
    assert (await tables.Application.get(id=id)).state == "REFUSED"
