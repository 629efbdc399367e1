"""What an application holds: its answers, its documents, and what happened to it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from models.applications.access import OWN_STEPS, VISIBLE, asking, knows_who, may_see
from models.applications.queries.papers import before
from models.applications.states import TRANSFERS, EventKind
from models.documents.queries import DocumentRow
from models.kit.actor import Actor, ActorKind
from models.kit.transactions import rows_of
from models.services.queries import definitions

_ANSWERS = f"""SELECT DISTINCT ON (s.application_id) s.application_id, s.answers, a.version_id,
  {OWN_STEPS} AS own_steps
FROM submission s JOIN application a ON a.id = s.application_id
WHERE s.application_id = ANY($4) AND {VISIBLE} ORDER BY s.application_id, s.number DESC"""  # noqa: S608 - constants
_FILE = "d.id, d.name, d.media_type, d.size, d.sha256, d.storage_key"
_DOCUMENTS = f"""SELECT s.application_id, a.version_id, x.requirement, {OWN_STEPS} AS own_steps,
  {_FILE}
FROM application a
JOIN LATERAL (SELECT * FROM submission WHERE application_id = a.id ORDER BY number DESC LIMIT 1) s ON true
JOIN attachment x ON x.submission_id = s.id JOIN document d ON d.id = x.document_id
WHERE a.id = ANY($4) AND {VISIBLE} ORDER BY x.requirement, d.id"""  # noqa: S608 - constants
_ATTACHED = f"""SELECT s.application_id, a.version_id, x.requirement, {OWN_STEPS} AS own_steps,
  {_FILE}
FROM attachment x JOIN document d ON d.id = x.document_id JOIN submission s ON s.id = x.submission_id
JOIN application a ON a.id = s.application_id WHERE x.document_id = $4 AND {VISIBLE} ORDER BY x.id"""  # noqa: S608 - constants
_MOVE_REASON = """(e.kind LIKE 'transfer-%' AND $1 = 'citizen' OR e.kind ~ '^(transfer-|rerouted$)' AND $1 = 'officer'
   AND replace($3::uuid::text, '-', '') IN (e.data ->> 'from', e.data ->> 'agency'))"""
"""Why a step should move is for the applicant and for both agencies; before consent was asked, for the agencies."""
_EVENTS = f"""SELECT e.application_id, e.sequence, e.kind, e.at, e.step, e.actor_kind,
  CASE WHEN $1 = 'officer' AND e.actor_kind = 'officer' AND o.agency_id <> $3
  THEN g.name ELSE e.actor_name END AS actor_name,
  e.data ->> 'decision' AS decision,
  (SELECT jsonb_object_agg(key, value) FROM jsonb_each(e.data)
   WHERE key = ANY($5) OR (key = 'reason' AND (e.kind = 'revoked' OR {_MOVE_REASON}))) AS facts, a.version_id,
  CASE WHEN $1 = 'officer' THEN {OWN_STEPS} END AS own_steps,
  e.kind = 'checked' AND EXISTS (SELECT 1 FROM task t
    WHERE t.application_id = a.id AND t.step = e.step AND t.agency_id = $3) AS own
FROM event e JOIN application a ON a.id = e.application_id
LEFT JOIN account o ON o.id = e.actor_id LEFT JOIN agency g ON g.id = o.agency_id
WHERE e.application_id = ANY($4) AND {VISIBLE}
AND ($1 <> 'citizen' OR e.kind <> 'decided' OR e.data ->> 'decision' <> 'RETURN' OR EXISTS (
  SELECT 1 FROM event r WHERE r.application_id = a.id AND r.kind = 'findings-released' AND r.sequence > e.sequence))
ORDER BY e.application_id, e.sequence"""  # noqa: S608 - constants
_FACTS = [
    *("agency", "amount", "by", "directed", "from", "outcome", "owners", "reference", "steps", "time", "to"),
    "upheld",
]
"""What of an event's data anybody on the file may read; never answers, findings, or what people wrote of others."""


