"""The conditions of steps, documents and fields: whether they look at what the form asks, and can ever hold."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from models.kit.text import N_
from models.services.codes import Code, Fault
from models.services.conditions import WHEN
from models.services.rules.parts import Content, Rule
from models.services.rules.values import can_be_answered, never_together, values_of
from models.services.source import Where

_PARTS = {"steps": N_("langkah"), "documents": N_("dokumen")}


def _conditions(content: Content) -> Iterator[Fault]:
    for part, name in _PARTS.items():
        for place, item in enumerate(content[part]):
            if "when" in item:
                facts = {"part": name, "key": item["key"]}
                yield from _condition(content, item["when"], (part, place, "when"), facts)


def _fields(content: Content) -> Iterator[Fault]:
    always = content["form"]["required"]
    for name, field in content["form"]["properties"].items():
        if WHEN not in field:
            continue
        where: Where = ("form", "properties", name, WHEN)
        yield from _condition(content, field[WHEN], where, {"part": N_("isian"), "key": name})
        if name in always:
            yield Fault(Code.REQUIRED_ANYWAY, where, {"field": name})
        if name in _reached(content["form"]["properties"], name):
            yield Fault(Code.CONDITION_CYCLE, where, {"field": name})


def _reached(fields: Mapping[str, Any], name: str) -> set[str]:
    """The fields that decide whether this one is required, directly or through others."""
    found, ahead = set[str](), [name]
    while ahead:
        looked_at = fields.get(ahead.pop(), {}).get(WHEN, {"properties": {}})["properties"].keys()
        ahead += looked_at - found
        found |= looked_at
    return found


def _kinds_of_output(content: Content) -> Iterator[Fault]:
    for place, one in enumerate(content.get("output", {}).get("kinds", ())):
        facts = {"part": N_("jenis dokumen"), "key": one["kind"]}
        yield from _condition(content, one["when"], ("output", "kinds", place, "when"), facts)


def _condition(
    content: Content, when: Mapping[str, Any], where: Where, facts: Mapping[str, object]
) -> Iterator[Fault]:
    fields = content["form"]["properties"]
    for place, name in enumerate(when["required"]):
        if name not in fields:
            yield Fault(Code.CONDITION_FIELD, (*where, "required", place), {**facts, "field": name})
    for name, wanted in when["properties"].items():
        here, told = (*where, "properties", name), {**facts, "field": name}
        if name not in fields:
            if name not in when["required"]:
                yield Fault(Code.CONDITION_FIELD, here, told)
            continue
        if name not in when["required"]:
            yield Fault(Code.CONDITION_OPEN, here, told)
        if not can_be_answered(fields[name]):
            continue  # told at the field
        if values_of(fields[name], wanted).is_empty:
            yield Fault(Code.CONDITION_NEVER, here, told)
            continue
        for place, value in enumerate(wanted.get("enum", ())):
            if values_of(fields[name], {"const": value}).is_empty:
                yield Fault(Code.CONDITION_VALUE, (*here, "enum", place), {**told, "value": value})


def _never_together(content: Content) -> Iterator[Fault]:
    steps = {step["key"]: step for step in content["steps"]}
    for place, step in enumerate(content["steps"]):
        for index, need in enumerate(step.get("needs", ())):
            if need in steps and never_together(content["form"]["properties"], step, steps[need]):
                where: Where = ("steps", place, "needs", index)
                yield Fault(Code.NEVER_TOGETHER, where, {"step": step["key"], "need": need})


CONDITION_RULES: Collection[Rule] = (_conditions, _fields, _kinds_of_output, _never_together)
