"""Correcting what was returned."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from models.applications import tables
from models.applications.answers import faults_of_answers, read_answers
from models.applications.competence import Ground, owners_of, unserved_places
from models.applications.errors import ApplicationNotFound, NotReturned
from models.applications.journal import Happening, Journal, open_journal
from models.applications.operations.recording import counted, record_submission
from models.applications.operations.reusing import Papers, gather_papers, record_reuse
from models.applications.queries.ground import ground_of
from models.applications.queries.returned import Place, Returned, returned_file
from models.applications.states import ApplicationState, EventKind
from models.kit.actor import Actor
from models.kit.errors import InvalidInput, Problem, ProblemCode, VersionChanged
from models.kit.idempotency import claim_key
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import unit_of_work
from models.people.queries import people_by_id
from models.services.conditions import asked_documents
from models.services.definition import Definition


@dataclass(frozen=True, slots=True)
class Correction:
    """What a citizen changes: answers by field (None takes one away), documents that replace a requirement's.

    `seen`: how many times findings had been released when the citizen looked, where the door knows it. `left`: the
    findings that they know to leave unanswered; None where the door does not warn of them.
    """

    application_id: UUID
    answers: Mapping[str, Any]
    documents: Sequence[tuple[str, UUID]]
    idempotency_key: str
    seen: int | None = None
    left: Collection[Place] | None = None


async def correct_application(correction: Correction, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Record a correction and ask again the steps that rest on it (decision 5).

    Only what a finding points at may change. What time has brought about is written down first, and judged against:
    findings that came out meanwhile are read before anything is sent (VersionChanged). Raises InvalidInput with every
    fault at once.
    """
    id = correction.application_id
    seen = await _let_time_pass(correction, by=by, at=at, regency=regency)
    async with unit_of_work():
        journal = await open_journal(id, regency=regency)
        content = [id, correction.answers, sorted((k, i.hex) for k, i in correction.documents)]
        if not await claim_key(by.account, correction.idempotency_key, "correct", content, at):
            return
        if journal.application.state != ApplicationState.RETURNED:
            raise NotReturned("applicationId")
        if seen != _releases(journal):
            raise VersionChanged("applicationId")
        await _apply(correction, journal, by=by, at=at)


async def _let_time_pass(correction: Correction, *, by: Actor, at: datetime, regency: Regency) -> int:
    """Note what is due, for good; answers how many times findings had been released when the citizen looked."""
    async with unit_of_work():
        mine = tables.Application.filter(id=correction.application_id, applicant_id=by.account)
        if not await mine.exists():
            raise ApplicationNotFound("applicationId")
        journal = await open_journal(correction.application_id, regency=regency)
        releases, wake_at = _releases(journal), journal.application.wake_at
        if wake_at is not None and wake_at <= at:
            await journal.wake(at=at)
    return releases if correction.seen is None else correction.seen


def _releases(journal: Journal) -> int:
    return sum(row.kind == EventKind.FINDINGS_RELEASED for row in journal.events)


async def _apply(correction: Correction, journal: Journal, *, by: Actor, at: datetime) -> None:
    id, definition, zone = correction.application_id, journal.definition, journal.regency.zone
    returned = await returned_file(id, by=by)
    answers = read_answers(correction.answers)
    changes = {name: answer for name, answer in answers.items() if returned.differs(name, answer)}
    after = {k: v for k, v in {**returned.answers, **changes}.items() if v is not None}
    today = at.astimezone(zone).date()
    papers = await gather_papers(
        definition, after, correction.documents, by=by, today=today, zone=zone, returned=returned
    )
    replaced = {key for key, _ in correction.documents}
    ground = await ground_of(definition, after, home=await _home(returned.person_id))
    problems = _problems(
        returned, definition, papers, ground, changes=changes, after=after, replaced=replaced, today=today
    )
    if correction.left is not None and (changes or replaced):
        problems += _unanswered(returned.unanswered(answers) - set(correction.left))
    if problems:
        raise InvalidInput(*problems)
    asked_once = counted({}, {}, papers)
    await record_submission(id, returned.number + 1, after, papers.attached, at=at, asked_once=asked_once)
    await record_reuse(id, definition, papers, at=at)
    gone = {key for key, _ in returned.attached} - {key for key, _ in papers.attached}
    changed = [f"answers.{name}" for name in sorted(changes)]
    changed += [f"documents.{key}" for key in sorted(replaced | gone | set(papers.automatic))]
    data: dict[str, Any] = {"answers": after, "changed": changed}
    if moved := await _moved(journal, after, ground, changes):
        data["owners"] = moved
    await journal.append(Happening(EventKind.CORRECTED, data=data), by=by, at=at)


async def _home(person_id: UUID) -> str:
    """The village of the person whom the file is about."""
    return (await people_by_id([person_id]))[person_id].village_code


async def _moved(
    journal: Journal, answers: Mapping[str, Any], ground: Ground, changes: Collection[str]
) -> dict[str, dict[str, str]]:
    """The steps that fall to another agency by a changed place or choice: to which, and who had them."""
    definition = journal.definition
    asked = {step.key for step in definition.steps if step.agency_of and step.agency_of.field in changes}
    if not asked:
        return {}
    owners = owners_of(definition, answers, ground)
    holders = await journal.holders()
    return {
        step: {**owner.told, "from": holders[step].hex}
        for step in sorted(asked)
        if (owner := owners[step]) is not None and owner.agency.id != holders[step]
    }


def _problems(
    returned: Returned,
    definition: Definition,
    papers: Papers,
    ground: Ground,
    *,
    changes: Mapping[str, Any],
    after: Mapping[str, Any],
    replaced: set[str],
    today: date,
) -> list[Problem]:
    problems = faults_of_answers(definition, after, today=today, villages=ground.villages, again=True)
    problems += [*unserved_places(definition, after, ground, only=changes), *papers.problems]
    problems += _not_asked_for(returned.may_change(definition, after), changes, replaced)
    applicable = {document.key for document in asked_documents(definition, after)}
    problems += _still_missing(returned.found, applicable - replaced, papers)
    if not problems and not changes and not replaced:
        problems.append(Problem(ProblemCode.REQUIRED, ("answers",), N_("Belum ada yang Anda ubah.")))
    return problems


def _unanswered(places: Collection[Place]) -> list[Problem]:
    """Findings that would stay unanswered: the agency may return them again, which costs days."""
    message = N_("Bagian ini ada catatannya tetapi belum Anda ubah. Bila sudah benar, kirim sekali lagi.")
    return [Problem(ProblemCode.REQUIRED, place, message) for place in sorted(places)]


def _not_asked_for(asked: set[Place], changes: Mapping[str, Any], replaced: set[str]) -> list[Problem]:
    paths = [("answers", name) for name in changes] + [("documents", key) for key in replaced]
    message = N_("Bagian ini tidak diminta untuk diperbaiki.")
    return [Problem(ProblemCode.NOT_ALLOWED, path, message) for path in paths if path not in asked]


def _still_missing(found: Collection[Place], wanted: set[str], papers: Papers) -> list[Problem]:
    """A document that was found wanting has to come anew; an answer may turn out to have been right."""
    keys = sorted(key for part, key in found if part == "documents" and key in wanted)
    upload, choose = (
        N_("Unggah berkas yang baru di sini."),
        N_("Pakai yang sudah ada, atau unggah yang baru."),
    )
    return [
        Problem(ProblemCode.REQUIRED, ("documents", key), choose if key in papers.offered else upload)
        for key in keys
    ]
