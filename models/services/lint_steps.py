"""What can be wrong with the steps: who waits for whom, who decides, and whether the promise can be kept."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from models.services.codes import Code, Fault

HOURS_A_DAY = 7.5
"""Office hours of one working day (Perpres 21/2023)."""

Rule = Callable[[Mapping[str, Any]], Iterator[Fault]]


def _unknown_needs(source: Mapping[str, Any]) -> Iterator[Fault]:
    keys = {step["key"] for step in source["steps"]}
    for place, step in enumerate(source["steps"]):
        for index, need in enumerate(step.get("needs", ())):
            if need not in keys:
                yield Fault(
                    Code.UNKNOWN_NEED, ("steps", place, "needs", index), {"step": step["key"], "need": need}
                )


def _cycles(source: Mapping[str, Any]) -> Iterator[Fault]:
    before = _before(source)
    circling = {key for key, earlier in before.items() if key in earlier}
    for place, step in enumerate(source["steps"]):
        facts = {"step": step["key"]}
        if step["key"] in circling:
            yield Fault(Code.CYCLE, ("steps", place, "needs"), facts)
        elif before[step["key"]] & circling or not before.keys() >= set(step.get("needs", ())):
            yield Fault(Code.NEVER_OPENS, ("steps", place), facts)


def _signature(source: Mapping[str, Any]) -> Iterator[Fault]:
    signing = [(place, step) for place, step in enumerate(source["steps"]) if step["kind"] == "sign"]
    if len(signing) != ("output" in source):
        yield Fault(Code.SIGN_STEPS, ("steps",), {"count": len(signing)})
    for place, step in signing:
        if "when" in step:
            yield Fault(Code.SIGN_CONDITIONAL, ("steps", place, "when"), {"step": step["key"]})


def _decision(source: Mapping[str, Any]) -> Iterator[Fault]:
    deciding = (step for step in source["steps"] if step.get("decides", step["kind"] == "decide"))
    if not any("when" not in step for step in deciding):
        yield Fault(Code.NO_DECISION, ("steps",))


def _unawaited(source: Mapping[str, Any]) -> Iterator[Fault]:
    last = _last(source)
    if last is None or any(_unknown_needs(source)):
        return  # mended first, these say by themselves who waits
    awaited = _before(source)[last] | {last}
    for place, step in enumerate(source["steps"]):
        if step["key"] not in awaited:
            yield Fault(Code.NOT_AWAITED, ("steps", place), {"step": step["key"]})


def _last(source: Mapping[str, Any]) -> str | None:
    """The step that ends it: the signature, or where another system issues the last one that nothing needs."""
    steps = source["steps"]
    if "output" in source:
        signing = [step["key"] for step in steps if step["kind"] == "sign"]
        return signing[0] if len(signing) == 1 else None
    needed = {need for step in steps for need in step.get("needs", ())}
    return next((step["key"] for step in reversed(steps) if step["key"] not in needed), None)


def _clocks(source: Mapping[str, Any]) -> Iterator[Fault]:
    if any(key in earlier for key, earlier in _before(source).items()):
        return
    steps = {step["key"]: step for step in source["steps"]}
    longest: dict[str, tuple[int, tuple[str, ...]]] = {}

    def path_to(key: str) -> tuple[int, tuple[str, ...]]:
        if key not in longest:
            ways = [path_to(need) for need in steps[key].get("needs", ()) if need in steps]
            hours, path = max(ways, default=(0, ()))
            own = 0 if steps[key]["kind"] == "pay" else steps[key]["working_hours"]
            longest[key] = hours + own, (*path, key)
        return longest[key]

    hours, path = max(path_to(key) for key in steps)
    days = source["promised_working_days"]
    if hours > days * HOURS_A_DAY:
        facts = {
            "path": " → ".join(path),
            "hours": hours,
            "promised": f"{days * HOURS_A_DAY:g}".replace(".", ","),
            "days": days,
        }
        yield Fault(Code.CLOCKS_EXCEED_PROMISE, ("promised_working_days",), facts)


def _before(source: Mapping[str, Any]) -> dict[str, set[str]]:
    """For each step all that comes before it, itself too when it stands in a circle."""
    needs = {step["key"]: set(step.get("needs", ())) for step in source["steps"]}
    before: dict[str, set[str]] = {}
    for key, direct in needs.items():
        reached, ahead = set[str](), list(direct)
        while ahead:
            need = ahead.pop()
            if need in needs and need not in reached:
                reached.add(need)
                ahead += needs[need]
        before[key] = reached
    return before


STEP_RULES: Collection[Rule] = (_unknown_needs, _cycles, _signature, _decision, _unawaited, _clocks)
