"""Time and money: the clocks fit into the promise, and a bill knows its amount."""

import re
from collections.abc import Collection, Iterator

from models.services.codes import Code, Fault
from models.services.rules.parts import Content, Rule, before, indonesian, is_whole
from models.services.rules.values import whenever
from models.services.source import Where

HOURS_A_DAY = 7.5
"""Office hours of one working day (Perpres 21/2023)."""
_DAYS = re.compile(r"\b(\d+) hari kerja\b")


def _clocks(content: Content) -> Iterator[Fault]:
    if any(key in earlier for key, earlier in before(content).items()):
        return
    hours, path = _longest(content)
    days = content["promised_working_days"]
    if hours > days * HOURS_A_DAY:
        facts = {
            "path": " → ".join(path),
            "hours": hours,
            "promised": f"{days * HOURS_A_DAY:g}".replace(".", ","),
            "days": days,
        }
        yield Fault(Code.CLOCKS_EXCEED_PROMISE, ("promised_working_days",), facts)


def _longest(content: Content) -> tuple[int, tuple[str, ...]]:
    """The way through the steps that takes the agencies longest; the citizen's own time to pay does not count."""
    steps = {step["key"]: step for step in content["steps"]}
    longest: dict[str, tuple[int, tuple[str, ...]]] = {}

    def path_to(key: str) -> tuple[int, tuple[str, ...]]:
        if key not in longest:
            ways = [path_to(need) for need in steps[key].get("needs", ()) if need in steps]
            hours, path = max(ways, default=(0, ()))
            own = 0 if steps[key]["kind"] == "pay" else steps[key]["working_hours"]
            longest[key] = hours + own, (*path, key)
        return longest[key]

    return max(path_to(key) for key in steps)


def _told_days(content: Content) -> Iterator[Fault]:
    """People read `standard.duration`; the clock runs by `promised_working_days`."""
    told = [int(days) for days in _DAYS.findall(indonesian(content["standard"]["duration"]))]
    if told and content["promised_working_days"] not in told:
        facts = {"told": told[0], "days": content["promised_working_days"]}
        yield Fault(Code.DURATION_DIFFERS, ("standard", "duration"), facts)


def _deemed(content: Content) -> Iterator[Fault]:
    promised = content["promised_working_days"]
    days = content.get("deemed_approval", {}).get("working_days", promised)
    if days < promised:
        facts = {"days": days, "promised": promised}
        yield Fault(Code.DEEMED_BEFORE_PROMISE, ("deemed_approval", "working_days"), facts)


def _bills(content: Content) -> Iterator[Fault]:
    steps, earlier = {step["key"]: step for step in content["steps"]}, before(content)
    for place, step in enumerate(content["steps"]):
        setter = step.get("bill", {}).get("amount_of")
        if setter is None or not is_whole(content):
            continue
        where: Where = ("steps", place, "bill", "amount_of")
        facts = {"step": step["key"], "setter": setter}
        sets = setter in earlier[step["key"]] and steps[setter]["kind"] in {"verify", "decide"}
        if not sets:
            yield Fault(Code.BILL_AMOUNT, where, facts)
        elif not whenever(content["form"]["properties"], step, steps[setter]):
            yield Fault(Code.BILL_UNSET, where, facts)


CLOCK_RULES: Collection[Rule] = (_clocks, _told_days, _deemed, _bills)
