"""Asking what another agency has decided."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.accounts.operations import must_be_here
from models.agencies.queries import agencies_by_code
from models.applications.errors import ApplicationNotFound
from models.kit.actor import Actor, ActorKind
from models.kit.errors import InvalidInput, NotAllowed, NotFound, Problem, ProblemCode
from models.kit.idempotency import is_new
from models.kit.reading import UNSTORABLE, is_storable, read_text
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import rows_of, unit_of_work
from models.registers import tables
from models.registers.answers import KNOWN_ELSEWHERE, RegisterAnswer, Subject, answer_of
from models.services.definition import Register
from models.services.queries import ServiceRow, service

LONGEST_PURPOSE = 300

_FILE = f"""SELECT a.applicant_id, p.nik_hash, g.code, g.kind, {KNOWN_ELSEWHERE} AS known_elsewhere
FROM application a JOIN person p ON p.id = a.person_id JOIN agency g ON g.id = $2
WHERE a.id = $1 AND EXISTS (SELECT 1 FROM task t
  WHERE t.application_id = a.id AND t.agency_id = $2 AND t.state = 'OPEN')"""  # noqa: S608 - only the constant above is put in


class RegisterUnknown(NotFound):
    """No service has such a register in its newest version."""

    message = N_("Register ini tidak ada.")


class MayNotAsk(NotAllowed):
    """The owner of the register does not answer this agency."""

    message = N_("Pemilik register ini tidak menjawab pertanyaan instansi Anda.")


@dataclass(frozen=True, slots=True)
class Question:
    """A question to `register` (`service/key`) about the applicant of an application, and what for.

    With a key, the same question again is answered from the log and not asked anew.
    """

    register: str
    application_id: UUID
    purpose: str
    idempotency_key: str | None = None


async def ask_register(question: Question, *, by: Actor, at: datetime, regency: Regency) -> RegisterAnswer:
    """Answer yes, no or in detail as the owner of the register allows, and log the question with its answer.

    `by` is an officer, or the machine on behalf of `by.agency_id`; the agency works on an open task of the application.
    What was asked with the same key before is answered again, whatever has changed since.
    Raises InvalidInput at `purpose`, RegisterUnknown, ApplicationNotFound and MayNotAsk. A fixed number of statements.
    """
    if by.kind is ActorKind.CITIZEN or by.agency_id is None:
        raise MayNotAsk("register")
    purpose = _purpose_of(question)
    async with unit_of_work():
        if by.kind is ActorKind.OFFICER:
            await must_be_here(by.account)
        content = [question.register, question.application_id, purpose]
        if not await is_new(question.idempotency_key, "ask-register", content, by=by, at=at):
            return await _answered(question, purpose, by)
        owner, register = await _register(question.register)
        file = await rows_of(_FILE, [question.application_id, by.agency_id])
        if not file:
            raise ApplicationNotFound("applicationId")
        if not {file[0]["code"], file[0]["kind"]}.intersection(register.asked_by):
            raise MayNotAsk("register")
        subject = Subject(file[0]["applicant_id"], file[0]["nik_hash"], file[0]["known_elsewhere"])
        answer = await answer_of(register, owner.id, subject, today=at.astimezone(regency.zone).date())
        await _log(question, purpose, subject, owner, answer, by=by, at=at)
        return answer


async def _answered(question: Question, purpose: str, by: Actor) -> RegisterAnswer:
    """What the log says was answered before."""
    asked = tables.RegisterQuestion.filter(
        register=question.register,
        application_id=question.application_id,
        purpose=purpose,
        asker_id=by.account,
    )
    row = await asked.order_by("-id").first()
    if row is None:
        raise LookupError("a question that was asked is in the log")
    return RegisterAnswer(row.answer, row.detail)


def _purpose_of(question: Question) -> str:
    purpose, facts = read_text(question.purpose), {"limit": LONGEST_PURPOSE}
    if not purpose:
        message = N_("Tulis untuk apa Anda bertanya.")
        raise InvalidInput(Problem(ProblemCode.REQUIRED, ("purpose",), message))
    if len(purpose) > LONGEST_PURPOSE:
        message = N_("Tulis paling banyak {limit} huruf.")
        raise InvalidInput(Problem(ProblemCode.TOO_LARGE, ("purpose",), message, facts))
    if not is_storable(purpose):
        raise InvalidInput(Problem(ProblemCode.INVALID, ("purpose",), UNSTORABLE))
    return purpose


async def _register(name: str) -> tuple[ServiceRow, Register]:
    slug, _, key = name.partition("/")
    owner = await service(slug) if is_storable(slug) else None
    found = [register for register in owner.definition.registers if register.key == key] if owner else []
    if owner is None or not found:
        raise RegisterUnknown("register")
    return owner, found[0]


async def _log(
    question: Question,
    purpose: str,
    subject: Subject,
    owner: ServiceRow,
    answer: RegisterAnswer,
    *,
    by: Actor,
    at: datetime,
) -> None:
    issuer = owner.definition.issuer
    await tables.RegisterQuestion.create(
        at=at,
        register=question.register,
        owner_id=(await agencies_by_code([issuer]))[issuer].id,
        asker_kind=by.kind.value,
        asker_id=by.account_id,
        agency_id=by.agency_id,
        subject_id=subject.account_id,
        application_id=question.application_id,
        purpose=purpose,
        answer=answer.answer,
        detail=answer.detail,
    )
