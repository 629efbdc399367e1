"""A neon box as the catalogue has it: machines look, Bapenda sets the tax, the citizen pays, the head signs."""

import pytest

from models.applications.tables import Application, Task
from models.checks.operations import run_check
from tests.models.billing.till import assess, issue_bill, notice, tell
from tests.sampling import samples
from tests.story import Story


@pytest.mark.usefixtures("outside")
async def test_a_neon_box_is_checked_by_machines_taxed_paid_for_and_permitted(story: Story) -> None:
    neon_box = next(one for one in samples("izin-reklame") if one.name == "neon-box")
    sent = await story.submit("izin-reklame", **neon_box.answers)
    machines = await Task.filter(application_id=sent.id, role="machine", state="OPEN").order_by("id")
    assert [task.step for task in machines] == ["duplicate", "tax-status"]
    for task in machines:
        await run_check(task.id, at=story.at(), regency=story.regency)
    await assess(story, sent.id, 1_250_000)
    await story.decide(sent.id, "construction", "dpupr")
    await story.decide(sent.id, "public-order", "satpolpp")
    assert (await story.task(sent.id, "tax-payment")).state == "WAITING"
    await story.decide(sent.id, "decision", "dpmptsp")

    bill = await issue_bill(story, sent.id, "tax-payment")
    assert (bill.amount, bill.number) == (1_250_000, f"{sent.number}-T1")
    assert await tell(story, notice(bill.number, 1_250_000)) == "paid"
    await story.sign(sent.id)
    assert (await Application.get(id=sent.id)).state == "ISSUED"
