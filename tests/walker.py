"""Everybody whom a service concerns, doing their part one after the other until an application has ended."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from models.accounts.queries import accounts_by_id
from models.accounts.tables import Account
from models.applications import tables
from models.applications.errors import SameOfficer
from models.applications.operations.answering import Reference, TaskAnswer
from models.applications.operations.deciding import decide_task
from models.applications.operations.submitting import (
    ApplicationDraft,
    SubmittedApplication,
    submit_application,
)
from models.applications.operations.visiting import VisitProposal, VisitReply, answer_visit, propose_visit
from models.applications.states import Decision, Hands
from models.billing.operations import open_bill
from models.billing.reporting import PaymentReport, report_payment
from models.billing.tables import Bill
from models.billing.workflow import Taken
from models.checks.operations import run_check
from models.kit.actor import Actor
from models.kit.ids import random_code
from models.permits.operations import PermitSigning, sign_permit
from models.services.definition import Definition, Step, StepKind
from models.services.queries import service_versions
from tests.appointments import times_to_come
from tests.models.billing.till import notice, tell
from tests.sampling import Sample, definition
from tests.story import Story

NUMBERS = {"pendampingan-nib": "9120001234567", "pbg": "SK-PBG-330801-23112026-001"}
"""What the other systems issue."""
ENDED = {"ISSUED", "COMPLETED", "REFUSED", "WITHDRAWN", "LAPSED"}


async def apply(story: Story, sample: Sample, *, by: Actor | None = None) -> SubmittedApplication:
    """Send a sample with its papers."""
    by = by or await story.citizen()
    takes = {one.key: one.accepts for one in definition(sample.service).documents}
    names = {key: "foto.jpg" if "image/jpeg" in takes[key] else "naskah.pdf" for key in sample.documents}
    documents = [(key, await story.document(by, name)) for key, name in names.items()]
    draft = ApplicationDraft(sample.service, sample.answers, documents, random_code())
    return await submit_application(draft, by=by, at=story.at(), regency=story.regency)


async def walk(story: Story, application: UUID, *, until: str = "") -> str:
    """Let everybody do their part, approving; answers the state in which it ends, or that of a step's opening."""
    for _ in range(80):
        row = await tables.Application.get(id=application)
        open_tasks = await tables.Task.filter(application_id=application, state="OPEN").order_by("id")
        if row.state in ENDED or until in {task.step for task in open_tasks}:
            return row.state
        assert open_tasks, f"{row.number} stands still in {row.state}"
        await _do(story, open_tasks[0], row)
    raise AssertionError("it does not come to an end")


async def _do(story: Story, task: tables.Task, row: tables.Application) -> None:
    service = (await service_versions([row.version_id]))[row.version_id].definition
    step = service.step(task.step)
    if task.role == "machine":
        await run_check(task.id, at=story.at(), regency=story.regency)
    elif step.kind is StepKind.PAY:
        await open_bill(task.id, at=story.at(), regency=story.regency)
        bill = await Bill.get(task_id=task.id, paid_at=None, cancelled_at=None)
        assert await tell(story, notice(bill.number, bill.amount, id=random_code())) is Taken.PAID
    elif step.kind is StepKind.PAY_STATE and task.role == Hands.CITIZEN:
        await report(story, task)
    else:
        await _answer(story, task, step, service)


async def report(story: Story, task: tables.Task, **changes: Any) -> PaymentReport:
    """The citizen has paid the state, and gives the NTPN and the receipt."""
    by = await story.citizen()
    receipt = await story.document(by, "bukti-bayar.jpg")
    made = PaymentReport(task.id, random_code(16), story.now.date(), receipt, random_code())
    made = replace(made, **changes)
    await report_payment(made, by=by, at=story.at(), regency=story.regency)
    return made


async def _answer(story: Story, task: tables.Task, step: Step, service: Definition) -> None:
    if step.kind is StepKind.VISIT:
        await _meet(story, task)
    for officer in await _officers(task):
        try:
            await _as(officer, story, task, step, service)
        except SameOfficer:
            continue
        return
    raise AssertionError(f"nobody may answer {step.key}")


async def _officers(task: tables.Task) -> list[Actor]:
    rows = await Account.filter(agency_id=task.agency_id, role=task.role).order_by("username")
    found = await accounts_by_id([row.id for row in rows])
    return [found[row.id].actor for row in rows]


async def _as(by: Actor, story: Story, task: tables.Task, step: Step, service: Definition) -> None:
    if step.kind is StepKind.SIGN:
        signing = PermitSigning(task.id, story.password, random_code())
        await sign_permit(signing, by=by, at=story.at(), regency=story.regency)
        return
    records = service.elsewhere is not None and service.last_step.key == step.key
    answer = TaskAnswer(
        task.id,
        Decision.APPROVE,
        "Sesuai; pemohon meminta kami datang lebih awal." if step.kind is StepKind.VISIT else None,
        (),
        random_code(),
        amount=250_000 if service.sets_amount(step.key) else None,
        reference=Reference(NUMBERS[service.slug], story.today) if records else None,
        photos=[await story.document(by, "kunjungan.jpg")] if step.kind is StepKind.VISIT else (),
    )
    await decide_task(answer, by=by, at=story.at(), regency=story.regency)


async def _meet(story: Story, task: tables.Task) -> None:
    officer = (await _officers(task))[0]
    times = await times_to_come(story.now)
    proposal = VisitProposal(task.id, times, random_code())
    await propose_visit(proposal, by=officer, at=story.at(), regency=story.regency)
    reply = VisitReply(task.id, times[1], "", random_code())
    await answer_visit(reply, by=await story.citizen(), at=story.at(), regency=story.regency)