@dataclass(frozen=True, slots=True)
class AttachedRow:
    """A document and the requirement that it was given for."""

    requirement: str
    document: DocumentRow


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened; `facts` are those of its data that a sentence about it needs.

    `actor_name` is empty where the caller may not know who it was.
    """

    sequence: int
    kind: EventKind
    at: datetime
    step: str | None
    actor_kind: str
    actor_name: str
    decision: str | None
    facts: Mapping[str, Any]

    @property
    def owners(self) -> Mapping[str, Mapping[str, str]]:
        """The steps whose agency these answers have found: its id, in whose place it serves, and who had it before."""
        owners: Mapping[str, Mapping[str, str]] = self.facts.get("owners", {})
        return owners

    @property
    def moved(self) -> Mapping[str, UUID]:
        """The steps that went to another agency by this event, and the agency that had each before."""
        if self.kind is EventKind.TRANSFER_ACCEPTED:
            return dict.fromkeys(self.facts["steps"], UUID(hex=self.facts["from"]))
        if self.kind is EventKind.REROUTED and self.step is not None:
            return {self.step: UUID(hex=self.facts["from"])}
        return {step: UUID(hex=found["from"]) for step, found in self.owners.items() if "from" in found}

    @property
    def new_owners(self) -> list[UUID]:
        """The agencies that got a step by this event, each once."""
        found = {step: self.owners[step]["agency"] for step in self.moved if step in self.owners}
        return [UUID(hex=agency) for agency in dict.fromkeys(found.values())]


def without_reasons(rows: Sequence[EventRow]) -> list[EventRow]:
    """The same events as they are told to whoever knows number and PIN: not what officers wrote to each other."""
    return [
        replace(row, facts={name: fact for name, fact in row.facts.items() if name != "reason"})
        if row.kind in TRANSFERS
        else row
        for row in rows
    ]


async def answers_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, Mapping[str, Any]]:
    """The answers as they stand, of many applications in one statement; an agency gets those its steps look at."""
    rows = await rows_of(_ANSWERS, [*asking(by), list(application_ids)])
    answers = {row["application_id"]: json.loads(row["answers"]) for row in rows}
    if by.kind is ActorKind.CITIZEN:
        return answers
    versions = await definitions({row["version_id"] for row in rows})
    for row in rows:
        definition, own = versions[row["version_id"]], row["own_steps"]
        whole = answers[row["application_id"]]
        answers[row["application_id"]] = {
            name: value for name, value in whole.items() if may_see(definition, own, by, "answers", name)
        }
    return answers


async def documents_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, list[AttachedRow]]:
    """The documents as they stand, of many applications in one statement."""
    found: dict[UUID, list[AttachedRow]] = {id: [] for id in application_ids}
    for id, attached in await _shown(await rows_of(_DOCUMENTS, [*asking(by), list(application_ids)]), by):
        found[id].append(attached)
    return found


async def _shown(rows: list[dict[str, Any]], by: Actor) -> list[tuple[UUID, AttachedRow]]:
    """The documents in `rows` that the caller may see: an agency those that its steps look at."""
    versions = await definitions({row["version_id"] for row in rows})
    shown = []
    for row in rows:
        definition = versions[row.pop("version_id")]
        own, id, requirement = (row.pop(name) for name in ("own_steps", "application_id", "requirement"))
        if may_see(definition, own, by, "documents", requirement):
            shown.append((id, AttachedRow(requirement, DocumentRow(**row))))
    return shown


async def attached_document(id: UUID, *, by: Actor) -> tuple[UUID, DocumentRow] | None:
    """A document that came with an application which the caller may see, and that application's id."""
    rows = await rows_of(_ATTACHED, [*asking(by), id])
    shown = await _shown(rows, by)
    return (shown[0][0], shown[0][1].document) if shown else None


async def events_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, list[EventRow]]:
    """What happened, oldest first, of many applications in one statement; untold findings stay hidden.

    What a machine found in another agency's step is told only where that step lies before an own opened one. An agency
    reads the applicant's name once one of its steps has opened, and for officers of others the agency's name.
    """
    found: dict[UUID, list[EventRow]] = {id: [] for id in application_ids}
    rows = await rows_of(_EVENTS, [*asking(by), list(application_ids), _FACTS])
    checked = [row for row in rows if row["kind"] == EventKind.CHECKED and row["own_steps"] is not None]
    versions = await definitions({row["version_id"] for row in checked})
    for row in rows:
        id, version, steps, own = (row.pop(n) for n in ("application_id", "version_id", "own_steps", "own"))
        facts = json.loads(row["facts"] or "{}")
        if steps is not None:
            row["actor_name"] = _named(row, steps, by)
        if steps is not None and row["kind"] == EventKind.CHECKED:
            known = own or row["step"] in before(versions[version], steps)
            facts = facts if known else {name: fact for name, fact in facts.items() if name != "outcome"}
        found[id].append(EventRow(**{**row, "kind": EventKind(row["kind"]), "facts": facts}))
    return found


def _named(row: Mapping[str, Any], own_steps: Collection[str], by: Actor) -> str:
    hidden = row["actor_kind"] == ActorKind.CITIZEN and not knows_who(own_steps, by)
    return "" if hidden else row["actor_name"]
