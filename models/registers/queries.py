"""What was asked, and what may be asked."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from models.agencies.queries import AgencyRow
from models.applications.access import VISIBLE, asking
from models.kit.actor import Actor, ActorKind
from models.kit.text import Text
from models.kit.transactions import rows_of
from models.services.definition import Discloses

_ASKED = f"""SELECT q.id, q.application_id, q.at, q.register, r.register -> 'question' AS question, o.name AS owner,
  q.asker_kind, g.name AS agency, c.name AS asker, q.purpose, q.answer, q.detail
FROM register_question q JOIN application a ON a.id = q.application_id
JOIN agency o ON o.id = q.owner_id JOIN agency g ON g.id = q.agency_id LEFT JOIN account c ON c.id = q.asker_id
LEFT JOIN service s ON s.slug = split_part(q.register, '/', 1)
LEFT JOIN service_version v ON v.service_id = s.id AND v.number = s.version
LEFT JOIN LATERAL jsonb_array_elements(v.definition -> 'registers') r (register)
  ON r.register ->> 'key' = split_part(q.register, '/', 2)
WHERE q.application_id = ANY($4) AND {VISIBLE} AND ($1 = 'citizen' OR q.agency_id = $3)
ORDER BY q.application_id, q.at, q.id"""  # noqa: S608 - constants
_FOR = """SELECT s.slug || '/' || (r.register ->> 'key') AS register, r.register -> 'question' AS question,
  s.title AS service, v.definition ->> 'issuer' AS owner, r.register ->> 'discloses' AS discloses
FROM service s JOIN service_version v ON v.service_id = s.id AND v.number = s.version
CROSS JOIN LATERAL jsonb_array_elements(v.definition -> 'registers') r (register)
WHERE jsonb_exists_any(r.register -> 'asked_by', $1::text[]) ORDER BY s.title, register"""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question that was asked about an applicant; `asker` is None where a machine asked for the agency."""

    id: int
    application_id: UUID
    at: datetime
    register: str
    question: Text
    owner: str
    asker_kind: ActorKind
    agency: str
    asker: str | None
    purpose: str
    answer: bool
    detail: str | None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A register (`service/key`) that an agency may ask, and how much its owner (an agency's code) answers."""

    register: str
    question: Text
    service: str
    owner: str
    discloses: Discloses


async def questions_of(application_ids: Collection[UUID], *, by: Actor) -> dict[UUID, list[QuestionRow]]:
    """Who asked what and why, oldest first, in one statement: all of it for the applicant, an agency's own for it."""
    found: dict[UUID, list[QuestionRow]] = {id: [] for id in application_ids}
    for row in await rows_of(_ASKED, [*asking(by), list(application_ids)]):
        found[row["application_id"]].append(_asked(row))
    return found


async def registers_for(agency: AgencyRow) -> list[RegisterRow]:
    """The registers that the officers of an agency may ask, by service, in one statement."""
    rows = await rows_of(_FOR, [[agency.code, agency.kind]])
    return [
        RegisterRow(**{**row, "question": _text(row), "discloses": Discloses(row["discloses"])})
        for row in rows
    ]


def _asked(row: dict[str, Any]) -> QuestionRow:
    return QuestionRow(**{**row, "question": _text(row), "asker_kind": ActorKind(row["asker_kind"])})


def _text(row: dict[str, Any]) -> Text:
    """The question in words; its key where the register is no longer there."""
    return Text.read(json.loads(row["question"])) if row["question"] else Text(row["register"])
