"""The conditions of steps and documents: whether they look at what the form asks, and can ever hold."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from models.kit.text import N_
from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule
from models.services.rules.values import never_together, values_of
from models.services.source import Where

_PARTS = {"steps": N_("langkah"), "documents": N_("dokumen")}


def _conditions(content: Content) -> Iterator[Fault]:
    for part, name in _PARTS.items():
        for place, item in enumerate(content[part]):
            if "when" in item:
                facts = {"part": name, "key": item["key"]}
                yield from _condition(content, item["when"], (part, place, "when"), facts)


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
        if values_of(fields[name], wanted).is_empty:
            yield Fault(Code.CONDITION_NEVER, here, told)


def _never_together(content: Content) -> Iterator[Fault]:
    steps = {step["key"]: step for step in content["steps"]}
    for place, step in enumerate(content["steps"]):
        for index, need in enumerate(step.get("needs", ())):
            if need in steps and never_together(content["form"]["properties"], step, steps[need]):
                where: Where = ("steps", place, "needs", index)
                yield Fault(Code.NEVER_TOGETHER, where, {"step": step["key"], "need": need})


CONDITION_RULES: Collection[Rule] = (_conditions, _kinds_of_output, _never_together)
