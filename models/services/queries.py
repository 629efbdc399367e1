"""The catalogue as people see it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.kit.ids import could_name
from models.kit.paging import Page, decode_cursor, encode_cursor, page_size
from models.kit.transactions import rows_of
from models.services.definition import Definition
from models.services.reading import read_definition
from models.services.tables import LONGEST_SLUG

_COLUMNS = "s.id, s.slug, s.title, v.id AS version_id, v.number AS version, v.digest"
_CURRENT = (
    f"SELECT {_COLUMNS} FROM service s JOIN service_version v ON v.service_id = s.id AND v.number = s.version"  # noqa: S608
)
_LIST = f"""{_CURRENT}
WHERE ($1::text IS NULL OR s.title ILIKE $1 OR v.definition #>> '{{summary,id}}' ILIKE $1)
AND ($2::text IS NULL OR (s.title, s.slug) > ($2, $3)) ORDER BY s.title, s.slug LIMIT $4
"""
_BY_SLUG = f"{_CURRENT} WHERE s.slug = $1"
_BY_ID = f"{_CURRENT} WHERE s.id = $1"
_BY_VERSION = (
    f"SELECT {_COLUMNS} FROM service_version v JOIN service s ON s.id = v.service_id WHERE v.id = ANY($1)"  # noqa: S608
)
_NEWEST = """SELECT s.slug, s.code, v.number, v.digest
FROM service s JOIN service_version v ON v.service_id = s.id AND v.number = s.version"""
_SOURCES = """SELECT v.definition
FROM service s JOIN service_version v ON v.service_id = s.id AND v.number = s.version ORDER BY s.slug"""
_ISSUING = f"""{_CURRENT}
WHERE v.definition #>> '{{output,kind}}' = ANY($1) OR EXISTS (
  SELECT 1 FROM jsonb_array_elements(v.definition #> '{{output,kinds}}') k WHERE k ->> 'kind' = ANY($1))
ORDER BY s.title, s.slug
"""  # noqa: S608 - only the constant above is put in
_SOURCE = "SELECT id, definition FROM service_version WHERE id = ANY($1)"

_read: dict[UUID, Definition] = {}
"""Definitions read before, by version; a published version never changes."""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in one version."""

    id: UUID
    slug: str
    version_id: UUID
    version: int
    definition: Definition


@dataclass(frozen=True, slots=True)
class Newest:
    """What a service's newest version is known by."""

    code: str
    number: int
    digest: str


async def services(*, search: str | None, first: int, after: str | None) -> Page[ServiceRow]:
    """Published services by title; `search` looks in title and summary. Two statements at most."""
    size = page_size(first)
    title, slug = decode_cursor(after, 2) if after else (None, None)
    words = "".join(filter(str.isprintable, search or "")).strip()
    pattern = f"%{_escaped(words)}%" if words else None
    rows = await rows_of(_LIST, [pattern, title, slug, size + 1])
    page = await _with_definitions(rows[:size])
    cursors = [encode_cursor(row["title"], row["slug"]) for row in rows[:size]]
    return Page(page, cursors, has_next=len(rows) > size, has_previous=after is not None)


async def service(slug: str) -> ServiceRow | None:
    """The newest version of a service."""
    rows = await rows_of(_BY_SLUG, [slug]) if could_name(slug, LONGEST_SLUG) else []
    return next(iter(await _with_definitions(rows)), None)


async def newest_versions() -> dict[str, Newest]:
    """Code, number and fingerprint of every service's newest version by slug, in one statement."""
    return {row.pop("slug"): Newest(**row) for row in await rows_of(_NEWEST)}


async def published_sources() -> list[dict[str, Any]]:
    """What the newest version of every service says, as it stood in its file, in one statement."""
    return [json.loads(row["definition"]) for row in await rows_of(_SOURCES)]


async def services_that_issue(kinds: Collection[str]) -> dict[str, ServiceRow]:
    """The service that issues each kind of document, where one does."""
    if not kinds:
        return {}
    rows = await _with_definitions(await rows_of(_ISSUING, [list(kinds)]))
    return {kind: row for row in rows for kind in row.definition.document.every_kind}


async def service_by_id(id: UUID) -> ServiceRow | None:
    """The newest version of a service by its id."""
    return next(iter(await _with_definitions(await rows_of(_BY_ID, [id]))), None)


async def service_versions(version_ids: Collection[UUID]) -> dict[UUID, ServiceRow]:
    """Services in exactly these versions, in two statements at most."""
    rows = await rows_of(_BY_VERSION, [list(version_ids)])
    return {row.version_id: row for row in await _with_definitions(rows)}


async def definitions(version_ids: Collection[UUID]) -> dict[UUID, Definition]:
    """What these versions say; those read before cost no statement."""
    await _read_missing(version_ids)
    return {id: _read[id] for id in version_ids}


async def _with_definitions(rows: list[dict[str, Any]]) -> list[ServiceRow]:
    await _read_missing([row["version_id"] for row in rows])
    return [
        ServiceRow(row["id"], row["slug"], row["version_id"], row["version"], _read[row["version_id"]])
        for row in rows
    ]


async def _read_missing(version_ids: Collection[UUID]) -> None:
    if missing := [id for id in version_ids if id not in _read]:
        for source in await rows_of(_SOURCE, [missing]):
            _read[source["id"]] = read_definition(json.loads(source["definition"]))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")[:100]
