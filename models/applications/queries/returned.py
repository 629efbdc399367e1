"""A returned application as its applicant may correct it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.applications.errors import ApplicationNotFound
from models.kit.actor import Actor
from models.kit.reading import read_text
from models.kit.transactions import rows_of
from models.services.conditions import asked_documents, required_fields
from models.services.definition import Definition

Place = tuple[str, ...]
"""A part of the file: `("answers", field)` or `("documents", requirement)`."""

_RETURNED = """
SELECT a.person_id, (SELECT s.answers FROM submission s WHERE s.application_id = a.id ORDER BY s.number DESC LIMIT 1)
    AS answers,
  (SELECT jsonb_agg(f -> 'path') FROM task t, jsonb_array_elements(t.findings) f
   WHERE t.application_id = a.id AND t.told) AS found,
  (SELECT jsonb_agg(jsonb_build_array(s.number, x.requirement, x.document_id, d.sha256) ORDER BY s.number, x.id)
   FROM submission s JOIN attachment x ON x.submission_id = s.id JOIN document d ON d.id = x.document_id
   WHERE s.application_id = a.id) AS sent,
  (SELECT max(s.number) FROM submission s WHERE s.application_id = a.id) AS newest
FROM application a WHERE a.id = $1 AND a.applicant_id = $2
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """A document of submission `number`, for a requirement; `sha256` tells the same file under another id."""

    number: int
    requirement: str
    document_id: UUID
    sha256: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What stands in the file, and where an agency has found something.

    `person_id` is whom it is about, `found` the places of the findings that were told, `wanting` the documents that a
    finding has sent back, now or in an earlier round.
    """

    person_id: UUID
    number: int
    answers: Mapping[str, Any]
    found: frozenset[Place]
    attached: Sequence[tuple[str, UUID]]
    wanting: Sequence[Sent]

    def new_documents(self, definition: Definition, answers: Mapping[str, Any]) -> set[str]:
        """The requirements that only the corrected answers make necessary."""
        now, before = ({one.key for one in asked_documents(definition, of)} for of in (answers, self.answers))
        return now - before

    def may_change(self, definition: Definition, answers: Mapping[str, Any]) -> set[Place]:
        """Where something was found, and what only the corrected answers make necessary."""
        required = set(required_fields(definition, answers)) - set(required_fields(definition, self.answers))
        new: set[Place] = {("documents", key) for key in self.new_documents(definition, answers)}
        return new | {("answers", name) for name in required} | self.found

    def unanswered(self, answers: Mapping[str, Any]) -> set[Place]:
        """The findings at answers that these leave as they were; at documents none can be left."""
        return {
            (part, name)
            for part, name in self.found
            if part == "answers" and not (name in answers and self.differs(name, answers[name]))
        }

    def differs(self, name: str, answer: object) -> bool:
        """Whether an answer is another than stands in the file, as far as anybody can see."""
        stands = self.answers.get(name)
        return answer not in (stands, read_text(stands) if isinstance(stands, str) else stands)

    def sent_back(self, requirement: str, document_id: UUID, sha256: str | None = None) -> bool:
        """Whether a finding has sent this document back for the requirement, or the same file under another id."""
        return any(
            one.requirement == requirement and (one.document_id == document_id or one.sha256 == sha256)
            for one in self.wanting
        )


async def returned_file(application_id: UUID, *, by: Actor) -> Returned:
    """The caller's own application, in one statement; raises ApplicationNotFound."""
    rows = await rows_of(_RETURNED, [application_id, by.account_id])
    if not rows:
        raise ApplicationNotFound("applicationId")
    (row,) = rows
    found = frozenset(tuple(path) for path in json.loads(row["found"] or "[]"))
    newest: int = row["newest"]
    sent = [Sent(n, key, UUID(id), sha256) for n, key, id, sha256 in json.loads(row["sent"] or "[]")]
    return Returned(
        person_id=row["person_id"],
        number=newest,
        answers=json.loads(row["answers"]),
        found=found,
        attached=[(one.requirement, one.document_id) for one in sent if one.number == newest],
        wanting=_wanting(sent, newest, found),
    )


def _wanting(sent: Sequence[Sent], newest: int, found: frozenset[Place]) -> list[Sent]:
    """What a finding is about now, and what an earlier correction has put something else in place of."""
    places = {(one.number, one.requirement) for one in sent}
    stayed = {(one.number, one.requirement, one.document_id) for one in sent}
    return [
        one
        for one in sent
        if (
            ("documents", one.requirement) in found
            if one.number == newest
            else (one.number + 1, one.requirement) in places
            and (one.number + 1, one.requirement, one.document_id) not in stayed
        )
    ]
