"""Putting a step's question to whoever can answer it. No transaction is open while an outside system is asked."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models.applications.states import ApplicationState
from models.applications.workflow import RUNNING
from models.checks.workflow import (
    MOST_ALIKE,
    NO_ANSWER,
    Finding,
    of_duplicates,
    of_population,
    of_register,
    of_tax,
)
from models.kit.actor import SYSTEM
from models.kit.errors import Refusal
from models.kit.ports import PopulationQuestion, RegistryUnavailable
from models.kit.regency import Regency
from models.kit.transactions import rows_of
from models.people.queries import PersonRow, nik_of, people_by_id
from models.registers.answers import KNOWN_ELSEWHERE
from models.registers.operations import Question, ask_register
from models.services.definition import Asking, Check, Definition, Step

BIRTH_DATE = "birth_date"
"""The field of a form that holds the applicant's own birth date."""
_ALIKE = """SELECT a.number FROM application a
JOIN LATERAL (SELECT answers FROM submission WHERE application_id = a.id ORDER BY number DESC LIMIT 1) s ON true
LEFT JOIN permit m ON m.application_id = a.id
WHERE a.applicant_id = $1 AND a.service_id = $2 AND a.id <> $3 AND (a.state = ANY($4)
  OR (a.state = $5 AND m.revoked_at IS NULL AND (m.valid_until IS NULL OR m.valid_until >= $6)))
AND NOT EXISTS (SELECT 1 FROM unnest($7::text[]) f (name), (SELECT answers FROM submission
  WHERE application_id = $3 ORDER BY number DESC LIMIT 1) mine
  WHERE s.answers -> f.name IS DISTINCT FROM mine.answers -> f.name)
ORDER BY a.submitted_at DESC LIMIT $8"""
_ELSEWHERE = f"""SELECT a.id FROM application a JOIN person p ON p.id = a.person_id
WHERE a.id = $1 AND {KNOWN_ELSEWHERE}"""  # noqa: S608 - only the constant above is put in


@dataclass(frozen=True, slots=True)
class Case:
    """What a check is about: the application, its answers as they stand, and the step whose agency asks."""

    application_id: UUID
    applicant_id: UUID
    person_id: UUID
    service_id: UUID
    agency_id: UUID
    definition: Definition
    step: Step
    answers: Mapping[str, Any]

    @property
    def check(self) -> Check:
        """What is asked; raises LookupError for a step that asks nothing."""
        if self.step.check is None:
            raise LookupError(f"the step {self.step.key} asks nothing")
        return self.step.check


async def ask(case: Case, *, at: datetime, regency: Regency) -> Finding:
    """The outcome; where nobody can answer, NO_ANSWER."""
    try:
        return await _ASK[case.check.ask](case, at, regency)
    except RegistryUnavailable:
        return NO_ANSWER


async def _population(case: Case, at: datetime, regency: Regency) -> Finding:
    person = await _person(case)
    question = PopulationQuestion(
        nik=nik_of(person, regency.vault),
        name=person.name,
        birth_date=_birth_date(case),
        village_code=person.village_code,
        rt=person.rt,
        rw=person.rw,
    )
    return of_population(await regency.population.verify(question))


def _birth_date(case: Case) -> date | None:
    """The applicant's own, where the form asks for it and this step's agency may see it."""
    told = case.answers.get(BIRTH_DATE) if case.step.looks_at("answers", BIRTH_DATE) else None
    return date.fromisoformat(told) if isinstance(told, str) else None


async def _tax(case: Case, at: datetime, regency: Regency) -> Finding:
    npwpd = case.answers.get("npwpd")
    nik = nik_of(await _person(case), regency.vault)
    answer = await regency.tax.clearance(nik=nik, npwpd=npwpd if isinstance(npwpd, str) else None)
    return of_tax(answer)


async def _duplicate(case: Case, at: datetime, regency: Regency) -> Finding:
    """Other applications of the same account for the same service that run or led to what is still valid.

    None is no answer where another account has given the same NIK: an officer looks.
    """
    fields = case.definition.fields if case.step.sees is None else case.step.sees.fields
    values = [
        case.applicant_id,
        case.service_id,
        case.application_id,
        [state.value for state in RUNNING],
        ApplicationState.ISSUED.value,
        at.astimezone(regency.zone).date(),
        list(fields),
        MOST_ALIKE,
    ]
    alike = [row["number"] for row in await rows_of(_ALIKE, values)]
    if not alike and await rows_of(_ELSEWHERE, [case.application_id]):
        return NO_ANSWER
    return of_duplicates(alike)


async def _register(case: Case, at: datetime, regency: Regency) -> Finding:
    """Ask on behalf of the step's agency; a question that is not taken is no answer, nor a doubtful no."""
    check = case.check
    by = replace(SYSTEM, agency_id=case.agency_id)
    question = Question(check.register or "", case.application_id, str(check.purpose or case.step.title))
    try:
        answer = await ask_register(question, by=by, at=at, regency=regency)
    except Refusal as refused:
        raise RegistryUnavailable(type(refused).__name__) from None
    if answer.doubtful:
        return NO_ANSWER
    return of_register(answer.answer, answer.count, check)


async def _person(case: Case) -> PersonRow:
    return (await people_by_id([case.person_id]))[case.person_id]


_ASK: Mapping[Asking, Callable[[Case, datetime, Regency], Awaitable[Finding]]] = {
    Asking.POPULATION: _population,
    Asking.TAX: _tax,
    Asking.DUPLICATE: _duplicate,
    Asking.REGISTER: _register,
}
