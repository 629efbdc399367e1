"""Correcting what was returned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.applications import tables
from models.applications.answers import faults_of_answers
from models.applications.errors import ApplicationNotFound, NotReturned
from models.applications.journal import Happening, Journal, current_answers, open_journal
from models.applications.operations.recording import record_submission
from models.applications.operations.reusing import gather_papers, record_reuse
from models.applications.states import ApplicationState, EventKind
from models.kit.actor import Actor
from models.kit.errors import InvalidInput, Problem, ProblemCode, VersionChanged
from models.kit.idempotency import claim_key
from models.kit.regency import Regency
from models.kit.text import N_
from models.kit.transactions import unit_of_work
from models.services.conditions import asked_documents
from models.services.definition import Definition


@dataclass(frozen=True, slots=True)
class Correction:
    """What a citizen changes: answers by field (None takes one away), documents that replace a requirement's.

    `seen`: how many times findings had been released when the citizen looked, where the door knows it.
    """

    application_id: UUID
    answers: Mapping[str, Any]
    documents: Sequence[tuple[str, UUID]]
    idempotency_key: str
    seen: int | None = None


async def correct_application(correction: Correction, *, by: Actor, at: datetime, regency: Regency) -> None:
    """Record a correction and reopen the branches that asked for it; what others approved stands.

    Only what a finding points at may change. Raises InvalidInput with every fault at once.
    """
    id = correction.application_id
    async with unit_of_work():
        if not await tables.Application.filter(id=id, applicant_id=by.account).exists():
            raise ApplicationNotFound("applicationId")
        journal = await open_journal(id, regency=regency)
        content = [id, correction.answers, sorted((k, i.hex) for k, i in correction.documents)]
        if not await claim_key(by.account, correction.idempotency_key, "correct", content, at):
            return
        if journal.application.state != ApplicationState.RETURNED:
            raise NotReturned("applicationId")
        releases = sum(row.kind == EventKind.FINDINGS_RELEASED for row in journal.events)
        if correction.seen is not None and correction.seen != releases:
            raise VersionChanged("applicationId")
        await _apply(correction, journal, by=by, at=at)


async def _apply(correction: Correction, journal: Journal, *, by: Actor, at: datetime) -> None:
    id = correction.application_id
    before = current_answers(journal.events)
    changes = {k: v for k, v in correction.answers.items() if before.get(k) != v}
    after = {k: v for k, v in {**before, **changes}.items() if v is not None}
    submission = await tables.Submission.filter(application_id=id).order_by("-number").first()
    if submission is None:
        raise ApplicationNotFound("applicationId")
    replaced = {key for key, _ in correction.documents}
    kept = await tables.Attachment.filter(submission_id=submission.id).values_list(
        "requirement", "document_id"
    )
    applicable, new = _applicable(journal.definition, before, after)
    gone = {key for key, _ in kept} - applicable
    stays = [(key, doc) for key, doc in kept if key not in replaced | gone]
    zone = journal.regency.zone
    papers = await gather_papers(
        journal.definition,
        after,
        correction.documents,
        by=by,
        today=at.astimezone(zone).date(),
        zone=zone,
        kept=stays,
        new={key for _, key in new},
    )
    problems = [*faults_of_answers(journal.definition, after), *papers.problems]
    asked = await _asked_for(id)
    problems += _not_asked_for(asked | new, changes, replaced) + _still_missing(asked, replaced, applicable)
    if not changes and not replaced:
        problems.append(Problem(ProblemCode.REQUIRED, ("answers",), N_("Belum ada yang Anda ubah.")))
    if problems:
        raise InvalidInput(*problems)
    await record_submission(id, submission.number + 1, after, papers.attached, at=at)
    await record_reuse(id, journal.definition, papers, at=at)
    changed = [f"answers.{name}" for name in sorted(changes)]
    changed += [f"documents.{key}" for key in sorted(replaced | gone | set(papers.automatic))]
    happening = Happening(EventKind.CORRECTED, data={"answers": after, "changed": changed})
    await journal.append(happening, by=by, at=at)


def _applicable(
    definition: Definition, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[set[str], set[tuple[str, ...]]]:
    """The documents that the new answers ask for, and the places of those that the old ones did not."""
    now = {document.key for document in asked_documents(definition, after)}
    earlier = {document.key for document in asked_documents(definition, before)}
    return now, {("documents", key) for key in now - earlier}


async def _asked_for(application_id: UUID) -> set[tuple[str, ...]]:
    told = await tables.Task.filter(application_id=application_id, told=True).values_list(
        "findings", flat=True
    )
    return {tuple(finding["path"]) for findings in told for finding in findings}


def _not_asked_for(
    asked: set[tuple[str, ...]], changes: Mapping[str, Any], replaced: set[str]
) -> list[Problem]:
    paths = [("answers", name) for name in changes] + [("documents", key) for key in replaced]
    message = N_("Bagian ini tidak diminta untuk diperbaiki.")
    return [Problem(ProblemCode.NOT_ALLOWED, path, message) for path in paths if path not in asked]


def _still_missing(asked: set[tuple[str, ...]], replaced: set[str], applicable: set[str]) -> list[Problem]:
    """A document that was found wanting has to come anew; an answer may turn out to have been right."""
    message = N_("Unggah berkas yang baru di sini.")
    wanted = applicable - replaced
    missing = [path for path in sorted(asked) if path[0] == "documents" and path[1] in wanted]
    return [Problem(ProblemCode.REQUIRED, path, message) for path in missing]
