"""What only shows when the files of a catalogue lie side by side."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from models.services.codes import Code, Fault
from models.services.rules.parts import Content
from models.services.source import Where

_UNIQUE: Mapping[Code, Where] = {
    Code.SLUG_TAKEN: ("slug",),
    Code.CODE_TAKEN: ("code",),
    Code.KIND_TAKEN: ("output", "kind"),
}


def taken(contents: Sequence[Content]) -> Iterator[tuple[int, Fault]]:
    """What may be used once and an earlier file uses already, with the place of the later file."""
    for code, where in _UNIQUE.items():
        first: dict[str, str] = {}
        for place, content in enumerate(contents):
            value = _at(content, where)
            if value is None:
                continue
            if value in first:
                yield place, Fault(code, where, {"value": value, "other": first[value]})
            first.setdefault(value, content["slug"])


def _at(content: Content, where: Where) -> str | None:
    value: Any = content
    for name in where:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else None


def kinds_of_others(content: Content, others: Collection[Content]) -> set[str]:
    """The kinds of document that other services issue."""
    outputs = [other.get("output", {}) for other in others if other["slug"] != content["slug"]]
    return {output["kind"] for output in outputs if "kind" in output}


def registers_asked(
    content: Content, others: Collection[Content], kinds: Mapping[str, str]
) -> Iterator[Fault]:
    """Registers that a check asks and nobody offers, or whose owner does not let this agency ask."""
    offered = {
        f"{other['slug']}/{register['key']}": register
        for other in others
        for register in other.get("registers", ())
    }
    for place, step in enumerate(content["steps"]):
        asked = step.get("check", {}).get("register")
        if asked is None:
            continue
        where, facts = ("steps", place, "check", "register"), {"register": asked, "agency": _asker(step)}
        if asked not in offered:
            yield Fault(Code.UNKNOWN_REGISTER, where, facts)
        elif not {_asker(step), kinds.get(_asker(step))} & set(offered[asked]["asked_by"]):
            yield Fault(Code.REGISTER_CLOSED, where, facts)


def _asker(step: Mapping[str, Any]) -> str:
    return str(step.get("agency") or step["agency_of_village"])
