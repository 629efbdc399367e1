"""Who waits for whom: every step opens some day, and nothing ends before all have answered."""

from collections.abc import Collection, Iterator

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule, before, charges, decides, is_whole, last


def _unknown_needs(content: Content) -> Iterator[Fault]:
    keys = {step["key"] for step in content["steps"]}
    for place, step in enumerate(content["steps"]):
        for index, need in enumerate(step.get("needs", ())):
            if need not in keys:
                facts = {"step": step["key"], "need": need}
                yield Fault(Code.UNKNOWN_NEED, ("steps", place, "needs", index), facts)


def _cycles(content: Content) -> Iterator[Fault]:
    earlier, told = before(content), set[str]()
    for place, step in enumerate(content["steps"]):
        key = step["key"]
        if key in earlier[key] and key not in told:
            circle = [other for other in earlier if other in earlier[key] and key in earlier[other]]
            told.update(circle)
            yield Fault(Code.CYCLE, ("steps", place, "needs"), {"steps": ", ".join(circle)})


def _never_open(content: Content) -> Iterator[Fault]:
    """The steps just behind a circle, or behind one that waits for what is not there."""
    earlier = before(content)
    stuck = {key for key in earlier if key in earlier[key]}
    stuck |= {step["key"] for step in content["steps"] if not earlier.keys() >= set(step.get("needs", ()))}
    for place, step in enumerate(content["steps"]):
        others = [need for need in step.get("needs", ()) if need in stuck]
        if others and step["key"] not in stuck:
            facts = {"step": step["key"], "others": ", ".join(others)}
            yield Fault(Code.NEVER_OPENS, ("steps", place), facts)


def _unawaited(content: Content) -> Iterator[Fault]:
    end = last(content)
    if end is None or not is_whole(content):
        return  # mended first, these say by themselves who waits
    awaited = before(content)[end] | {end}
    for place, step in enumerate(content["steps"]):
        if step["key"] not in awaited:
            yield Fault(Code.NOT_AWAITED, ("steps", place), {"step": step["key"], "last": end})


def _gates(content: Content) -> Iterator[Fault]:
    """A gate says that the file is complete and no more: what grants, or sets an amount, is always rested on."""
    amounts = {charge.get("amount_of") for _, _, charge in charges(content)}
    for place, step in enumerate(content["steps"]):
        is_more = step["kind"] != "verify" or decides(step) or step["key"] in amounts
        if step.get("gate") and is_more:
            yield Fault(Code.GATE_ANSWERS, ("steps", place, "gate"), {"step": step["key"]})


GRAPH_RULES: Collection[Rule] = (_unknown_needs, _cycles, _never_open, _unawaited, _gates)
