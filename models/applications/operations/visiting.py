"""Appointments: an agency proposes two times, the citizen picks one or says what would suit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from models.applications.journal import Happening, open_journal
from models.applications.operations.deciding import must_be_open, open_task, task_of_applicant
from models.applications.states import EventKind
from models.calendar.queries import working_time
from models.calendar.workflow import WorkingTime
from models.kit.actor import Actor
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.idempotency import claim_key
from models.kit.reading import is_storable, read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import unit_of_work

FURTHEST = timedelta(days=90)
APART = timedelta(hours=1)
EARLIEST, LATEST = time(7), time(18)
SATURDAY = 5
LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class VisitProposal:
    """Two times at which officers could come: on working days or Saturdays, at daytime, an hour apart."""

    task_id: UUID
    times: Sequence[datetime]
    idempotency_key: str


async def propose_visit(proposal: VisitProposal, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Offer the citizen two times and tell them; a new proposal takes the place of the one before.

    Raises InvalidInput at the time (`times`, its place) that is over, too far off or unfit for a visit.
    """
    written = [one.isoformat() for one in sorted({one.astimezone(UTC) for one in proposal.times})]
    async with unit_of_work():
        content = [proposal.task_id, written]
        if not await claim_key(by.account, proposal.idempotency_key, "propose-visit", content, at):
            return
        journal, task = await open_task(proposal.task_id, by=by, at=at, regency=regency)
        if problems := _faults_of_times(proposal.times, at, await working_time(regency.zone)):
            raise InvalidInput(*problems)
        happening = Happening(EventKind.VISIT_PROPOSED, task.step, {"times": written})
        await journal.append(happening, by=by, at=at)


def _faults_of_times(times: Sequence[datetime], at: datetime, clock: WorkingTime) -> list[Problem]:
    if len(times) != 2:
        return [Problem(ProblemCode.INVALID, ("times",), N_("Usulkan dua waktu."))]
    problems = [
        Problem(ProblemCode.INVALID, ("times", str(place)), *fault)
        for place, proposed in enumerate(times)
        if (fault := _fault_of_time(proposed, at, clock))
    ]
    if not problems and abs(times[0] - times[1]) < APART:
        message = N_("Beri jarak sedikitnya satu jam antara kedua usulan.")
        problems.append(Problem(ProblemCode.INVALID, ("times", "1"), message))
    return problems


def _fault_of_time(
    proposed: datetime, at: datetime, clock: WorkingTime
) -> tuple[str, Mapping[str, object]] | None:
    """Why a visit at this time cannot be asked of anybody: people are at home, and officers at work."""
    if proposed <= at:
        return N_("Waktu ini sudah lewat."), {}
    if proposed > at + FURTHEST:
        return N_("Usulkan waktu paling lama {days} hari lagi."), {"days": FURTHEST.days}
    here = proposed.astimezone(clock.zone)
    saturday = here.weekday() == SATURDAY and here.date() not in clock.holidays
    if not clock.is_working_day(here.date()) and not saturday:
        return N_("Usulkan hari kerja atau hari Sabtu."), {}
    if not EARLIEST <= here.time() <= LATEST:
        return N_("Usulkan waktu antara pukul 07.00 dan 18.00."), {}
    return None


@dataclass(frozen=True, slots=True)
class VisitReply:
    """The time that suits the citizen, or None with a message that says what would."""

    task_id: UUID
    time: datetime | None
    message: str
    idempotency_key: str


async def answer_visit(reply: VisitReply, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Agree on one of the proposed times that is still to come, or ask for others; for the applicant.

    The officers of the agency are told. Raises InvalidInput at `time` or `message`.
    """
    async with unit_of_work():
        content = [reply.task_id, reply.time, reply.message]
        if not await claim_key(by.account, reply.idempotency_key, "answer-visit", content, at):
            return
        task = await task_of_applicant(reply.task_id, by=by)
        journal = await open_journal(task.application_id, regency=regency)
        must_be_open(journal, task.step, at)
        proposed = journal.position(at).tasks[task.step].visit_times
        await journal.append(_happening(reply, task.step, proposed, at), by=by, at=at)


def _happening(reply: VisitReply, step: str, proposed: Sequence[str], at: datetime) -> Happening:
    if reply.time is not None:
        chosen = reply.time.astimezone(UTC).isoformat()
        if chosen not in proposed:
            message = N_("Pilih salah satu waktu yang diusulkan.")
            raise InvalidInput(Problem(ProblemCode.INVALID, ("time",), message))
        if reply.time <= at:
            message = N_("Waktu ini sudah lewat. Tulis kapan Anda bisa.")
            raise InvalidInput(Problem(ProblemCode.INVALID, ("time",), message))
        return Happening(EventKind.VISIT_AGREED, step, {"time": chosen})
    text = read_text(reply.message)
    if len(text) > LONGEST_MESSAGE:
        message = N_("Tulis paling banyak {limit} huruf.")
        raise InvalidInput(Problem(ProblemCode.TOO_LARGE, ("message",), message, {"limit": LONGEST_MESSAGE}))
    if not text or not is_storable(text):
        message = N_("Pilih satu waktu, atau tulis kapan Anda bisa.")
        raise InvalidInput(Problem(ProblemCode.REQUIRED, ("message",), message))
    return Happening(EventKind.VISIT_DECLINED, step, {"message": text})
