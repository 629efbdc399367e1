"""What the worker does for steps that wait for a machine or for money."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import cast
from unittest.mock import AsyncMock

import pytest
from structlog.testing import capture_logs

from app.worker import PROMISED
from jobs.billing import open_bill
from jobs.checks import run_check
from jobs.context import Context
from jobs.outbox import outbox_job
from models.kit.ports import PaymentUnavailable
from models.kit.tables import OutboxEntry
from models.kit.transactions import Job
from models.people.queries import nik_of, people_by_id
from models.people.tables import Person
from tests.models.billing.till import bills, owing
from tests.outside import Outside
from tests.services import decided_and_signed, made_up, step, submit
from tests.story import Story


@pytest.fixture
def ctx(story: Story) -> Context:
    return cast("Context", {"regency": story.regency})


@pytest.fixture
def logged() -> Iterator[list[object]]:
    """What was logged, a line each."""
    with capture_logs() as lines:
        yield cast("list[object]", lines)


def test_every_job_that_may_be_promised_has_somebody_who_does_it() -> None:
    assert set(PROMISED) == set(Job)


async def test_a_bill_waits_in_the_outbox_until_the_bank_is_back(
    story: Story, ctx: Context, outside: Outside, logged: list[object]
) -> None:
    id = await owing(story)
    entry = await OutboxEntry.get(job="open_bill")
    run = outbox_job(Job.OPEN_BILL, open_bill)
    outside.trouble(payment="down:503")
    with pytest.raises(PaymentUnavailable):
        await run(ctx, entry.id, entry.args["id"])
    assert await OutboxEntry.filter(id=entry.id, done_at=None).exists()

    outside.calm()
    await run(ctx, entry.id, entry.args["id"])
    assert not await OutboxEntry.filter(id=entry.id, done_at=None).exists()
    assert [bill.code is not None for bill in await bills(story, id)] == [True]
    assert "bill_not_payable_yet" in str(logged)


async def test_a_check_is_run_and_its_line_in_the_log_names_nobody(
    story: Story, ctx: Context, outside: Outside, logged: list[object]
) -> None:
    outside.trouble(population="down:503", times=1)
    check = step("check", "check", "disdukcapil", check={"ask": "population"}, sees_identity=True)
    sent = await submit(story, made_up(check, *decided_and_signed("check")))
    entry = await OutboxEntry.get(job="run_check")
    await outbox_job(Job.RUN_CHECK, run_check)(ctx, entry.id, entry.args["id"])
    assert (await story.task(sent.id, "check")).state == "DONE", "asked once more after the hiccup"

    lines = json.dumps(logged, default=str)
    assert "check_run" in lines
    people = await people_by_id([person.id for person in await Person.all()])
    told = [text for person in people.values() for text in (person.name, nik_of(person, story.regency.vault))]
    assert not [text for text in told if text in lines]


async def test_a_check_that_fails_for_an_hour_is_handed_to_an_officer(
    story: Story, ctx: Context, logged: list[object]
) -> None:
    check = step("check", "check", "disdukcapil", check={"ask": "population"}, sees_identity=True)
    sent = await submit(story, made_up(check, *decided_and_signed("check")))
    entry = await OutboxEntry.get(job="run_check")
    broken = {"regency": replace(story.regency, population=AsyncMock(verify=AsyncMock(side_effect=KeyError)))}
    run = outbox_job(Job.RUN_CHECK, run_check)
    with pytest.raises(KeyError):
        await run(cast("Context", broken), entry.id, entry.args["id"])
    assert (await story.task(sent.id, "check")).role == "machine"

    entry.created_at -= timedelta(minutes=61)
    await entry.save()
    await run(cast("Context", broken), entry.id, entry.args["id"])
    task = await story.task(sent.id, "check")
    assert (task.state, task.role, task.outcome) == ("OPEN", "officer", "no-answer")
    assert not await OutboxEntry.filter(id=entry.id, done_at=None).exists()
    assert "check_given_up" in str(logged)
