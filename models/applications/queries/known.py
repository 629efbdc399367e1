"""What the regency knows already and offers, so that nobody types it twice (`x-prefill`)."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from models.applications.answers import is_answer
from models.kit.actor import Actor, ActorKind
from models.kit.transactions import rows_of
from models.places.queries import village
from models.services.definition import Definition

_EARLIER = """
SELECT DISTINCT ON (f.name) f.name, s.answers -> f.name AS answer
FROM account c JOIN person me ON me.id = c.person_id
JOIN application a ON a.applicant_id = c.id JOIN person p ON p.id = a.person_id AND p.nik_hash = me.nik_hash
JOIN submission s ON s.application_id = a.id JOIN unnest($2::text[]) AS f(name) ON s.answers ? f.name
WHERE c.id = $1 ORDER BY f.name, s.sent_at DESC, s.number DESC
"""
_HOME = """SELECT p.address, p.rt, p.rw, p.village_code FROM account c JOIN person p ON p.id = c.person_id
WHERE c.id = $1"""


async def known_answers(definition: Definition, *, by: Actor) -> dict[str, Any]:
    """What can be offered for a service's form: by field, only what the field would take."""
    return (await answers_known([definition], by=by))[0]


async def answers_known(definitions: Sequence[Definition], *, by: Actor) -> list[dict[str, Any]]:
    """The same for many services, in three statements at most; nothing for anybody but a citizen."""
    if by.kind is not ActorKind.CITIZEN or by.account_id is None:
        return [{} for _ in definitions]
    sources = [_sources(definition) for definition in definitions]
    asked = {source for each in sources for source in each.values()}
    home = await _home(by.account_id) if asked & {"village", "address"} else {}
    names = {name for each in sources for name, source in each.items() if source == "earlier"}
    earlier = await _earlier(names, by.account_id) if names else {}
    return [
        _offered(definition, each, home, earlier)
        for definition, each in zip(definitions, sources, strict=True)
    ]


def _sources(definition: Definition) -> dict[str, str]:
    return {name: schema["x-prefill"] for name, schema in definition.fields.items() if "x-prefill" in schema}


def _offered(
    definition: Definition, sources: Mapping[str, str], home: Mapping[str, str], earlier: Mapping[str, Any]
) -> dict[str, Any]:
    offered = {}
    for name, source in sources.items():
        answer = earlier.get(name) if source == "earlier" else home.get(source)
        if answer is not None and is_answer(definition.fields[name], answer):
            offered[name] = answer
    return offered


async def _home(account_id: UUID) -> dict[str, str]:
    rows = await rows_of(_HOME, [account_id])
    if not rows:
        return {}
    person = rows[0]
    home = {"address": f"{person['address']}, RT {person['rt']}/RW {person['rw']}"}
    place = await village(person["village_code"])
    return home if place is None else {**home, "village": place.in_full}


async def _earlier(names: Collection[str], account_id: UUID) -> dict[str, Any]:
    """The newest answer of this very person to each field, in any application that was sent from this account."""
    rows = await rows_of(_EARLIER, [account_id, sorted(names)])
    return {row["name"]: json.loads(row["answer"]) for row in rows}
