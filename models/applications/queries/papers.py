"""What officers have attached to their answers: photos of a visit, decisions on paper."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from models.applications.access import OWN_STEPS, VISIBLE, asking
from models.applications.states import Decision
from models.documents.queries import DocumentRow
from models.kit.actor import Actor, ActorKind
from models.kit.transactions import rows_of
from models.services.definition import Definition
from models.services.queries import service_versions

_COLUMNS = f"""x.task_id, x.kind, x.added_at, t.application_id, t.step, t.agency_id, t.decision, t.told, a.version_id,
{OWN_STEPS} AS own_steps, d.owner_id, d.id, d.name, d.media_type, d.size, d.sha256,
d.storage_key"""
_FROM = """FROM task_document x JOIN task t ON t.id = x.task_id JOIN document d ON d.id = x.document_id
JOIN application a ON a.id = t.application_id"""
_OF = f"SELECT {_COLUMNS} {_FROM} WHERE x.task_id = ANY($4) AND {VISIBLE} ORDER BY x.task_id, x.id"
_ONE = f"SELECT {_COLUMNS} {_FROM} WHERE x.document_id = $4 AND {VISIBLE} ORDER BY x.id"
_FILE = ("id", "name", "media_type", "size", "sha256", "storage_key")


class PaperKind(StrEnum):
    """What an officer has attached."""

    PHOTO = "photo"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A document that an officer has attached to an answer."""

    application_id: UUID
    kind: PaperKind
    added_at: datetime
    document: DocumentRow


async def papers_of(task_ids: Collection[UUID], *, by: Actor) -> dict[UUID, list[PaperRow]]:
    """What was attached to many tasks, oldest first, in two statements at most.

    For the agency of the task once that is open, for those whose opened steps come after it, for the officer who
    attached it, and for the applicant once they are told.
    """
    found: dict[UUID, list[PaperRow]] = {id: [] for id in task_ids}
    for row in await _shown(await rows_of(_OF, [*asking(by), list(task_ids)]), by):
        found[row["task_id"]].append(_paper(row))
    return found


async def attached_paper(id: UUID, *, by: Actor) -> PaperRow | None:
    """A document that was attached to a task, for the same people."""
    rows = await _shown(await rows_of(_ONE, [*asking(by), id]), by)
    return _paper(rows[0]) if rows else None


async def _shown(rows: list[dict[str, Any]], by: Actor) -> list[dict[str, Any]]:
    if by.kind is ActorKind.CITIZEN:
        return [row for row in rows if _is_told(row)]
    versions = await service_versions({row["version_id"] for row in rows})
    return [
        row
        for row in rows
        if (by.agency_id == row["agency_id"] and row["step"] in row["own_steps"])
        or by.account_id == row["owner_id"]
        or not before(versions[row["version_id"]].definition, row["own_steps"]).isdisjoint({row["step"]})
    ]


def _is_told(row: dict[str, Any]) -> bool:
    return row["decision"] is not None and (row["decision"] != Decision.RETURN or row["told"])


def before(definition: Definition, steps: Collection[str]) -> set[str]:
    """These steps, and all that had to be done before them."""
    found, left = set[str](), list(steps)
    while left:
        key = left.pop()
        if key not in found:
            found.add(key)
            left += definition.step(key).needs
    return found


def _paper(row: dict[str, Any]) -> PaperRow:
    file = DocumentRow(**{name: row[name] for name in _FILE})
    return PaperRow(row["application_id"], PaperKind(row["kind"]), row["added_at"], file)
