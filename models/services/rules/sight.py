"""Who sees what: identities only where needed, and nothing asked that nobody looks at (UU 27/2022, minimal data)."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from models.services.codes import Code, Fault
from models.services.conditions import WHEN
from models.services.rules.parts import Content, Rule, indonesian

_IDENTITY_KINDS = frozenset(
    {"ktp", "kk", "paspor", "passport", "akta-kelahiran", "akta-lahir", "birth-certificate"}
)
_IDENTITY_TITLE = re.compile(
    r"(?i)\b(e-?KTP|KTP|KK|kartu (keluarga|tanda penduduk|identitas)|paspor|akta (kelahiran|lahir))\b"
)


def _identity_open(content: Content) -> Iterator[Fault]:
    for place, document in enumerate(content["documents"]):
        title = indonesian(document["title"])
        shows = document.get("kind") in _IDENTITY_KINDS or _IDENTITY_TITLE.search(title)
        if shows and not document.get("identity", False):
            yield Fault(Code.IDENTITY_OPEN, ("documents", place), {"document": title})


def _sees(content: Content) -> Iterator[Fault]:
    documents = {document["key"]: document for document in content["documents"]}
    for place, step in enumerate(content["steps"]):
        for index, key in enumerate(step.get("sees", {}).get("documents", ())):
            where, facts = (
                ("steps", place, "sees", "documents", index),
                {"step": step["key"], "document": key},
            )
            if key not in documents:
                yield Fault(Code.UNKNOWN_DOCUMENT, where, facts)
            elif documents[key].get("identity") and not step.get("sees_identity"):
                yield Fault(Code.IDENTITY_SHUT, where, facts)


def _unseen(content: Content) -> Iterator[Fault]:
    looking = [step for step in content["steps"] if step["kind"] != "pay"]
    used = _used(content)
    for name in content["form"]["properties"]:
        if name not in used and not any(_looks_at(step, "fields", name) for step in looking):
            yield Fault(Code.UNSEEN, ("form", "properties", name), {"part": name})
    for place, document in enumerate(content["documents"]):
        may = [step for step in looking if step.get("sees_identity") or not document.get("identity")]
        if not any(_looks_at(step, "documents", document["key"]) for step in may):
            yield Fault(Code.UNSEEN, ("documents", place), {"part": document["key"]})


def _used(content: Content) -> set[str]:
    """Fields that something is done with although no officer looks at them: printed, a condition, or who decides."""
    output = content.get("output", {})
    used = {*output.get("states", ()), output.get("valid_until")}
    for item in (*content["steps"], *content["documents"]):
        used.update(item.get("when", {}).get("required", ()))
        used.add(item.get("agency_of", {}).get("field"))
    for field in content["form"]["properties"].values():
        used.update(field.get(WHEN, {}).get("required", ()))
    return used


def _looks_at(step: Mapping[str, Any], part: str, key: str) -> bool:
    if "sees" not in step:
        return bool(step["kind"] != "pay-state")
    return key in step["sees"][part]


SIGHT_RULES: Collection[Rule] = (_identity_open, _sees, _unseen)
