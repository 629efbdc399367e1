"""What only shows when the files of a catalogue lie side by side."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, codes_named, kind_found, kinds_made, owner_named
from models.services.source import Where

_UNIQUE: Mapping[Code, Callable[[Content], Iterable[tuple[Where, str]]]] = {
    Code.SLUG_TAKEN: lambda content: [(("slug",), content["slug"])],
    Code.CODE_TAKEN: lambda content: [(("code",), content["code"])],
    Code.KIND_TAKEN: kinds_made,
}


def taken(contents: Sequence[Content]) -> Iterator[tuple[int, Fault]]:
    """What may be used once and is used already, by an earlier file or earlier in the same one."""
    for code, used in _UNIQUE.items():
        first: dict[str, str] = {}
        for place, content in enumerate(contents):
            for where, value in used(content):
                if value in first:
                    yield place, Fault(code, where, {"value": value, "other": first[value]})
                first.setdefault(value, content["slug"])


def fills_nothing(content: Content, others: Collection[Content]) -> Iterator[Fault]:
    """A recorded number that is to fill a field, and no other service has such a field that takes what is known."""
    name = content.get("elsewhere", {}).get("fills")
    if name is None:
        return
    fields = [
        other["form"]["properties"].get(name, {}) for other in others if other["slug"] != content["slug"]
    ]
    if not any(field.get("type") == "string" and field.get("x-prefill") == "earlier" for field in fields):
        yield Fault(Code.FILLS_NOTHING, ("elsewhere", "fills"), {"field": name})


def kinds_of_others(content: Content, others: Collection[Content]) -> set[str]:
    """The kinds of document that other services issue."""
    made = (kinds_made(other) for other in others if other["slug"] != content["slug"])
    return {kind for kinds in made for _, kind in kinds}


def registers_asked(
    content: Content, others: Collection[Content], kinds: Mapping[str, str]
) -> Iterator[Fault]:
    """Registers that a check asks and nobody offers, that do not answer this agency, or not how many there are."""
    offered = {
        f"{other['slug']}/{register['key']}": register
        for other in others
        for register in other.get("registers", ())
    }
    for place, step in enumerate(content["steps"]):
        asked = step.get("check", {}).get("register")
        if asked is None:
            continue
        where, facts = ("steps", place, "check", "register"), {"register": asked, "agency": owner_named(step)}
        if asked not in offered:
            yield Fault(Code.UNKNOWN_REGISTER, where, facts)
        elif not all(_may_ask(asker, kinds, offered[asked]) for asker in _askers(step)):
            yield Fault(Code.REGISTER_CLOSED, where, facts)
        elif "expects_at_most" in step["check"] and offered[asked]["discloses"] == "yes-no":
            yield Fault(Code.REGISTER_UNCOUNTED, ("steps", place, "check", "expects_at_most"), facts)


def _askers(step: Mapping[str, Any]) -> list[str]:
    return [kind] if (kind := kind_found(step)) else codes_named(step)


def _may_ask(asker: str, kinds: Mapping[str, str], register: Mapping[str, Any]) -> bool:
    return bool({asker, kinds.get(asker)} & set(register["asked_by"]))
