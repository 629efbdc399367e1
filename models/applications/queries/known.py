"""What the regency knows already and offers, so that nobody types it twice (`x-prefill`)."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.applications.answers import is_answer
from models.kit.actor import Actor, ActorKind
from models.kit.transactions import rows_of
from models.places.queries import village
from models.services.definition import VILLAGE, Definition

_EARLIER = """
WITH own AS (SELECT a.id, a.number, a.state, a.service_id FROM account c JOIN person me ON me.id = c.person_id
  JOIN application a ON a.applicant_id = c.id JOIN person p ON p.id = a.person_id AND p.nik_hash = me.nik_hash
  WHERE c.id = $1)
SELECT DISTINCT ON (name) name, answer, system, number FROM (
  SELECT f.name, s.answers -> f.name AS answer, s.sent_at AS at, s.number AS turn, NULL AS system, a.number
  FROM own a JOIN submission s ON s.application_id = a.id JOIN unnest($2::text[]) AS f(name) ON s.answers ? f.name
  UNION ALL
  SELECT v.definition #>> '{elsewhere,fills}', e.data #> '{reference,number}', e.at, 0,
    e.data #>> '{reference,system}', a.number
  FROM own a JOIN service s ON s.id = a.service_id
  JOIN service_version v ON v.service_id = s.id AND v.number = s.version
  JOIN event e ON e.application_id = a.id AND e.kind = 'decided' AND e.data ? 'reference'
  WHERE a.state = 'COMPLETED' AND v.definition #>> '{elsewhere,fills}' = ANY($2)
) known ORDER BY name, at DESC, turn DESC
"""
_HOME = """SELECT p.address, p.rt, p.rw, p.village_code FROM account c JOIN person p ON p.id = c.person_id
WHERE c.id = $1"""
CODE = "village-code"
"""The applicant's village as a field of `format: village` takes it; other fields get it in words."""


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that can be offered; `source` says where an officer recorded it, "" for what people told themselves."""

    answer: Any
    source: str = ""


async def known_answers(definition: Definition, *, by: Actor) -> dict[str, Any]:
    """What can be offered for a service's form: by field, only what the field would take."""
    known = (await answers_known([definition], by=by))[0]
    return {name: one.answer for name, one in known.items()}


async def answers_known(definitions: Sequence[Definition], *, by: Actor) -> list[dict[str, Known]]:
    """The same with its source for many services, in three statements at most; nothing for anybody but a citizen."""
    if by.kind is not ActorKind.CITIZEN or by.account_id is None:
        return [{} for _ in definitions]
    sources = [_sources(definition) for definition in definitions]
    asked = {source for each in sources for source in each.values()}
    home = await _home(by.account_id) if asked & {"village", "address", CODE} else {}
    names = {name for each in sources for name, source in each.items() if source == "earlier"}
    earlier = await _earlier(names, by.account_id) if names else {}
    return [
        _offered(definition, each, home, earlier)
        for definition, each in zip(definitions, sources, strict=True)
    ]


def _sources(definition: Definition) -> dict[str, str]:
    return {
        name: CODE
        if schema["x-prefill"] == "village" and schema.get("format") == VILLAGE
        else schema["x-prefill"]
        for name, schema in definition.fields.items()
        if "x-prefill" in schema
    }


def _offered(
    definition: Definition,
    sources: Mapping[str, str],
    home: Mapping[str, Known],
    earlier: Mapping[str, Known],
) -> dict[str, Known]:
    offered = {}
    for name, source in sources.items():
        known = earlier.get(name) if source == "earlier" else home.get(source)
        if known is not None and is_answer(definition.fields[name], known.answer):
            offered[name] = known
    return offered


async def _home(account_id: UUID) -> dict[str, Known]:
    rows = await rows_of(_HOME, [account_id])
    if not rows:
        return {}
    person = rows[0]
    home = {"address": Known(f"{person['address']}, RT {person['rt']}/RW {person['rw']}")}
    place = await village(person["village_code"])
    return home if place is None else {**home, "village": Known(place.in_full), CODE: Known(place.code)}


async def _earlier(names: Collection[str], account_id: UUID) -> dict[str, Known]:
    """The newest answer of this very person to each field, in any application that was sent from this account.

    A number that another system has issued and an officer recorded (`elsewhere.fills`) is an answer as well.
    """
    rows = await rows_of(_EARLIER, [account_id, sorted(names)])
    return {row["name"]: Known(json.loads(row["answer"]), _source(row)) for row in rows}


def _source(row: Mapping[str, Any]) -> str:
    return f"{row['system']} ({row['number']})" if row["system"] else ""
